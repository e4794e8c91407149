package io.enginebench.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime, which answers and does not train, as whole commands. */
@Tag("engine")
class AnsweringEngineTest {
    private static final String ANSWERS_ONLY = "answers only";

    @TempDir
    Path folder;

    private String out() {
        return folder.resolve("out").toString();
    }

    /** The very file that ONNX Runtime makes of the network itself, so that both do the same, and nothing of where it is. */
    @Test
    void fileOfTheUsersIsTimedBesideTheNetworkThatItStandsFor() throws IOException {
        Path file = folder.resolve("mine.onnx");
        Session exported =
                Session.run("export-model", "--model", "linear", "--task", "digits", "--out", file.toString());
        assertEquals(0, exported.exitCode(), exported.err());
        Session session =
                Session.run(Session.timings("pytorch,onnxruntime", 1, "--plugin", file.toString(), "--out", out())
                        .toArray(String[]::new));
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        assertEquals(List.of("pytorch", "onnxruntime", "onnxruntime.onnx"), result.engineIds());
        assertTrue(result.cells().stream().allMatch(cell -> cell.status() == CellStatus.OK), session.out());
        assertEquals(
                List.of("engine onnxruntime.onnx: mine.onnx has weights of its own"),
                result.parity().stream()
                        .filter(report -> report.engines().contains("onnxruntime.onnx"))
                        .map(ParityReport::reason)
                        .distinct()
                        .toList());
        assertTrue(session.out().contains("onnxruntime.onnx answers from mine.onnx"), session.out());
        assertEquals("mine.onnx", result.campaign().plugins().get(0).file());
        assertFalse(Files.readString(folder.resolve("out/result.json")).contains(folder.toString()));
        assertEquals(0, Session.run("verify", out() + "/result.json").exitCode());
    }

