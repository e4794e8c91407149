package io.enginebench.campaign.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;

/**
 * How much the environment of workers does for speed. Every engine gets the same; results do not depend on it, but for the
 * rounding of sums that another OpenMP runtime may split otherwise.
 */
public sealed interface Tuning {
    /** The names that {@code --env} takes, the default first. */
    List<String> NAMES = List.of("tuned", "stock");

    /** Nothing but the number of threads: what a program gets that does not think of it. */
    record Stock() implements Tuning {}

    /**
     * Allocator, waiting policy, garbage collector and, where this machine has them, other runtime libraries.
     *
     * @param preloads absolute paths of libraries to put before the engine's own
     * @param variables what this processor needs besides
     */
    record Tuned(List<Path> preloads, Map<String, String> variables) implements Tuning {
        public Tuned {
            preloads = List.copyOf(preloads);
            variables = Map.copyOf(variables);
        }

        /** Whether LLVM's OpenMP runtime takes the place of the one that an engine brings. */
        boolean replacesOpenMp() {
            return preloads.stream().anyMatch(library -> name(library).startsWith("libomp."));
        }

        /** The same without LLVM's OpenMP runtime. */
        public Tuned withoutOpenMp() {
            return new Tuned(
                    preloads.stream()
                            .filter(library -> !name(library).startsWith("libomp."))
                            .toList(),
                    variables);
        }

        private static String name(Path library) {
            return String.valueOf(library.getFileName());
        }
    }

    /**
     * The tuning of a name.
     *
     * @param name one of {@link #NAMES}
     */
    static Tuning named(String name) {
        return switch (name) {
            case "tuned" -> ofThisMachine();
            case "stock" -> new Stock();
            default -> throw new IllegalArgumentException("env must be one of " + NAMES + ", got '" + name + "'");
        };
    }

    /**
     * Everything that this machine has: LLVM's OpenMP runtime (Debian's {@code libomp5}), whose threads meet faster than
     * GNU's, and TCMalloc ({@code libtcmalloc-minimal4}), which keeps the large blocks of one step for the next.
     */
    static Tuned ofThisMachine() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new Tuned(List.of(), Map.of());
        }
        String arch = System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : "aarch64";
        List<Path> folders = Stream.of("/usr/lib/" + arch + "-linux-gnu", "/usr/lib64", "/usr/lib")
                .map(Path::of)
                .toList();
        return new Tuned(
                Stream.of(first(folders, "libomp.so.5", "libomp.so"), first(folders, "libtcmalloc_minimal.so.4"))
                        .flatMap(Optional::stream)
                        .toList(),
                kernels(new SystemInfo().getHardware().getProcessor().getProcessorIdentifier()));
    }

    /**
     * The kernels that OpenBLAS is to take where it does not know the processor: the one in MXNet is of 2019, takes an AMD Zen 3 or newer for a
     * processor without AVX and multiplies at a quarter of its speed.
     */
    static Map<String, String> kernels(ProcessorIdentifier processor) {
        final int zen3 = 25;
        boolean newer = processor.getVendor().equals("AuthenticAMD")
                && processor.getFamily().matches("\\d{2,4}")
                && Integer.parseInt(processor.getFamily()) >= zen3;
        return newer ? Map.of("OPENBLAS_CORETYPE", "Haswell") : Map.of();
    }

    private static Optional<Path> first(List<Path> folders, String... names) {
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
