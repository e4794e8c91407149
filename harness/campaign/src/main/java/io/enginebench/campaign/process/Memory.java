package io.enginebench.campaign.process;

import com.sun.management.OperatingSystemMXBean;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.setting.Placement;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What is seen of a worker's memory from outside it. */
record Memory(ResidentSet resident, @Nullable DeviceMemory device) implements AutoCloseable {
    static Memory of(long pid, Placement placement) {
        return new Memory(
                new ResidentSet(pid),
                Placement.gpu(placement.device()).isPresent() ? DeviceMemory.of(pid, DeviceMemory.NVIDIA_SMI) : null);
    }

    /** The machine's, or what the control group of this process may hold, in bytes. */
    static long ofMachine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** Takes a reading. */
    void read() {
        resident.read();
    }

    /** The largest resident set so far, in bytes. */
    long residentBytes() {
        return resident.peakBytes();
    }

    /** The peak so far. */
    Seen peak() {
        return Seen.of(resident.peakBytes(), device == null ? 0 : device.peakBytes());
    }

    @Override
    public void close() {
        if (device != null) {
            device.close();
        }
    }
}