    /** What is won by half precision, and what it costs, stand beside each other as two engines do. */
    @Test
    void halfPrecisionIsAnEngineOfItsOwnThatAnswers() throws IOException {
        Session session = Session.run(
                "compare",
                "--tasks",
                "fashion",
                "--models",
                "linear",
                "--samples",
                "640",
                "--engines",
                "pytorch,onnxruntime",
                "--dtype",
                "float32,float16",
                "--epochs",
                "1",
                "--rounds",
                "0",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        assertEquals(List.of("pytorch", "pytorch.float16", "onnxruntime", "onnxruntime.float16"), result.engineIds());
        for (CellResult cell : result.cells()) {
            boolean half = cell.engine().endsWith(".float16");
            assertEquals(half ? Dtype.FLOAT16 : Dtype.FLOAT32, cell.dtype());
            boolean training = cell instanceof QualityCell
                    || (cell instanceof ThroughputCell timed && timed.mode().trains());
            boolean able = cell.engine().equals("pytorch") || (cell.engine().startsWith("onnxruntime") && !training);
            assertEquals(able ? CellStatus.OK : CellStatus.UNSUPPORTED, cell.status(), cell.id());
        }
        assertTrue(
                result.cells().stream()
                        .anyMatch(cell -> "dtype must be float32 on cpu, got float16".equals(cell.reason())),
                session.out());
        for (CrossCell cell : result.crossCells()) {
            if (cell.engine().equals("onnxruntime.float16")) {
                QualityCell trained = result.qualityCells().stream()
                        .filter(one -> one.id().equals(cell.trainedCell()))
                        .findFirst()
                        .orElseThrow();
                assertEquals(
                        trained.metrics().accuracy().score(),
                        cell.metrics().accuracy().score(),
                        0.01);
            }
        }
        Session verified =
                Session.run("verify", folder.resolve("out/result.json").toString());
        assertEquals(0, verified.exitCode(), verified.out());
    }

    /** The answers of an engine that shares nothing with DJL are those of the engine that learnt: the same class for nearly every row. */
    @Test
    void whatOthersLearntIsServedAndTrainingIsUnsupported() throws IOException {
        Session session = Session.run(
                "compare",
                "--tasks",
                "digits",
                "--engines",
                "pytorch,mxnet,onnxruntime",
                "--epochs",
                "2",
                "--rounds",
                "1",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        List<CrossCell> served = result.crossCells().stream()
                .filter(cell -> cell.engine().equals("onnxruntime"))
                .toList();
        assertTrue(served.size() >= 2, session.out());
        for (CrossCell cell : served) {
            assertEquals(CellStatus.OK, cell.status());
            QualityCell trained = result.qualityCells().stream()
                    .filter(one -> one.id().equals(cell.trainedCell()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(trained.evidence().finalWeightsSha256(), cell.weightsSha256());
            assertEquals(
                    trained.metrics().accuracy().score(),
                    cell.metrics().accuracy().score(),
                    1e-3);
        }
        assertTrue(result.crossCells().stream()
                .noneMatch(cell -> cell.trainedCell().contains("onnxruntime")));
        List<CellResult> training = result.cells().stream()
                .filter(cell -> cell.engine().equals("onnxruntime")
                        && (cell instanceof QualityCell
                                || (cell instanceof ThroughputCell timed
                                        && timed.mode().trains())))
                .toList();
        assertTrue(training.size() >= 2);
        for (CellResult cell : training) {
            assertEquals(CellStatus.UNSUPPORTED, cell.status());
            assertEquals(ANSWERS_ONLY, cell.reason());
        }
        assertTrue(
                session.out().contains("onnxruntime: UNSUPPORTED in 5 of these cells, answers only."), session.out());
        Session verified =
                Session.run("verify", folder.resolve("out/result.json").toString());
        assertEquals(0, verified.exitCode(), verified.err());
        Session reported =
                Session.run("report", folder.resolve("out/result.json").toString());
        assertEquals(0, reported.exitCode(), reported.err());
    }

    /** No row says what it cannot do, for nobody asked; where it answers it is an engine as any other. */
    @Test
    void whoNamesNoEngineHasItAnswerAndHasNoTrainingsOfIt() throws IOException {
        Session session = Session.run(
                "compare", "--tasks", "digits", "--models", "linear", "--epochs", "2", "--rounds", "1", "--out", out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        assertEquals(List.of("pytorch", "mxnet", "onnxruntime"), result.engineIds());
        assertTrue(result.cells().stream().allMatch(cell -> cell.status() == CellStatus.OK), session.out());
        assertTrue(
                result.qualityCells().stream().noneMatch(cell -> cell.engine().equals("onnxruntime")));
        assertEquals(
                List.of(Mode.INFER),
                result.throughputCells().stream()
                        .filter(cell -> cell.engine().equals("onnxruntime"))
                        .map(ThroughputCell::mode)
                        .toList());
        assertEquals(
                List.of("mxnet", "pytorch"),
                result.crossCells().stream()
                        .filter(cell -> cell.engine().equals("onnxruntime"))
                        .map(CrossCell::trainedOn)
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(
                List.of(List.of(1, 2, 3), List.of(3)),
                result.parity().stream()
                        .filter(report -> List.of(
                                        List.of("pytorch", "onnxruntime"),
                                        List.of("onnxruntime", ParityReport.REFERENCE))
                                .contains(report.engines()))
                        .map(report -> report.rungs().stream().map(Rung::number).toList())
                        .toList());
        assertFalse(session.out().contains("UNSUPPORTED"), session.out());
        assertTrue(session.out().contains("answered by onnxruntime"), session.out());
        assertTrue(session.out().contains("Serving: digits  linear"), session.out());
        String file = folder.resolve("out/result.json").toString();
        Session verified = Session.run("verify", file);
        assertEquals(0, verified.exitCode(), verified.out() + verified.err());
        Session picked =
                Session.run("pick", file, "--model", "linear", "--require", "accuracy>=0.01", "--fastest", "infer");
        assertTrue(picked.out().contains("its answers"), picked.out() + picked.err());
    }

    @Test
    void inferenceIsTimedWithLatencyAndColdStart() throws IOException {
        Session session = Session.run(
                "throughput",
                "--engines",
                "onnxruntime",
                "--division",
                "tuned",
                "--tasks",
                "digits",
                "--modes",
                "infer",
                "--batches",
                "1",
                "--rounds",
                "5",
                "--no-controls",
                "--out",
                out());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(folder.resolve("out"));
        ThroughputCell timed = result.throughputCells().get(0);
        assertEquals(CellStatus.OK, timed.status());
        assertTrue(timed.raw().latencySamples() > 0);
        assertNotNull(timed.coldStart().networkMs());
        assertTrue(timed.coldStart().networkMs() > 0
                && timed.coldStart().networkMs() < timed.coldStart().firstBatchMs());
        EngineRecord engine = result.engines().get(0);
        assertEquals("ONNX Runtime", engine.name());
        assertTrue(engine.nativeUnpackMillis() > 0, "what no cell can tell");
        assertTrue(engine.capabilities().contains("GraphOptimization.ALL_OPT"));
        Session verified =
                Session.run("verify", folder.resolve("out/result.json").toString());
        assertEquals(0, verified.exitCode(), verified.err());
    }

    /** Images, and token ids. */
    @Test
    void forwardParityIsShownAgainstAnEngineAndTheReference() throws IOException {
        Session session =
                Session.run("parity", "--tasks", "navigability,spam", "--engines", "pytorch,onnxruntime", "--json");
        assertEquals(0, session.exitCode(), session.err());
        List<ParityReport> reports = List.of(Json.read(session.out(), "output", ParityReport[].class));
        assertEquals(
                List.of(
                        List.of("pytorch", "onnxruntime"),
                        List.of("pytorch", ParityReport.REFERENCE),
                        List.of("onnxruntime", ParityReport.REFERENCE),
                        List.of("pytorch", "onnxruntime"),
                        List.of("pytorch", ParityReport.REFERENCE),
                        List.of("onnxruntime", ParityReport.REFERENCE)),
                reports.stream().map(ParityReport::engines).toList());
        assertEquals(
                List.of(1, 2, 3),
                reports.get(0).rungs().stream().map(Rung::number).toList());
        assertEquals(
                List.of(3), reports.get(2).rungs().stream().map(Rung::number).toList());
        assertTrue(reports.stream().allMatch(ParityReport::passed));
    }
}
