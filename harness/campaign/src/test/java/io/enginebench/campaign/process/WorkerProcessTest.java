package io.enginebench.campaign.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of a shell in a worker's place. */
class WorkerProcessTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
    }

    private static WorkerProcess shell(String script) throws IOException {
        return WorkerProcess.start(new ProcessBuilder("/bin/sh", "-c", script));
    }

    /** The number that the script writes. */
    private long pidIn(String name) throws Exception {
        Path file = folder.resolve(name);
        while (!Files.exists(file) || Files.readString(file).isBlank()) {
            Thread.sleep(10);
        }
        return Long.parseLong(Files.readString(file).strip());
    }

    /** One that nobody has waited for yet is dead too. */
    private static boolean runs(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        return Files.exists(stat) && !Files.readString(stat).matches("(?s).*\\) [ZX] .*");
    }

    @Test
    void whatLeavesItsTreeAndSessionEndsWithTheWorker() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "needs /proc");
        WorkerProcess worker = shell("(setsid sleep 300 & echo $! > %s/pid); read dismissed".formatted(folder));
        long daemon = pidIn("pid");
        assertTrue(ProcessHandle.of(daemon)
                        .flatMap(ProcessHandle::parent)
                        .map(ProcessHandle::pid)
                        .orElse(0L)
                != worker.pid());
        assertTrue(runs(daemon));
        assertEquals(Optional.empty(), worker.end(), "it went when it was dismissed");
        assertFalse(runs(daemon), "no process of a worker may be left");
    }

    @Test
    void oneThatIgnoresItsDismissalIsEndedAndItsResultIsKeptWithAWarning() throws Exception {
        WorkerProcess worker = shell("trap '' TERM; echo $$ > %s/pid; while :; do sleep 1; done".formatted(folder));
        pidIn("pid");
        Optional<String> took = worker.end();
        assertEquals(Optional.of("SIGKILL"), took);
        WorkerEnd done = new WorkerEnd(CellStatus.OK, null, null, Seen.NOTHING).dismissed(took);
        assertEquals(CellStatus.OK, done.status());
        assertEquals(
                "the worker did not end after its last result, and was ended with SIGKILL",
                done.seen().warning());
        assertNull(WorkerEnd.stopped(Seen.NOTHING).dismissed(took).seen().warning(), "that one's row tells its end");
    }

    @Test
    void oneThatGoesLeavesNoWarning() throws Exception {
        Optional<String> took = shell("read dismissed").end();
        assertNull(new WorkerEnd(CellStatus.OK, null, null, Seen.NOTHING)
                .dismissed(took)
                .seen()
                .warning());
    }
}
