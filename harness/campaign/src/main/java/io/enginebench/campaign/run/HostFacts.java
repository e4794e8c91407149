package io.enginebench.campaign.run;

import io.enginebench.record.run.Environment;
import io.enginebench.record.run.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/** What a result says of the machine and the program, without naming a person, a host or a folder. */
public final class HostFacts {
    private static final Pattern INSTRUCTION_SET = Pattern.compile(
            "sse4_[12]|fma|f16c|avx.*|amx_.*|asimd.*|neon|sve.*|i8mm|bf16|feat_(bf16|i8mm|fp16|dotprod|sme.*)");

    private HostFacts() {}

    /** Load averages over 1, 5 and 15 minutes; empty where the system has none. */
    public static List<Double> loadAverage() {
        return Arrays.stream(new SystemInfo().getHardware().getProcessor().getSystemLoadAverage(3))
                .filter(load -> load >= 0)
                .boxed()
                .toList();
    }

    /** The machine. */
    public static Environment environment(List<Double> loadAtStart) {
        SystemInfo info = new SystemInfo();
        HardwareAbstractionLayer hardware = info.getHardware();
        int installed = hardware.getProcessor().getLogicalProcessorCount();
        int usable = Runtime.getRuntime().availableProcessors();
        List<Environment.Gpu> gpus = NvidiaSmi.gpus("nvidia-smi");
        return new Environment(
                new Environment.Os(
                        info.getOperatingSystem().getFamily(),
                        info.getOperatingSystem().getVersionInfo().toString(),
                        System.getProperty("os.arch", "")),
                new Environment.Vm(
                        System.getProperty("java.vm.name", ""),
                        System.getProperty("java.vendor", ""),
                        System.getProperty("java.runtime.version", "")),
                new Environment.Host(
                        hardware.getProcessor()
                                .getProcessorIdentifier()
                                .getName()
                                .strip(),
                        installed,
                        usable < installed ? (Integer) usable : null,
                        hardware.getMemory().getTotal(),
                        gpus.isEmpty() ? null : gpus,
                        instructionSets(hardware.getProcessor().getFeatureFlags())),
                new Environment.Load(loadAtStart, loadAverage()));
    }

    /** Those of the flags that engines choose their kernels by; null without any. */
    static @Nullable List<String> instructionSets(List<String> flags) {
        List<String> sets = flags.stream()
                .flatMap(line -> Stream.of(line.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+", -1)))
                .filter(flag -> INSTRUCTION_SET.matcher(flag).matches())
                .distinct()
                .sorted()
                .toList();
        return sets.isEmpty() ? null : sets;
    }

    /** The program. */
    public static Suite suite(Path root, String version) {
        return new Suite("enginebench", version, git(root));
    }

    private static Suite.@Nullable Git git(Path root) {
        if (!Files.exists(root.resolve(".git"))) {
            return null;
        }
        return git(root, "rev-parse", "HEAD")
                .map(hash -> new Suite.Git(
                        hash.strip(),
                        git(root, "status", "--porcelain", "--untracked-files=no")
                                .map(status -> !status.isBlank())
                                .orElse(true)))
                .orElse(null);
    }

    private static Optional<String> git(Path root, String... arguments) {
        return Said.by(
                root, Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
    }
}
