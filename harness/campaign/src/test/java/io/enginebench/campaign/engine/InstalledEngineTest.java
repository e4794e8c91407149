package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.engine.EngineDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstalledEngineTest {
    private static final InstalledEngine MXNET = new InstalledEngine(
            new EngineDescriptor(
                    "mxnet",
                    1,
                    "MXNet",
                    true,
                    false,
                    "0.35.1",
                    "1.9.1",
                    List.of("linux-x86_64", "osx-x86_64"),
                    List.of("cpu"),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    null),
            Path.of("mxnet"));

    @Test
    void platformWithoutNativesIsAnObstacleNotAnError() {
        assertEquals(
                Optional.of("there are no natives of MXNet 1.9.1 for osx-aarch64, only for linux-x86_64, osx-x86_64"),
                MXNET.obstacle("osx-aarch64", "cpu"));
        assertEquals(Optional.empty(), MXNET.obstacle("linux-x86_64", "cpu"));
    }

    @Test
    void gpuIsRefusedWhereTheFolderHasCpuNatives() {
        assertEquals(
                Optional.of(
                        "device must be cpu for engine mxnet, whose folder holds no natives for another, got gpu:1"),
                MXNET.obstacle("linux-x86_64", "gpu:1"));
    }

    @Test
    void platformsAreNamedAsDjlNamesThem() {
        assertEquals("linux-x86_64", Platform.of("Linux", "amd64"));
        assertEquals("osx-aarch64", Platform.of("Mac OS X", "aarch64"));
        assertEquals("win-x86_64", Platform.of("Windows 11", "amd64"));
    }
}
