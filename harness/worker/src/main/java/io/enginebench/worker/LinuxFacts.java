package io.enginebench.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Linux tells in /proc of this process and of the machine; empty on other systems. */
final class LinuxFacts {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final long KIB = 1024;

    private LinuxFacts() {}

    /** The resident set of this process. */
    static OptionalLong residentBytes() {
        OptionalLong kib = field(PROC.resolve("self/status"), "VmRSS:");
        return kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : kib;
    }

    /**
     * Times that threads of this process have been taken off a CPU, of those threads that still live.
     *
     * @param voluntary whether they waited for something, or else had used up their time
     */
    static OptionalLong contextSwitches(boolean voluntary) {
        String name = voluntary ? "voluntary_ctxt_switches:" : "nonvoluntary_ctxt_switches:";
        try (Stream<Path> threads = Files.list(PROC.resolve("self/task"))) {
            return OptionalLong.of(threads.mapToLong(
                            thread -> field(thread.resolve("status"), name).orElse(0))
                    .sum());
        } catch (IOException e) {
            return OptionalLong.empty();
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
    static OptionalDouble frequencyMhz() {
        return lines(PROC.resolve("cpuinfo"))
                .filter(line -> line.startsWith("cpu MHz"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .average();
    }

    private static OptionalLong field(Path file, String name) {
        return lines(file)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty(); // Another system, or a thread that has just ended.
        }
    }
}
