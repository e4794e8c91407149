package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.record.engine.EngineDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;

class WorkerEnvironmentTest {
    private static final InstalledEngine ENGINE = engine("x", null);

    private static InstalledEngine engine(String id, EngineDescriptor.Variant variant) {
        return new InstalledEngine(
                new EngineDescriptor(
                        id,
                        1,
                        "X",
                        true,
                        null,
                        List.of(),
                        "1",
                        "2",
                        List.of("linux-x86_64"),
                        List.of("cpu"),
                        Map.of(),
                        Map.of("X_THREADS", "{threads}"),
                        Map.of("X_TYPE", "Naive"),
                        List.of("-Dx={threads}"),
                        null,
                        List.of(),
                        variant),
                List.of(),
                Map.of(),
                List.of("cpu"));
    }

    private static final Tuning.Tuned TUNED = new Tuning.Tuned(List.of(), Map.of());

    @Test
    void nothingOfTheCallersEnvironmentGetsThroughAndWhatBearsOnEnginesIsNamed() {
        WorkerEnvironment environment = WorkerEnvironment.of(
                ENGINE,
                2,
                Path.of("/cache"),
                TUNED,
                Map.of(
                        "LD_PRELOAD", "/tmp/evil.so",
                        "OMP_NUM_THREADS", "64",
                        "JAVA_TOOL_OPTIONS", "-javaagent:x",
                        "API_TOKEN", "canary-7261",
                        "PATH", "/usr/bin"));
        assertEquals(List.of("JAVA_TOOL_OPTIONS", "LD_PRELOAD", "OMP_NUM_THREADS"), environment.removed());
        assertFalse(environment.variables().containsKey("LD_PRELOAD"));
        assertFalse(environment.toString().contains("canary-7261"));
        assertFalse(environment.toString().contains("API_TOKEN"));
        assertEquals("2", environment.variables().get("OMP_NUM_THREADS"));
    }

    /** As modules and containers set them up. */
    @Test
    void onGpuCardsAndCudaAreTheCallers() {
        Map<String, String> caller = Map.of(
                "CUDA_VISIBLE_DEVICES", "1",
                "LD_LIBRARY_PATH", "/opt/cuda/lib64",
                "LD_PRELOAD", "/tmp/evil.so");
        WorkerEnvironment environment = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), TUNED, caller)
                .onGpu(ENGINE.descriptor(), caller);
        assertEquals("1", environment.variables().get("CUDA_VISIBLE_DEVICES"));
        assertEquals("/opt/cuda/lib64", environment.variables().get("LD_LIBRARY_PATH"));
        assertEquals("0", environment.variables().get("NVIDIA_TF32_OVERRIDE"), "float32 is 32 bits");
        assertFalse(environment.variables().containsKey("LD_PRELOAD"));
        assertEquals(List.of("LD_PRELOAD"), environment.removed());
    }

    @Test
    void descriptorsWishesAreFilledInAndSafetyIsAlwaysSet() {
        WorkerEnvironment environment = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), TUNED, Map.of());
        assertEquals("2", environment.variables().get("X_THREADS"));
        assertEquals("1", environment.variables().get("KMP_BLOCKTIME"));
        assertEquals("20000", environment.variables().get("GOMP_SPINCOUNT"));
        assertEquals("true", environment.variables().get("OPT_OUT_TRACKING"));
        assertTrue(environment.jvmOptions().containsAll(List.of("-Dx=2", "-Dai.djl.offline=true")));
    }

    @Test
    void preloadsAreTheCampaignsOwnAndLlvmsOpenMpBringsWhatTheEngineWantsWithIt() {
        Tuning.Tuned tuned = new Tuning.Tuned(
                List.of(Path.of("/lib/libomp.so.5"), Path.of("/lib/libtcmalloc.so.4")), Map.of("X_CORE", "newer"));
        Map<String, String> callers = Map.of("LD_PRELOAD", "/tmp/evil.so");
        WorkerEnvironment with = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), tuned, callers);
        assertEquals("/lib/libomp.so.5:/lib/libtcmalloc.so.4", with.variables().get("LD_PRELOAD"));
        assertEquals("Naive", with.variables().get("X_TYPE"));
        assertEquals(List.of("LD_PRELOAD"), with.removed());

        WorkerEnvironment without = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), tuned.withoutOpenMp(), Map.of());
        assertEquals("/lib/libtcmalloc.so.4", without.variables().get("LD_PRELOAD"));
        assertFalse(without.variables().containsKey("X_TYPE"));
        assertEquals("newer", with.variables().get("X_CORE"));
        assertEquals("newer", without.variables().get("X_CORE"));
    }

    @Test
    void kernelsAreNamedToOpenBlasOnProcessorsThatItDoesNotKnow() {
        assertEquals(Map.of("OPENBLAS_CORETYPE", "Haswell"), Tuning.kernels(processor("AuthenticAMD", "25")));
        assertEquals(Map.of("OPENBLAS_CORETYPE", "Haswell"), Tuning.kernels(processor("AuthenticAMD", "26")));
        assertEquals(Map.of(), Tuning.kernels(processor("AuthenticAMD", "23")));
        assertEquals(Map.of(), Tuning.kernels(processor("GenuineIntel", "6")));
        assertEquals(Map.of(), Tuning.kernels(processor("AuthenticAMD", "unknown")));
    }

    private static ProcessorIdentifier processor(String vendor, String family) {
        return new ProcessorIdentifier(vendor, "a processor", family, "1", "1", "", true);
    }

    @Test
    void stockEnvironmentSetsThreadsAndFoldersAndNothingForSpeed() {
        WorkerEnvironment stock = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), new Tuning.Stock(), Map.of());
        assertEquals(
                Set.of(
                        "DJL_CACHE_DIR",
                        "ENGINE_CACHE_DIR",
                        "LC_ALL",
                        "MKL_NUM_THREADS",
                        "OMP_NUM_THREADS",
                        "OPENBLAS_NUM_THREADS",
                        "OPT_OUT_TRACKING",
                        "TZ",
                        "X_THREADS"),
                stock.variables().keySet());
        assertFalse(stock.jvmOptions().contains("-XX:+UseSerialGC"));
    }

    @Test
    void variantSharesTheNativesThatItsEngineHasUnpacked() {
        InstalledEngine variant = engine("x-symbolic", new EngineDescriptor.Variant("x", "a graph"));
        assertEquals(
                Path.of("/cache/natives/x"),
                WorkerEnvironment.of(variant, 1, Path.of("/cache"), TUNED, Map.of())
                        .natives());
    }

    @Test
    void librariesOfThisMachineAreFoundByAbsolutePath() {
        assertTrue(Tuning.ofThisMachine().preloads().stream()
                .allMatch(library -> library.isAbsolute() && Files.isRegularFile(library)));
    }
}
