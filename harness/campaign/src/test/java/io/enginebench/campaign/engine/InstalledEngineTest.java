package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineDescriptor.OwnLibrary;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledEngineTest {
    private static final InstalledEngine MXNET = engine("mxnet", "MXNet", "1.9.1", null);
    private static final InstalledEngine TORCH = engine(
            "torch", "Torch", "2.7.1", new OwnLibrary("TORCH_PATH", "TORCH_VERSION", "TORCH_FLAVOR", "torch_cuda"));

    private static InstalledEngine engine(String id, String name, String version, OwnLibrary own) {
        return new InstalledEngine(
                new EngineDescriptor(
                        id,
                        1,
                        name,
                        true,
                        null,
                        List.of(),
                        "0.35.1",
                        version,
                        List.of("linux-x86_64", "osx-x86_64"),
                        List.of("cpu"),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        own,
                        List.of(),
                        null),
                List.of(),
                Map.of(),
                List.of("cpu"));
    }

    /** Nothing can be added. */
    private static final Remedies NONE = new Remedies(List.of());

    private static Placement on(String device) {
        return new Placement("mxnet", Division.TUNED, device, Dtype.FLOAT32, 1);
    }

    @Test
    void platformWithoutNativesIsAnObstacleNotAnError() {
        assertEquals(
                Optional.of("there are no natives of MXNet 1.9.1 for osx-aarch64, only for linux-x86_64, osx-x86_64"),
                MXNET.obstacle("osx-aarch64", on("cpu"), Map.of(), NONE));
        assertEquals(Optional.empty(), MXNET.obstacle("linux-x86_64", on("cpu"), Map.of(), NONE));
    }

    @Test
    void gpuIsRefusedWhereTheFolderHasCpuNatives() {
        assertEquals(
                Optional.of("device must be cpu, for which there are natives, got gpu:1;"
                        + " next: --device cpu, for no natives of MXNet for gpu can be added"),
                MXNET.obstacle("linux-x86_64", on("gpu:1"), Map.of(), NONE));
    }

    /** MXNet has a 16-bit float, but not here; what an engine answers in is told per device. */
    @Test
    void numbersThatAnEngineDoesNotAnswerInAreRefused() {
        Placement half = new Placement("mxnet", Division.TUNED, "cpu", Dtype.FLOAT16, 1);
        assertEquals(
                Optional.of("dtype must be float32 on cpu, got float16"),
                MXNET.obstacle("linux-x86_64", half, Map.of(), NONE));
    }

    /** A libtorch is told apart by the file beside its folder lib, whether it came as an archive or with Python. */
    @Test
    void libraryOfTheUsersOwnMustBeOfTheVersionAndHaveCuda(@TempDir Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Map<String, String> caller = Map.of("TORCH_PATH", lib.toString());
        String next = "; next: set TORCH_PATH to the folder lib of a Torch 2.7.1 with CUDA";
        assertEquals("device must be cpu, for which there are natives, got gpu" + next, obstacle(Map.of()));
        String rule =
                "TORCH_PATH must be the folder lib of a Torch 2.7.1 with CUDA, beside its build-version or version.py, got ";
        assertEquals(rule + "'" + lib + "'" + next, obstacle(caller));
        Path version = Files.writeString(folder.resolve("libtorch/build-version"), "2.7.1+cpu\n");
        assertEquals(rule + "one of 2.7.1+cpu" + next, obstacle(caller));
        Files.writeString(version, "2.6.0+cu124\n");
        assertEquals(rule + "one of 2.6.0+cu124" + next, obstacle(caller));
        Files.writeString(version, "2.7.1\n");
        assertEquals(rule + "one of 2.7.1" + next, obstacle(caller), "it does not say for what");
        Files.delete(version);
        Files.writeString(
                folder.resolve("libtorch/version.py"), "__all__ = ['__version__']\n__version__ = '2.7.1+cu128'\n");
        String cuda = System.mapLibraryName("torch_cuda");
        assertEquals(rule + "one of 2.7.1+cu128 without " + cuda + " in '" + lib + "'" + next, obstacle(caller));
        Files.createFile(lib.resolve(cuda));
        assertEquals(Optional.empty(), TORCH.obstacle("linux-x86_64", onGpu(), caller, NONE));
        assertEquals(
                Map.of("TORCH_PATH", lib.toString(), "TORCH_VERSION", "2.7.1", "TORCH_FLAVOR", "cu128"),
                GpuLibrary.variables(TORCH.descriptor(), caller));
        assertEquals(Map.of(), GpuLibrary.variables(MXNET.descriptor(), caller));
    }

    private static Placement onGpu() {
        return new Placement("torch", Division.TUNED, "gpu", Dtype.FLOAT32, 1);
    }

    private static String obstacle(Map<String, String> caller) {
        return TORCH.obstacle("linux-x86_64", onGpu(), caller, NONE).orElseThrow();
    }

    @Test
    void platformsAreNamedAsDjlNamesThem() {
        assertEquals("linux-x86_64", Platform.of("Linux", "amd64"));
        assertEquals("osx-aarch64", Platform.of("Mac OS X", "aarch64"));
        assertEquals("win-x86_64", Platform.of("Windows 11", "amd64"));
    }
}
