package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.RunResult;
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
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What campaigns of real engines come to. Small ones: what is tested is what happens, not how well. */
class RealEnginesTest extends RealCampaign {
    @Test
    void enginesGetTheSameAndEachRepeatsItself() throws IOException {
        String[] command = with(TRAINERS, "--tasks", "fashion", "--epochs", "2", "--samples", "1000", "--out", out());
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

    /** Three epochs of the linear network: engines reach 0.3 in the first; nobody reaches 1. */
    private QualityCell aimed(String engine, String... more) throws IOException {
        Session session = Session.run(with(
                new String[] {"run", "--engine", engine, "--task", "fashion", "--models", "linear", "--epochs", "3"},
                with(new String[] {"--samples", "640", "--out", out()}, more)));
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(more.length > 0, session.out().contains("epochs to accuracy"), session.out());
        assertEquals(List.of(more).contains("1"), session.out().contains("not reached"), session.out());
        assertEquals(List.of(more).contains("--end-at-target"), session.out().contains("at most 3 epochs"));
        if (more.length > 0) {
            assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());
        }
        return result().qualityCells().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void targetHasEveryEpochScoredAndChangesNoBitOfTheTraining(String engine) throws IOException {
        QualityCell plain = aimed(engine);
        assertNull(plain.epochScores());
        QualityCell scored = aimed(engine, "--target", "0.3");
        assertEquals(plain.lossPerEpoch(), scored.lossPerEpoch());
        assertEquals(plain.evidence(), scored.evidence());
        assertEquals(plain.predictions(), scored.predictions());
        assertEquals(3, scored.epochScores().scorePerEpoch().size());
        assertTrue(scored.epochScores().reached());
    }

    @Test
    void trainingGoesOnWhereItsTargetIsNotReachedAndEndsAtItWhereThatIsAsked() throws IOException {
        QualityCell missed = aimed("pytorch", "--target", "1");
        assertFalse(missed.epochScores().reached());
        assertEquals(3, missed.lossPerEpoch().size());
        QualityCell ended = aimed("pytorch", "--target", "0.3", "--end-at-target");
        assertEquals(missed.lossPerEpoch().subList(0, 1), ended.lossPerEpoch());
    }

    @Test
    void severalSizesOfBatchesAreATaskEachWithParityAndVerdictsOfItsOwn() throws IOException {
        Session swept = Session.run(
                "compare",
                "--engines",
                "pytorch,mxnet",
                "--tasks",
                "digits",
                "--models",
                "linear",
                "--epochs",
                "1",
                "--batch",
                "16,64",
                "--jobs",
                "2",
                "--out",
                out());
        assertEquals(0, swept.exitCode(), swept.err());
        RunResult result = result();
        List<String> tasks = List.of("digits-batch16", "digits-batch64");
        assertEquals(tasks, result.tasks().stream().map(TaskDescriptor::id).toList());
        assertEquals(
                List.of("digits-batch16 16", "digits-batch64 64"),
                result.qualityCells().stream()
                        .map(cell -> cell.task() + " " + cell.hyperParameters().globalBatchSize())
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(
                tasks,
                result.parity().stream()
                        .map(ParityReport::task)
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(
                tasks,
                result.comparisons().stream()
                        .map(Comparison::task)
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());
        Session twice = Session.run("compare", "--tasks", "digits", "--batch", "16,16", "--out", out());
        assertEquals(2, twice.exitCode());
        assertTrue(twice.err().contains("--batch must be 1..10000000, and no two the same, got [16, 16]"), twice.err());
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

    /** The stand-ins go through the study's own file formats; what is asserted holds for any data. */
    @Test
    void foldsAreCleanUnlessTheNotebooksProtocolIsAskedFor() throws IOException {
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,mxnet",
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
        assertTrue(result.data().get(0).hasStandIns(), "no edit can call them real");
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
                List.of(
                        PYTORCH + "-on-mxnet",
                        PYTORCH + "-on-onnxruntime",
                        MXNET + "-on-onnxruntime",
                        MXNET + "-on-pytorch"),
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
        Path onnx = folder.resolve("trained.onnx");
        Path learnt = folder.resolve("out/cells").resolve(MXNET);
        Session export = Session.run("export-model", "--weights", learnt.toString(), "-o", onnx.toString());
        assertEquals(0, export.exitCode(), export.err());
        assertTrue(Files.size(onnx) > Files.size(learnt.resolve(WorkerFiles.WEIGHTS)), export.out());
    }

    /** The baseline is the class that is most frequent in the other folds. */
    @Test
    void rowsOfNumbersAreLearntOnEveryEngineInBothDivisions() throws IOException {
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,mxnet",
                "--tasks",
                "digits",
                "--models",
                "mlp",
                "--division",
                "tuned,plain",
                "--epochs",
                "3",
                "--jobs",
                "2",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        assertEquals(20, result().qualityCells().size(), "five folds of two engines in two divisions");
        for (QualityCell cell : result().qualityCells()) {
            double baseline = cell.metrics().baseline().score();
            assertTrue(cell.metrics().accuracy().score() > 2 * baseline, cell.id());
        }
    }

    @Test
    void anEngineIsEquivalentToItself() throws IOException {
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,pytorch",
                "--tasks",
                "fashion",
                "--models",
                "linear",
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
                "--models",
                "linear",
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
                        "bench: starting mxnet",
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
}
