package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.run.Environment.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No machine of ours has a card, so a script says what the program of others has said. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "what stands for the program is a script for sh")
class NvidiaSmiTest {
    @TempDir
    Path folder;

    private List<Gpu> gpus(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return NvidiaSmi.gpus(program.toString());
    }

    @Test
    void cardsAreReadAsTheirDriverTellsOfThem() throws IOException {
        assertEquals(
                List.of(
                        new Gpu(0, "NVIDIA H100 80GB HBM3", "550.54.15", 81_559L << 20, 1980, "9.0"),
                        new Gpu(1, "Tesla K80", "550.54.15", 11_441L << 20, null, null)),
                gpus("""
                        [ "$2" = --format=csv,noheader,nounits ] || exit 1
                        echo '0, NVIDIA H100 80GB HBM3, 550.54.15, 81559, 1980, 9.0'
                        echo '1, Tesla K80, 550.54.15, 11441, [N/A], [Not Supported]'"""));
    }

    @Test
    void withoutACardADriverOrSenseThereAreNone() throws IOException {
        assertEquals(List.of(), NvidiaSmi.gpus("there-is-no-such-program"));
        assertEquals(List.of(), gpus("echo 'No devices were found'; exit 6"));
        assertEquals(List.of(), gpus("echo 'No devices were found'"));
        assertEquals(List.of(), gpus("echo '0, X, 1, many, 1, 9.0'"));
        assertEquals(List.of(), gpus("head -c 1000000 /dev/zero"));
    }
}
