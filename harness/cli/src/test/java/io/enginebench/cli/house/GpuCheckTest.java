package io.enginebench.cli.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script for machines with a card, with scripts in the place of {@code bench} and {@code nvidia-smi}: that it finds what is amiss. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a script for sh")
class GpuCheckTest {
    private static final Path PUBLISHED = Session.HOME.resolve("results/published/fashion-precision.json");
    private static final String PEAK = "\"peak_device_bytes\" : 123456,";

    @TempDir
    Path root;

    @BeforeEach
    void writePrograms() throws IOException {
        program(root.resolve("harness/gpu-check"), Files.readString(Session.HOME.resolve("harness/gpu-check")));
        program(root.resolve("bin/nvidia-smi"), "#!/bin/sh\necho 'NVIDIA H100 80GB HBM3, 550.54.15, 81559, 9.0'\n");
        program(root.resolve("bench"), """
                #!/bin/sh
                case "$*" in *gpu:99*|*mxnet*|*bfloat16*) exit 5 ;; esac
                [ "${CUDA_VISIBLE_DEVICES-all}" = all ] || exit 5
                [ "$1" != engines ] || echo " pytorch-2.5.1 | PyTorch 2.5.1 | 0.32.0 | gpu:0 | 2,600 MB | added, ready"
                while [ $# -gt 0 ]; do
                    if [ "$1" = --out ]; then
                        mkdir -p "$2"
                        cp result.json "$2"
                    fi
                    shift
                done
                """);
        result(PEAK);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** As if it had been on a card, and every cell had told so much more of itself. */
    private void result(String more) throws IOException {
        Files.writeString(
                root.resolve("result.json"),
                Files.readString(PUBLISHED)
                        .replace("\"device\" : \"cpu\"", "\"device\" : \"gpu:0\"")
                        .replace("    \"peak_rss_bytes\"", "    " + more + "\n    \"peak_rss_bytes\""));
    }

    private String report(int exit) throws IOException, InterruptedException {
        Path said = root.resolve("said");
        ProcessBuilder check = new ProcessBuilder(
                        List.of("sh", root.resolve("harness/gpu-check").toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        check.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        check.environment().put("TMPDIR", root.toString());
        check.environment().remove("CUDA_VISIBLE_DEVICES");
        assertEquals(exit, check.start().waitFor(), () -> read(said));
        return read(said);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> amiss(String report) {
        return report.lines().filter(line -> line.contains(": NOT OK")).toList();
    }

    /** 68 of the file's cells were run to their end, 12 of them in 16-bit floats. */
    @Test
    void everyStepIsOkWhereEveryCellTellsItsMemory() throws IOException, InterruptedException {
        String report = report(0);
        assertEquals(List.of(), amiss(report));
        assertTrue(report.contains("those in 16 bits: 68 68 12\n"), report);
        assertTrue(report.contains("All steps did what they must."), report);
    }

    @Test
    void cellsWithoutTheirMemoryAreFound() throws IOException, InterruptedException {
        result("");
        String report = report(1);
        assertTrue(
                amiss(report).contains("### memory on the GPU in timing: NOT OK: exit 1, must be 0"),
                amiss(report).toString());
    }

    @Test
    void anotherDeviceInThePlaceOfTheCardIsFound() throws IOException, InterruptedException {
        Files.writeString(
                root.resolve("bench"), Files.readString(root.resolve("bench")).replace("*gpu:99*|", ""));
        assertEquals(List.of("### no such GPU is refused, not replaced: NOT OK: exit 0, must be 5"), amiss(report(1)));
    }
}
