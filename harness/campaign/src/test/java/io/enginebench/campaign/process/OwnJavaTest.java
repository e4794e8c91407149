package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJavaTest {
    @TempDir
    Path folder;

    /** A class that is not there is told of in the log, by the JVM, which has got as far as that. */
    @Test
    void processHasNothingOfOurEnvironmentAndLeavesItsOutputAndCrashReportWhereItIsTold() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder process = new OwnJava(Map.of("LC_ALL", "C.UTF-8"), log, folder.resolve("hs_err.log"))
                .process("", List.of("-Xshare:auto"), List.of(folder.toString(), "no.such.Main"));
        assertEquals(Map.of("LC_ALL", "C.UTF-8"), process.environment());
        List<String> command = process.command();
        assertEquals(
                List.of(
                        "-Xshare:auto",
                        "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                        "-cp",
                        folder.toString(),
                        "no.such.Main"),
                command.subList(command.size() - 5, command.size()));
        assertEquals(1, process.start().waitFor());
        assertTrue(Files.readString(log).contains("no.such.Main"), Files.readString(log));
    }
}
