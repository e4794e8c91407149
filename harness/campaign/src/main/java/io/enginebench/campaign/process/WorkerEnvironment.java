package io.enginebench.campaign.process;

import io.enginebench.campaign.engine.GpuLibrary;
import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The whole environment and the JVM options of a worker: written here from nothing, the same for every engine but for what
 * its descriptor adds. Nothing of the caller's environment gets through, because a stray {@code LD_PRELOAD} or {@code
 * OMP_*} changes figures unseen, and because a secret in it could end up in a crash report.
 *
 * @param variables all there are
 * @param jvmOptions without the class path
 * @param removed names of the caller's variables that bear on engines or the JVM and were kept out
 */
public record WorkerEnvironment(Map<String, String> variables, List<String> jvmOptions, List<String> removed) {
    /** What every process of ours has: the same text and times wherever it runs, and nobody is told of it. */
    static final Map<String, String> EVERYWHERE = Map.of("OPT_OUT_TRACKING", "true", "LC_ALL", "C.UTF-8", "TZ", "UTC");

    private static final String NATIVES = "DJL_CACHE_DIR";
    private static final String ENGINE_NATIVES = "ENGINE_CACHE_DIR";
    /** By these a scheduler, or the user, says which cards are free and where CUDA lies. */
    private static final List<String> CUDA = List.of("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "LD_LIBRARY_PATH");

    /** CUDA's libraries would else multiply 32-bit floats with 10 bits of their fractions on newer cards, as one engine asks for and another not. */
    private static final Map<String, String> WHOLE_FLOATS = Map.of("NVIDIA_TF32_OVERRIDE", "0");

    /** The first Java that warns of every class path that loads a native library, and means to refuse it. */
    private static final int WARNS_OF_NATIVES = 22;
    /** The first that warns of memory that libraries reach by {@code sun.misc.Unsafe}, as protobuf's and TensorFlow's do. */
    private static final int WARNS_OF_UNSAFE = 24;

    private static final Pattern BEARS_ON_ENGINES = Pattern.compile(
            "(LD_|DYLD_|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|JAVA_OPTS|OMP_|KMP_|GOMP_|MKL_|OPENBLAS_|DNNL_"
                    + "|ONEDNN_|MALLOC_|GLIBC_TUNABLES|MXNET_|DMLC_|PYTORCH_|TORCH_|ATEN_|DJL_|ENGINE_CACHE_DIR|AI_DJL"
                    + "|CUDA_|TF_).*");

    public WorkerEnvironment {
        variables = new TreeMap<>(variables);
        jvmOptions = List.copyOf(jvmOptions);
        removed = List.copyOf(removed);
    }

    /** The changes, as {@link #with} takes them, that make a worker unpack the natives into a folder of its own. */
    public static List<String> nativesIn(Path folder) {
        return List.of(NATIVES + "=" + folder, ENGINE_NATIVES + "=" + folder);
    }

    /** The folder into which the engine's natives are unpacked. */
    public Path natives() {
        return Path.of(Objects.requireNonNull(variables.get(NATIVES)));
    }

    /**
     * The environment for an engine.
     *
     * @param caller the campaign's own environment, of which only names are looked at
     */
    public static WorkerEnvironment of(
            InstalledEngine engine, int threads, Path cache, Tuning tuning, Map<String, String> caller) {
        EngineDescriptor descriptor = engine.descriptor();
        Map<String, String> variables = new TreeMap<>(EVERYWHERE);
        String count = Integer.toString(threads);
        for (String name : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            variables.put(name, count);
        }
        Path natives = Home.natives(cache, descriptor.nativesOf());
        variables.put(NATIVES, natives.toString());
        variables.put(ENGINE_NATIVES, natives.toString());
        List<String> options = new ArrayList<>();
        if (tuning instanceof Tuning.Tuned tuned) {
            variables.putAll(forSpeed(tuned));
            if (tuned.replacesOpenMp()) {
                variables.putAll(descriptor.environmentWithLibomp());
            }
            // One collector thread, and no second compiler that would take a core from the engine for the first half
            // minute:
            // the time of a training is spent in native code.
            options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        }
        descriptor.environment().forEach((name, value) -> variables.put(name, value.replace("{threads}", count)));
        options.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Djna.tmpdir=" + natives,
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda.CudaUtils=error"));
        if (Runtime.version().feature() >= WARNS_OF_NATIVES) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        descriptor.jvmOptions().forEach(option -> options.add(option.replace("{threads}", count)));
        return new WorkerEnvironment(
                variables,
                options,
                caller.keySet().stream()
                        .filter(name -> BEARS_ON_ENGINES.matcher(name).matches())
                        .sorted()
                        .toList());
    }

    /**
     * This with one thing otherwise, to measure what that thing is worth.
     *
     * @param change {@code NAME=VALUE} sets a variable, {@code NAME=} removes it, a JVM option is added if it is not there and
     *     removed if it is
     */
    public WorkerEnvironment with(String change) {
        Map<String, String> changed = new TreeMap<>(variables);
        List<String> options = new ArrayList<>(jvmOptions);
        int equals = change.indexOf('=');
        if (change.startsWith("-")) {
            if (!options.remove(change)) {
                options.add(change);
            }
        } else if (equals <= 0) {
            throw new IllegalArgumentException(
                    "a change must be NAME=VALUE, NAME= or a JVM option, got '" + change + "'");
        } else if (equals == change.length() - 1) {
            changed.remove(change.substring(0, equals));
        } else {
            changed.put(change.substring(0, equals), change.substring(equals + 1));
        }
        return new WorkerEnvironment(changed, options, removed);
    }

    /** This with what a worker on a GPU takes from its caller: which cards it may see, where CUDA lies, and a library of the user's own. */
    WorkerEnvironment onGpu(EngineDescriptor engine, Map<String, String> caller) {
        Map<String, String> passed = new TreeMap<>(GpuLibrary.variables(engine, caller));
        passed.putAll(WHOLE_FLOATS);
        CUDA.forEach(name -> Optional.ofNullable(caller.get(name)).ifPresent(value -> passed.put(name, value)));
        Map<String, String> all = new TreeMap<>(variables);
        all.putAll(passed);
        return new WorkerEnvironment(
                all,
                jvmOptions,
                removed.stream().filter(name -> !passed.containsKey(name)).toList());
    }

    private static Map<String, String> forSpeed(Tuning.Tuned tuned) {
        Map<String, String> variables = new TreeMap<>();
        // A thread that waits for the others of its engine spins for about a millisecond, then sleeps: the next
        // operation
        // mostly comes sooner, and spinning on starves whatever else wants the core. LLVM's runtime counts
        // milliseconds,
        // GNU's turns of its loop. Each ignores the other's.
        variables.put("KMP_BLOCKTIME", "1");
        variables.put("GOMP_SPINCOUNT", "20000");
        // glibc gives large blocks back to the kernel at once by default; taking them again costs a page fault a page.
        variables.put("MALLOC_MMAP_THRESHOLD_", "1073741824");
        variables.put("MALLOC_TRIM_THRESHOLD_", "2147483648");
        variables.put("MALLOC_TOP_PAD_", "268435456");
        variables.putAll(tuned.variables());
        if (!tuned.preloads().isEmpty()) {
            variables.put(
                    "LD_PRELOAD", tuned.preloads().stream().map(Path::toString).collect(Collectors.joining(":")));
        }
        return variables;
    }
}
