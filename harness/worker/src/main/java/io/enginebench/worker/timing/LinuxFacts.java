package io.enginebench.worker.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Linux tells in /proc of this process and of the machine; null on other systems. */
public final class LinuxFacts {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final long KIB = 1024;

    private LinuxFacts() {}

    /** The resident set of this process. */
    static @Nullable Long residentBytes() {
        return memory("VmRSS:");
    }

    /** The most that it was. */
    public static @Nullable Long peakBytes() {
        return memory("VmHWM:");
    }

    private static @Nullable Long memory(String name) {
        Long kib = field(PROC.resolve("self/status"), name);
        return kib == null ? null : kib * KIB;
    }

    /**
     * Times that threads of this process have been taken off a CPU, of those threads that still live.
     *
     * @param voluntary whether they waited for something, or else had used up their time
     */
    static @Nullable Long contextSwitches(boolean voluntary) {
        String name = voluntary ? "voluntary_ctxt_switches:" : "nonvoluntary_ctxt_switches:";
        try (Stream<Path> threads = Files.list(PROC.resolve("self/task"))) {
            return threads.map(thread -> field(thread.resolve("status"), name))
                    .mapToLong(switches -> switches == null ? 0 : switches)
                    .sum();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * CPU time of the whole machine so far, in ticks.
     *
     * @param all of every kind
     * @param stolen given by the hypervisor to others while something here wanted to run
     */
    record CpuTime(long all, long stolen) {}

    /** The machine's CPU time; all zeros where the system does not tell. */
    static CpuTime cpuTime() {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are counted in user and nice too.
        long[] ticks = lines(PROC.resolve("stat"))
                .limit(1)
                .flatMap(BLANKS::splitAsStream)
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        return new CpuTime(LongStream.of(ticks).sum(), ticks.length == 8 ? ticks[7] : 0);
    }

    /** The mean clock rate of all CPUs at this moment. */
    static @Nullable Double frequencyMhz() {
        OptionalDouble mean = lines(PROC.resolve("cpuinfo"))
                .filter(line -> line.startsWith("cpu MHz"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }

    private static @Nullable Long field(Path file, String name) {
        return lines(file)
                .filter(line -> line.startsWith(name))
                .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(null);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty(); // Another system, or a thread that has just ended.
        }
    }
}
