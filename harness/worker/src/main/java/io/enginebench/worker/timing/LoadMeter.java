package io.enginebench.worker.timing;

import com.sun.management.OperatingSystemMXBean;
import io.enginebench.record.cell.ThroughputCell.Load;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the process and the machine use in the measured windows; what is done between them is not counted. No reading is
 * between the two of the clock.
 */
final class LoadMeter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Counters at a moment, or what was added to them; null where the system does not tell. */
    private record Use(
            @Nullable Long cpuNanos,
            long ticks,
            long stolen,
            @Nullable Long voluntary,
            @Nullable Long involuntary) {
        /** The process's own CPU time is read next to the window, for the other readings take some of it. */
        static Use now(boolean windowFollows) {
            long before = SYSTEM.getProcessCpuTime();
            LinuxFacts.CpuTime machine = LinuxFacts.cpuTime();
            Long voluntary = LinuxFacts.contextSwitches(true);
            Long involuntary = LinuxFacts.contextSwitches(false);
            long cpu = windowFollows ? SYSTEM.getProcessCpuTime() : before;
            return new Use(cpu < 0 ? null : (Long) cpu, machine.all(), machine.stolen(), voluntary, involuntary);
        }

        /** What was added between another moment and this one, on top of what was added before. */
        Use since(Use then, Use before) {
            return new Use(
                    added(then.cpuNanos, cpuNanos, before.cpuNanos),
                    before.ticks + ticks - then.ticks,
                    before.stolen + stolen - then.stolen,
                    added(then.voluntary, voluntary, before.voluntary),
                    added(then.involuntary, involuntary, before.involuntary));
        }

        private static @Nullable Long added(@Nullable Long then, @Nullable Long now, @Nullable Long before) {
            // Threads that ended in between take their count with them.
            return then == null || now == null || before == null ? null : before + Math.max(0, now - then);
        }
    }

    private Use used = new Use(0L, 0, 0, 0L, 0L);
    private @Nullable Use started;

    void start() {
        started = Use.now(true);
    }

    void stop() {
        if (started != null) {
            used = Use.now(false).since(started, used);
            started = null;
        }
    }

    /**
     * What was used between all starts and stops; load average and clock rate are those of this moment.
     *
     * @param steps made meanwhile
     */
    Load read(long steps) {
        double average = SYSTEM.getSystemLoadAverage();
        return new Load(
                used.cpuNanos == null ? null : used.cpuNanos / 1e6 / steps,
                average < 0 ? null : average,
                used.ticks <= 0 ? null : used.stolen / (double) used.ticks,
                used.voluntary,
                used.involuntary,
                LinuxFacts.frequencyMhz());
    }
}
