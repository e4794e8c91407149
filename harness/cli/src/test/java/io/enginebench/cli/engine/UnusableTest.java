package io.enginebench.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.EngineCatalog;
import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices and numbers that no engine of a command can use: refused before anything starts, with what would help. */
class UnusableTest {
    @TempDir
    Path folder;

    private List<String> refused(Map<String, String> environment, String... more) {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(
                List.of("throughput", "--tasks", "fashion", "--modes", "infer", "--out", out.toString()));
        command.addAll(List.of(more));
        Session session = Session.at(
                new Home(Session.HOME, folder.resolve("cache")), environment, command.toArray(String[]::new));
        assertEquals(5, session.exitCode(), session.err());
        assertTrue(Files.notExists(out), "nothing may be left behind");
        return session.errLines();
    }

    /** Natives of 2.7.1 with CUDA are on no repository, and MXNet's neither. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pytorch | ./bench engines add pytorch-2.5.1 --device gpu and name pytorch-2.5.1 in place of pytorch,"
                        + " or set PYTORCH_LIBRARY_PATH to the folder lib of a PyTorch 2.7.1 with CUDA",
                "pytorch-script | ./bench engines add pytorch-2.5.1 --device gpu and name pytorch-2.5.1 in place of pytorch-script",
                "onnxruntime | ./bench engines add onnxruntime-gpu --device gpu and name onnxruntime-gpu in place of onnxruntime",
                "mxnet | --device cpu, for no natives of MXNet for gpu can be added",
                "mxnet-symbolic | --device cpu, for no natives of MXNet for gpu can be added",
            })
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = "amd64",
            disabledReason = "what can be added depends on the platform")
    void gpuWithoutNativesIsRefusedWithTheStepThatHelps(String engine, String next) {
        assertEquals(
                List.of("bench: engine %s: device must be cpu, for which there are natives, got gpu; next: %s"
                        .formatted(engine, next)),
                refused(Map.of(), "--engines", engine, "--device", "gpu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tensorflow", "onnxruntime-gpu", "pytorch-2.5.1"})
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = "amd64",
            disabledReason = "what can be added depends on the platform")
    void engineThatIsNotAddedIsToBeAddedForTheGpu(String engine) {
        assertEquals(
                List.of(
                        "bench: engines must be built in or added, got %1$s, which is not; next: ./bench engines add %1$s --device gpu"
                                .formatted(engine)),
                refused(Map.of(), "--engines", engine, "--device", "gpu"));
    }

    @Test
    void libraryWithoutCudaIsRefusedThoughItsVersionIsRight() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.writeString(folder.resolve("libtorch/build-version"), "2.7.1+cpu\n");
        String line = refused(Map.of("PYTORCH_LIBRARY_PATH", lib.toString()), "--engines", "pytorch", "--device", "gpu")
                .get(0);
        assertTrue(
                line.startsWith("bench: engine pytorch: PYTORCH_LIBRARY_PATH must be the folder lib of a PyTorch 2.7.1"
                        + " with CUDA, beside its build-version or version.py, got one of 2.7.1+cpu; next: "),
                line);
    }

    /** DJL has no such numbers: asked for them its library ends the process, on every device. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet", "onnxruntime", "pytorch-script", "mxnet-symbolic"})
    void bfloat16IsRefusedBeforeAnEngineIsStarted(String engine) {
        String able = engine.equals("onnxruntime") ? "float32 or float16" : "float32";
        assertEquals(
                List.of(
                        "bench: engine %s: dtype must be %s on cpu, got bfloat16".formatted(engine, able),
                        "bench: next: ./bench engines shows what this machine has"),
                refused(Map.of(), "--engines", engine, "--dtype", "bfloat16"));
    }

    @Test
    void bfloat16IsOfferedByNoEngineOnAnyDevice() {
        List<EngineDescriptor> known =
                EngineCatalog.read(new Home(Session.HOME, folder)).known();
        assertTrue(known.size() > 5, known.toString());
        for (EngineDescriptor engine : known) {
            for (String device : List.of("cpu", "gpu")) {
                Optional<String> why =
                        engine.lacking(new Placement(engine.id(), Division.TUNED, device, Dtype.BFLOAT16, 1));
                assertTrue(why.orElse("").endsWith(" on " + device + ", got bfloat16"), engine.id() + ": " + why);
            }
        }
    }
}
