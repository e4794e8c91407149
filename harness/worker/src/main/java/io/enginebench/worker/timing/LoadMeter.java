package io.enginebench.worker.timing;

import com.sun.management.OperatingSystemMXBean;
import io.enginebench.record.cell.ThroughputCell.Load;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Compares what the process and the machine had used at two moments, neither of which is between two clock readings. */
final class LoadMeter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final LinuxFacts.CpuTime machine = LinuxFacts.cpuTime();
    private final @Nullable Long voluntary = LinuxFacts.contextSwitches(true);
    private final @Nullable Long involuntary = LinuxFacts.contextSwitches(false);

    /**
     * What was used since this meter was made.
     *
     * @param steps made since
     */
    Load read(long steps) {
        long cpuNow = SYSTEM.getProcessCpuTime();
        LinuxFacts.CpuTime machineNow = LinuxFacts.cpuTime();
        long ticks = machineNow.all() - machine.all();
        double average = SYSTEM.getSystemLoadAverage();
        return new Load(
                cpuNanos < 0 || cpuNow < 0 ? null : (cpuNow - cpuNanos) / 1e6 / steps,
                average < 0 ? null : average,
                ticks <= 0 ? null : (machineNow.stolen() - machine.stolen()) / (double) ticks,
                since(voluntary, LinuxFacts.contextSwitches(true)),
                since(involuntary, LinuxFacts.contextSwitches(false)),
                LinuxFacts.frequencyMhz());
    }

    private static @Nullable Long since(@Nullable Long before, @Nullable Long now) {
        // Threads that ended in between take their count with them.
        return before == null || now == null ? null : Math.max(0, now - before);
    }
}
