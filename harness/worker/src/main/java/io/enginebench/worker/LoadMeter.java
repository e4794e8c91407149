package io.enginebench.worker;

import com.sun.management.OperatingSystemMXBean;
import io.enginebench.record.cell.ThroughputCell.Load;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Compares what the process and the machine had used at two moments, neither of which is between two clock readings. */
final class LoadMeter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final LinuxFacts.CpuTime machine = LinuxFacts.cpuTime();
    private final OptionalLong voluntary = LinuxFacts.contextSwitches(true);
    private final OptionalLong involuntary = LinuxFacts.contextSwitches(false);

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
        var frequency = LinuxFacts.frequencyMhz();
        return new Load(
                cpuNanos < 0 || cpuNow < 0 ? null : (cpuNow - cpuNanos) / 1e6 / steps,
                average < 0 ? null : average,
                ticks <= 0 ? null : (machineNow.stolen() - machine.stolen()) / (double) ticks,
                since(voluntary, LinuxFacts.contextSwitches(true)),
                since(involuntary, LinuxFacts.contextSwitches(false)),
                frequency.isPresent() ? frequency.getAsDouble() : null);
    }

    private static @Nullable Long since(OptionalLong before, OptionalLong now) {
        // Threads that ended in between take their count with them.
        return before.isEmpty() || now.isEmpty() ? null : Math.max(0, now.getAsLong() - before.getAsLong());
    }
}
