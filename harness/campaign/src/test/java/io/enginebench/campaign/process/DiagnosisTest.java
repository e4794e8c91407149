package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.job.WorkerFault;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
    @TempDir
    Path folder;

    private WorkerEnd end(int exitCode) {
        return Diagnosis.of(exitCode, new Folders(folder, folder, folder), folder.resolve("hs_err.log"), Seen.of(7, 0));
    }

    @Test
    void exitWithoutResultIsNeverASuccess() {
        assertEquals(CellStatus.CRASHED, end(0).status());
        assertEquals("the worker ended with exit code 0 and without a result", end(0).reason());
    }

    @Test
    void killedFromOutsideIsNotACrash() {
        WorkerEnd killed = end(137);
        assertEquals(CellStatus.KILLED, killed.status());
        assertTrue(
                killed.reason()
                        .matches(
                                "the worker was killed with SIGKILL, perhaps by a kernel short of memory, which has [0-9,]+ MB"),
                killed.reason());
        assertEquals(CellStatus.KILLED, end(143).status());
    }

    @Test
    void signalOfTheJvmsReportIsNamedAlthoughItAborts() throws IOException {
        Files.writeString(
                folder.resolve("hs_err.log"), "#\n# A fatal error\n#\n#  SIGSEGV (0xb) at pc=0x0, pid=1, tid=2\n#\n");
        WorkerEnd crashed = end(134);
        assertEquals(CellStatus.CRASHED, crashed.status());
        assertNotNull(crashed.failure());
        assertEquals("SIGSEGV", crashed.failure().signal());
        assertEquals("hs_err.log", crashed.failure().crashReport());
    }

    @Test
    void crashReportOfAnEarlierTryKeepsItsName() throws IOException {
        Folders folders = new Folders(folder, folder, folder);
        for (String name : List.of("hs_err.log", "hs_err-2.log", "hs_err-3.log")) {
            assertEquals(folder.resolve(name), folders.nextCrashReport());
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void abortWithoutReportIsACrash() {
        assertEquals(CellStatus.CRASHED, end(134).status());
        assertEquals("the worker crashed with SIGABRT", end(134).reason());
    }

    @Test
    void jvmWithoutHeapIsToldWhateverItsEnd() throws IOException {
        assertEquals(CellStatus.CRASHED, end(3).status(), "an exit of somebody else's");
        Files.writeString(
                folder.resolve("worker.log"),
                "Terminating due to java.lang.OutOfMemoryError: Java heap space\n#\n# A fatal error\n");
        assertEquals(CellStatus.OOM_HEAP, end(3).status());
        assertEquals(CellStatus.OOM_HEAP, end(139).status(), "a library that crashed when it was unloaded");
    }

    @Test
    void faultThatTheWorkerReportsIsTheReason() throws IOException {
        Json.write(folder.resolve("fault.json"), new WorkerFault(CellStatus.FAILED, "label must be 0..9, got 12"));
        assertEquals(CellStatus.FAILED, end(1).status());
        assertEquals("label must be 0..9, got 12", end(1).reason());
    }

    @Test
    void logIsKeptByItsLastTwentyLines() throws IOException {
        Files.writeString(
                folder.resolve("worker.log"),
                IntStream.range(0, 100_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));
        assertEquals(20, Diagnosis.tail(folder.resolve("worker.log")).size());
        assertEquals("line 99999", Diagnosis.tail(folder.resolve("worker.log")).get(19));
    }
}
