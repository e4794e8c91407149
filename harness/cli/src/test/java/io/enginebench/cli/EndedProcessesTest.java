package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real processes in the middle of a campaign that crash, hang, are stopped, killed or diverge. */
class EndedProcessesTest extends RealCampaign {
    @Test
    void aWorkersProcessHoldsItsOwnEngineOnlyAndASegfaultCostsOneRow() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "needs /proc");
        Session.Background session = Session.inBackground(Map.of(), with(LONG, "--out", out()));
        Path out = folder.resolve("out");
        ProcessHandle pytorch = Session.awaitTrainingWorker(out, PYTORCH);
        String maps = Files.readString(Path.of("/proc", Long.toString(pytorch.pid()), "maps"));
        assertTrue(maps.contains("libtorch_cpu") && !maps.contains("libmxnet"));
        signal(pytorch, "SEGV");

        ProcessHandle mxnet = Session.awaitTrainingWorker(out, MXNET);
        maps = Files.readString(Path.of("/proc", Long.toString(mxnet.pid()), "maps"));
        assertTrue(maps.contains("libmxnet") && !maps.contains("libtorch"));

        assertEquals(3, session.await().exitCode(), session.session().err());
        QualityCell crashed = cell(result(), PYTORCH);
        assertEquals("CRASHED(SIGSEGV)", crashed.ending());
        assertEquals("hs_err.log", crashed.failure().crashReport());
        assertTrue(Files.isRegularFile(out.resolve("jobs").resolve(PYTORCH).resolve("hs_err.log")));
        assertEquals(CellStatus.OK, cell(result(), MXNET).status());
        assertTrue(
                session.session().out().contains(PYTORCH + ": CRASHED(SIGSEGV)"),
                session.session().out());
    }

    @Test
    void aSegfaultInMxnetIsARowToo() throws Exception {
        Session.Background session = Session.inBackground(
                Map.of(), "run", "--engine", "mxnet", "--task", "fashion", "--epochs", "40", "--out", out());
        signal(Session.awaitTrainingWorker(folder.resolve("out"), MXNET), "SEGV");
        assertEquals(3, session.await().exitCode(), session.session().err());
        assertEquals("CRASHED(SIGSEGV)", cell(result(), MXNET).ending());
    }

    @Test
    void aHangIsEndedAndToldApartFromAKill() throws Exception {
        Session.Background session =
                Session.inBackground(Map.of("ENGINEBENCH_STALL_SECONDS", "10"), with(LONG, "--out", out()));
        Path out = folder.resolve("out");
        ProcessHandle pytorch = Session.awaitTrainingWorker(out, PYTORCH);
        signal(pytorch, "STOP");
        ProcessHandle mxnet = Session.awaitTrainingWorker(out, MXNET);
        assertFalse(pytorch.isAlive(), "a hung worker must not be left");
        signal(mxnet, "KILL");
        assertEquals(3, session.await().exitCode(), session.session().err());
        assertEquals(CellStatus.TIMEOUT, cell(result(), PYTORCH).status());
        assertEquals("no progress for 10 s", cell(result(), PYTORCH).reason());
        assertEquals("KILLED(SIGKILL)", cell(result(), MXNET).ending());
    }

    @Test
    void aCampaignWhoseProcessIsKilledLeavesNoWorkerAndIsResumed() throws Exception {
        String[] command = {
            "compare",
            "--tasks",
            "fashion",
            "--epochs",
            "4",
            "--samples",
            "3200",
            "--engines",
            "mxnet,pytorch",
            "--out",
            out()
        };
        bench = Session.process(folder.resolve("log"), command);
        Path out = folder.resolve("out");
        ProcessHandle worker = Session.awaitTrainingWorker(out, PYTORCH);
        bench.destroyForcibly().waitFor();
        worker.onExit().get(30, TimeUnit.SECONDS);
        byte[] finished = Files.readAllBytes(out.resolve("cells").resolve(MXNET).resolve("result.json"));
        assertFalse(Files.exists(out.resolve("result.json")));

        Session resumed = Session.run("compare", "--resume", out());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertArrayEquals(
                finished, Files.readAllBytes(out.resolve("cells").resolve(MXNET).resolve("result.json")));
        assertTrue(result().cells().stream().allMatch(cell -> cell.status() == CellStatus.OK));
        assertFalse(resumed.err().contains(MXNET + "  "), "a finished cell is not run again");
    }

    /** One that is stopped cannot see that its campaign is gone; the OS can. */
    @Test
    void aStoppedWorkerEndsWithItsCampaignAndFinishedFoldsHaveTheirPeak() throws Exception {
        bench = Session.process(
                folder.resolve("log"),
                "compare",
                "--tasks",
                "digits",
                "--models",
                "mlp",
                "--epochs",
                "100",
                "--engines",
                "pytorch",
                "--out",
                out());
        Path out = folder.resolve("out");
        ProcessHandle worker = Session.awaitTrainingWorker(
                out, "digits-mlp-clean-pytorch-seed1-fold0", "digits-mlp-clean-pytorch-seed1-fold1");
        Path first = out.resolve("cells/digits-mlp-clean-pytorch-seed1-fold0/result.json");
        for (int i = 0; i < 200 && Json.read(first, CellResult.class).peakRssBytes() == null; i++) {
            Thread.sleep(50);
        }
        signal(worker, "STOP");
        bench.destroyForcibly().waitFor();
        worker.onExit().get(30, TimeUnit.SECONDS);
        assertNotNull(Json.read(first, CellResult.class).peakRssBytes());

        Path plan = out.resolve("plan.json");
        Files.writeString(plan, Files.readString(plan).replace("\"seed\" : 1", "\"seed\" : 2"));
        Session resumed = Session.run("compare", "--resume", out());
        assertEquals(65, resumed.exitCode(), resumed.err());
        assertTrue(resumed.err().contains("plan.json in " + out + " must be as the run wrote it"), resumed.err());
    }

    @Test
    void lossThatIsNoNumberIsARow() throws IOException {
        Session run = Session.run(
                "run",
                "--engine",
                "pytorch",
                "--task",
                "digits",
                "--models",
                "linear",
                "--optimizer",
                "sgd",
                "--lr",
                "1e38",
                "--epochs",
                "2",
                "--out",
                out());
        assertEquals(3, run.exitCode(), run.err());
        assertTrue(result().cells().stream().allMatch(cell -> cell.status() == CellStatus.DIVERGED), run.out());
    }

    /** They train the same thing, which is nothing. */
    @Test
    void lossThatIsNoNumberOnEveryEngineIsARowOfEach() throws IOException {
        Session run = Session.run(Stream.concat(
                        Session.comparison("pytorch,mxnet").stream(),
                        Stream.of("--optimizer", "sgd", "--lr", "1e38", "--out", out()))
                .toArray(String[]::new));
        assertEquals(3, run.exitCode(), run.err());
        assertEquals(
                List.of(CellStatus.DIVERGED),
                result().qualityCells().stream()
                        .map(CellResult::status)
                        .distinct()
                        .toList());
        assertEquals(
                List.of("mxnet", "pytorch"),
                result().qualityCells().stream()
                        .map(CellResult::engine)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** An engine is loaded in less, and all of Fashion-MNIST takes more in float numbers alone, once in Java and once in the engine. */
    @Test
    void workerThatHoldsMoreThanItMayIsEndedAndItsRowSaysSo() throws IOException {
        Session run = Session.run(
                "run",
                "--engine",
                "pytorch",
                "--task",
                "fashion",
                "--epochs",
                "1",
                "--max-memory",
                "450",
                "--out",
                out());
        assertEquals(3, run.exitCode(), run.err());
        QualityCell cell = cell(result(), PYTORCH);
        assertEquals(CellStatus.OOM_LIMIT, cell.status());
        assertTrue(
                cell.reason().matches("the worker held \\d+ MB, more than the 450 MB of --max-memory"), cell.reason());
        assertTrue(cell.peakRssBytes() > 450_000_000);
    }

    @Test
    void ctrlCLeavesAPartialReportAndExits130() throws Exception {
        bench = Session.process(folder.resolve("log"), with(LONG, "--out", out()));
        ProcessHandle worker = Session.awaitTrainingWorker(folder.resolve("out"), PYTORCH);
        signal(bench.toHandle(), "INT");
        assertTrue(bench.waitFor(60, TimeUnit.SECONDS));
        assertEquals(130, bench.exitValue(), Files.readString(folder.resolve("log")));
        assertFalse(worker.isAlive());
        assertEquals(Termination.INTERRUPTED, result().campaign().termination());
        assertTrue(result().cells().stream().allMatch(cell -> cell.status() == CellStatus.INTERRUPTED));
        assertTrue(Files.readString(folder.resolve("log")).contains("--resume"));
    }

    @Test
    void aCrashCostsOneFoldAndTheOthersKeepTheirBits() throws Exception {
        String[] command = {"compare", "--tasks", "navigability", "--epochs", "5", "--engines", "mxnet", "--out"};
        assertEquals(
                0,
                Session.run(with(command, folder.resolve("whole").toString())).exitCode());
        RunResult whole = Session.result(folder.resolve("whole"));
        List<String> ids = whole.qualityCells().stream().map(QualityCell::id).toList();

        Session.Background session = Session.inBackground(Map.of(), with(command, out()));
        signal(Session.awaitTrainingWorker(folder.resolve("out"), ids.get(0), ids.get(2)), "SEGV");
        assertEquals(3, session.await().exitCode(), session.session().err());
        for (int fold = 0; fold < 5; fold++) {
            QualityCell cell = cell(result(), ids.get(fold));
            if (fold == 2) {
                assertEquals("CRASHED(SIGSEGV)", cell.ending());
            } else {
                assertEquals(whole.qualityCells().get(fold).predictions(), cell.predictions(), cell.id());
                assertEquals(whole.qualityCells().get(fold).evidence(), cell.evidence(), cell.id());
            }
        }
    }
}
