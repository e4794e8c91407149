package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.InstalledEngine;
import io.enginebench.results.engine.EngineDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerEnvironmentTest {
    private static final InstalledEngine ENGINE = new InstalledEngine(
            new EngineDescriptor(
                    "x",
                    "X",
                    "1",
                    "2",
                    List.of("linux-x86_64"),
                    List.of("cpu"),
                    Map.of("X_THREADS", "{threads}"),
                    List.of("-Dx={threads}"),
                    List.of()),
            Path.of("x"));

    @Test
    void nothingOfTheCallersEnvironmentGetsThroughAndWhatBearsOnEnginesIsNamed() {
        WorkerEnvironment environment = WorkerEnvironment.of(
                ENGINE,
                2,
                Path.of("/cache"),
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

    @Test
    void descriptorsWishesAreFilledInAndSafetyIsAlwaysSet() {
        WorkerEnvironment environment = WorkerEnvironment.of(ENGINE, 2, Path.of("/cache"), Map.of());
        assertEquals("2", environment.variables().get("X_THREADS"));
        assertEquals("PASSIVE", environment.variables().get("OMP_WAIT_POLICY"));
        assertEquals("true", environment.variables().get("OPT_OUT_TRACKING"));
        assertTrue(environment
                .jvmOptions()
                .containsAll(List.of("-Dx=2", "-Dai.djl.offline=true", "-Dai.djl.default_engine=X")));
    }
}
