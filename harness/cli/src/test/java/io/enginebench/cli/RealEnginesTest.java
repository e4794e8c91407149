package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.data.sources.DataRequest;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole campaigns with real engines, real data and real faults. Small ones: what is tested is what happens, not how well. */
@Tag("engine")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealEnginesTest {
    private static final String PYTORCH = "fashion-study-cnn-clean-pytorch-seed1";
    private static final String MXNET = "fashion-study-cnn-clean-mxnet-seed1";
    /** Long enough to be in the middle of it. */
    private static final String[] LONG = {"compare", "--tasks", "fashion", "--epochs", "40", "--samples", "3200"};

    private static Path dataFolder = Path.of("unset");

    @TempDir
    Path folder;

    private @Nullable Process bench;

    /** A test that failed must not leave its campaign to the next one. */
    @AfterEach
    void endTheBench() throws InterruptedException {
        if (bench != null) {
            bench.destroyForcibly().waitFor();
        }
    }

    @BeforeAll
    static void findFashionMnist() throws InterruptedException {
        DataStore store = new DataStore(Session.CACHE, line -> {});
        TaskDescriptor fashion =
                TaskCatalog.read(new Home(Session.HOME, Session.CACHE)).all().get(0);
        DataRequest anywhere = new DataRequest(null, false);
        try {
            store.prepare(fashion, anywhere);
        } catch (BenchException.Unfit e) {
            assumeTrue(false, e.getMessage());
        }
        dataFolder = store.locate(fashion, anywhere).orElseThrow().folder();
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private RunResult result() throws IOException {
        return Session.result(folder.resolve("out"));
    }

    private static QualityCell cell(RunResult result, String id) {
        return result.qualityCells().stream()
                .filter(cell -> cell.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void enginesGetTheSameAndEachRepeatsItself() throws IOException {
        String[] command = {"compare", "--tasks", "fashion", "--epochs", "2", "--samples", "1000", "--out", out()};
        Session first = Session.run(command);
        assertEquals(0, first.exitCode(), first.err());
        RunResult one = result();
        Session second = Session.run(with(command, "--json"));
        RunResult two = result();
        assertEquals(Files.readString(folder.resolve("out/result.json")), second.out());
        assertTrue(Files.isRegularFile(folder.resolve("out.old-1/result.json")), "the first run must be kept");

        for (int i = 0; i < 2; i++) {
            QualityCell before = one.qualityCells().get(i);
            QualityCell after = two.qualityCells().get(i);
            assertEquals(CellStatus.OK, before.status());
            assertEquals(before.predictions(), after.predictions());
            assertEquals(before.lossPerEpoch(), after.lossPerEpoch());
            assertEquals(before.evidence(), after.evidence());
            assertEquals(10_000, before.hyperParameters().evalSamples());
            assertNotNull(before.metrics().accuracy());
            assertTrue(
                    before.metrics().accuracy().score() > 0.5,
                    before.metrics().accuracy().toString());
            assertTrue(before.peakRssBytes() > 200_000_000L, "peak RSS " + before.peakRssBytes());
        }
        QualityCell pytorch = cell(one, PYTORCH);
        QualityCell mxnet = cell(one, MXNET);
        assertEquals(
                pytorch.evidence().startingWeightsSha256(), mxnet.evidence().startingWeightsSha256());
        assertEquals(pytorch.evidence().batchOrderSha256(), mxnet.evidence().batchOrderSha256());
        assertNotEquals(
                pytorch.evidence().finalWeightsSha256(), mxnet.evidence().finalWeightsSha256());
        assertAll(one.engines().stream().map(engine -> () -> {
            assertEquals(1, engine.numThreads());
            assertTrue(engine.libraryPath().startsWith("{cache}/natives/" + engine.id()), engine.libraryPath());
        }));
        String json = Files.readString(folder.resolve("out.old-1/result.json"));
        assertFalse(json.contains(System.getProperty("user.home")), "no folder of the user in a result");
        assertFalse(json.contains(folder.toString()), "no folder of the user in a result");
    }

    @Test
    void targetHasEveryEpochScoredAndChangesNoBitOfTheTraining() throws IOException {
        String[] command = {"compare", "--tasks", "fashion", "--epochs", "3", "--samples", "640"};
        Session without = Session.run(with(command, "--out", out()));
        assertEquals(0, without.exitCode(), without.err());
        RunResult plain = result();
        // Engines reach 0.3 in the first epoch; nobody reaches 1.
        for (String target : List.of("0.3", "1")) {
            Session aimed = Session.run(with(command, "--target", target, "--out", out()));
            assertEquals(0, aimed.exitCode(), aimed.err());
            for (String id : List.of(PYTORCH, MXNET)) {
                QualityCell before = cell(plain, id);
                QualityCell after = cell(result(), id);
                assertNull(before.epochScores());
                assertEquals(before.lossPerEpoch(), after.lossPerEpoch(), id);
                assertEquals(before.evidence(), after.evidence(), id);
                assertEquals(before.predictions(), after.predictions(), id);
                EpochScores scores = after.epochScores();
                assertNotNull(scores);
                assertEquals(3, scores.scorePerEpoch().size());
                assertEquals(target.equals("0.3"), scores.reached(), scores.toString());
            }
            assertTrue(aimed.out().contains("epochs to accuracy " + target), aimed.out());
            assertEquals(target.equals("1"), aimed.out().contains("not reached"), aimed.out());
            assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());
        }
    }

    @Test
    void secretsOfTheCallerAreFoundNowhere() throws IOException {
        Session session = Session.run(
                Map.of("API_TOKEN", "canary-50c1", "LD_PRELOAD", "/canary-50c1.so"),
                "run",
                "--engine",
                "mxnet",
                "--task",
                "fashion",
                "--epochs",
                "1",
                "--samples",
                "320",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(List.of("LD_PRELOAD"), result().engines().get(0).removedEnv());
        assertFalse((session.out() + session.err()).contains("canary-50c1"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains("canary-50c1"), file.toString());
            }
        }
    }

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
        Session.Background session = Session.inBackground(Map.of(), with(LONG, "--engines", "mxnet", "--out", out()));
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
            "2",
            "--samples",
            "9600",
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

    /** The stand-ins go through the study's own file formats; what is asserted holds for any data. */
    @Test
    void foldsAreCleanUnlessTheNotebooksProtocolIsAskedFor() throws IOException {
        Session session = Session.run(
                "compare",
                "--tasks",
                "navigability",
                "--protocol",
                "clean,notebook",
                "--epochs",
                "1",
                "--jobs",
                "2",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = result();
        assertEquals(DataKind.SYNTHETIC, result.data().get(0).kind());
        assertFalse(session.out().contains("study "), "the study's figures are not comparable with stand-ins");
        assertEquals(20, result.qualityCells().size());
        for (String engine : List.of("pytorch", "mxnet")) {
            for (Protocol protocol : Protocol.values()) {
                List<QualityCell> folds = result.qualityCells().stream()
                        .filter(cell -> cell.engine().equals(engine) && cell.protocol() == protocol)
                        .toList();
                assertEquals(
                        IntStream.range(0, 849).boxed().toList(),
                        folds.stream()
                                .flatMap(cell -> cell.predictions().rows().stream())
                                .sorted()
                                .toList(),
                        "every row is tested once");
                for (QualityCell cell : folds) {
                    boolean leaks = protocol == Protocol.NOTEBOOK && cell.fold() > 0;
                    assertEquals(
                            leaks ? cell.predictions().rows().size() : 0,
                            cell.evidence().testRowsTrainedOn(),
                            cell.id());
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            QualityCell one = result.qualityCells().get(i);
            QualityCell other = result.qualityCells().stream()
                    .filter(cell -> !cell.engine().equals(one.engine())
                            && cell.protocol() == one.protocol()
                            && cell.fold().equals(one.fold()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(one.predictions().rows(), other.predictions().rows(), "engines must have the same folds");
            assertEquals(one.evidence().batchOrderSha256(), other.evidence().batchOrderSha256());
        }
    }

    @Test
    void whatOneEngineLearntTheOtherAnswersWith() throws IOException {
        Session session = Session.run(
                "compare", "--tasks", "fashion", "--epochs", "1", "--samples", "3200", "--jobs", "2", "--out", out());
        assertEquals(0, session.exitCode(), session.err());
        List<CrossCell> crosses = result().crossCells();
        assertEquals(
                List.of(PYTORCH + "-on-mxnet", MXNET + "-on-pytorch"),
                crosses.stream().map(CrossCell::id).toList());
        for (CrossCell cross : crosses) {
            QualityCell trained = cell(result(), cross.trainedCell());
            assertEquals(trained.evidence().finalWeightsSha256(), cross.weightsSha256());
            assertEquals(trained.predictions().rows(), cross.predictions().rows());
            assertEquals(
                    trained.metrics().accuracy().score(),
                    cross.metrics().accuracy().score(),
                    0.001,
                    "one function, computed by two engines");
        }
        assertTrue(session.out().contains("train here, serve there, tuned (accuracy, seed 1)"), session.out());
    }

    @Test
    void anEngineIsEquivalentToItself() throws IOException {
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,pytorch",
                "--tasks",
                "fashion",
                "--epochs",
                "1",
                "--samples",
                "320",
                "--seeds",
                "6",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        Comparison accuracy = result().comparisons().get(0);
        assertEquals(List.of("pytorch", "pytorch.2"), accuracy.engines());
        assertEquals(6, accuracy.n());
        assertEquals(Conclusion.EQUIVALENT, accuracy.verdict());
        assertEquals(0, accuracy.estimate(), "each seed repeats its bits");
        assertTrue(session.out().contains(accuracy.text()), session.out());
    }

    @Test
    void aCrashCostsOneFoldAndTheOthersKeepTheirBits() throws Exception {
        String[] command = {"compare", "--tasks", "navigability", "--epochs", "10", "--engines", "mxnet", "--out"};
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

    @Test
    void shuffledLabelsTeachNothingAndTheResultSaysTheDataIsUnverified() throws IOException {
        Path mine = copyOfTheData();
        Path labels = mine.resolve("train-labels-idx1-ubyte");
        byte[] content = Files.readAllBytes(labels);
        Random random = new Random(1);
        for (int i = content.length - 1; i > 8; i--) {
            int j = 8 + random.nextInt(i - 8 + 1);
            byte kept = content[i];
            content[i] = content[j];
            content[j] = kept;
        }
        Files.write(labels, content);
        Session session = Session.run(
                "run",
                "--engine",
                "mxnet",
                "--task",
                "fashion",
                "--epochs",
                "2",
                "--samples",
                "6400",
                "--data-dir",
                mine.toString(),
                "--allow-unverified-data",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(0.10, result().qualityCells().get(0).metrics().accuracy().score(), 0.06);
        assertFalse(result().data().get(0).verified());
        assertEquals("data-dir", result().data().get(0).source());
        assertTrue(session.out().contains("unverified") && !session.out().contains("study "), session.out());
    }

    @Test
    void libraryThatWasChangedInTheCacheIsNotLoaded() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path natives = Files.createDirectories(cache.resolve("natives/mxnet/mxnet/1.9.1-mkl-linux-x86_64"));
        Files.writeString(natives.resolve("libmxnet.so"), "not the library");
        Session session = Session.withCache(
                cache, "run", "--engine", "mxnet", "--task", "fashion", "--epochs", "1", "--out", out());
        assertEquals(5, session.exitCode());
        assertEquals(
                List.of(
                        "bench: cached library libmxnet.so of engine mxnet must have a SHA-256 of mxnet.sha256, got another"
                                + " content; next: delete " + cache.resolve("natives/mxnet")
                                + ", it is unpacked again"),
                session.errLines());
        assertTrue(Files.notExists(folder.resolve("out")), "nothing may be left behind");
    }

    @Test
    void oneFlippedByteIsRefusedNamingTheFile() throws IOException {
        Path mine = copyOfTheData();
        Path images = mine.resolve("t10k-images-idx3-ubyte");
        byte[] content = Files.readAllBytes(images);
        ByteBuffer.wrap(content).put(5000, (byte) (content[5000] ^ 1));
        Files.write(images, content);
        Session session = Session.run(
                "run", "--engine", "mxnet", "--task", "fashion", "--data-dir", mine.toString(), "--out", out());
        assertEquals(65, session.exitCode());
        assertTrue(session.err().contains("t10k-images-idx3-ubyte must have the SHA-256 "), session.err());
    }

    private Path copyOfTheData() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("data"));
        try (var files = Files.list(dataFolder)) {
            for (Path file :
                    files.filter(name -> name.toString().contains("ubyte")).toList()) {
                String name = file.getFileName().toString();
                boolean packed = name.endsWith(".gz");
                try (InputStream raw = Files.newInputStream(file);
                        InputStream in = packed ? new GZIPInputStream(raw) : raw;
                        OutputStream copy = Files.newOutputStream(mine.resolve(name.replace(".gz", "")))) {
                    in.transferTo(copy);
                }
            }
        }
        return mine;
    }

    private static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}
