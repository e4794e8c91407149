package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No machine of ours has a card, so a script says what the program of others says. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "what stands for the program is a script for sh")
class DeviceMemoryTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private String program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    /** It goes on telling until it is ended, and is ended when the worker is gone. */
    @Test
    void peakIsTheMostThatWasToldOfTheProcess() throws IOException, InterruptedException {
        String program = program("""
                [ "$1 $3 $4" = "--query-compute-apps=pid,used_memory -lms 200" ] || exit 1
                echo $$ > '%1$s/pid'
                echo '41, 100'
                echo '42, 300'
                echo '42, 812'
                echo '42, [N/A]'
                echo 'No running processes found'
                echo '42, 500'
                echo '43, 9999'
                touch '%1$s/told'
                exec sleep 600""".formatted(folder));
        DeviceMemory memory = DeviceMemory.of(42, program);
        while (!Files.exists(folder.resolve("told")) || memory.peakBytes() < 812 * MEBIBYTE) {
            Thread.sleep(10);
        }
        memory.close();
        assertEquals(812 * MEBIBYTE, memory.peakBytes());
        long teller = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        while (ProcessHandle.of(teller).filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(10);
        }
    }

    @Test
    void nothingIsKnownWithoutTheProgramOrItsDriver() throws IOException {
        try (DeviceMemory absent = DeviceMemory.of(42, folder.resolve("absent").toString());
                DeviceMemory failing = DeviceMemory.of(42, program("echo no driver; exit 9"))) {
            assertEquals(0, absent.peakBytes());
            assertEquals(0, failing.peakBytes());
        }
    }
}
