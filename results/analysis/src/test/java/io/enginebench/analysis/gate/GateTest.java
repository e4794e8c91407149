package io.enginebench.analysis.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.score.Scores;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs made from a real one by changing what the gate must or must not see. */
class GateTest {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1.json");

    private static RunResult run(Consumer<ObjectNode> change) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(ResultFile.read(FIXTURE)), "fixture");
        change.accept(document);
        return Json.read(document.toString(), "changed", RunResult.class);
    }

    private static RunResult same() throws IOException {
        return run(document -> {});
    }

    private static RunResult with(RunResult run, List<CellResult> cells, List<Control> controls) {
        return new RunResult(
                run.formatVersion(),
                run.suite(),
                run.campaign(),
                run.environment(),
                run.engines(),
                run.tasks(),
                run.data(),
                cells,
                run.comparisons(),
                controls,
                run.parity(),
                null);
    }

    /** The run as if each of three seeds had come to the same: one is no sample. */
    private static RunResult seeds() throws IOException {
        RunResult run = same();
        List<CellResult> cells = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            for (QualityCell cell : run.qualityCells()) {
                cells.add(new QualityCell(
                        cell.id(),
                        cell.setting().seeded(seed),
                        cell.hyperParameters(),
                        cell.lossPerEpoch(),
                        null,
                        cell.outcome()));
            }
        }
        return with(run, cells, List.of());
    }

    /** Every training of emojis with so many right answers of each hundred rows turned into wrong ones, and up to two more. */
    private static RunResult worseBy(int percent) throws IOException {
        RunResult run = seeds();
        List<CellResult> cells = new ArrayList<>();
        for (CellResult cell : run.cells()) {
            cells.add(
                    cell instanceof QualityCell training
                                    && training.predictions() instanceof Predictions.Classes answers
                            ? spoilt(
                                    run,
                                    training,
                                    answers,
                                    answers.rows().size() * percent / 100
                                            + (fold(training) + (int) training.seed()) % 3)
                            : cell);
        }
        return with(run, cells, List.of());
    }

    private static int fold(QualityCell cell) {
        return cell.fold() == null ? 0 : cell.fold();
    }

    private static QualityCell spoilt(RunResult run, QualityCell cell, Predictions.Classes answers, int rows) {
        List<Integer> predicted = new ArrayList<>(answers.predicted());
        int left = rows;
        for (int i = 0; i < predicted.size() && left > 0; i++) {
            if (predicted.get(i).equals(answers.labels().get(i))) {
                predicted.set(i, (predicted.get(i) + 1) % 5);
                left--;
            }
        }
        Predictions worse = new Predictions.Classes(answers.rows(), answers.labels(), predicted);
        io.enginebench.record.cell.Outcome.Trained figures = new io.enginebench.record.cell.Outcome.Trained(
                Scores.of(worse, run.tasks().get(0).classes()),
                null,
                cell.trainingDurationS(),
                cell.predictDurationS(),
                cell.evidence(),
                worse,
                cell.raw());
        return new QualityCell(cell.id(), cell.setting(), cell.hyperParameters(), cell.lossPerEpoch(), null, figures);
    }

    /** The run with ten timing rounds of 100 steps of 32 rows in about 1 s times {@code factor}, give or take 1 %. */
    private static RunResult timed(double factor, long seed, List<Control> controls) throws IOException {
        RunResult run = same();
        Random noise = new Random(seed);
        List<CellResult> cells = new ArrayList<>(run.cells());
        for (int round = 1; round <= 10; round++) {
            long nanos = (long) (1e9 * factor * (1 + 0.01 * noise.nextGaussian()));
            Setting setting = new Setting(
                    "pytorch", Division.TUNED, "cpu", 1, run.tasks().get(0).id(), "study-cnn", Protocol.CLEAN, null, 1);
            ThroughputSpec spec = new ThroughputSpec(
                    run.tasks().get(0), setting, new Timing(Mode.TRAIN, 32, round, 0, null), 100, 3, 0);
            cells.add(spec.measured(new io.enginebench.record.cell.Outcome.Timed(
                    new ThroughputCell.TimingMetrics(
                            Metric.TRAIN_THROUGHPUT.of(3200e9 / nanos),
                            null,
                            Metric.STEP_DURATION.of(nanos / 1e8),
                            null),
                    new ThroughputCell.Warmup(WarmupShape.FLAT, List.of()),
                    new ThroughputCell.Load(null, null, null, null, null, null),
                    new ThroughputCell.ColdStart(1, 1, 1),
                    null,
                    new ThroughputCell.TimingRaw(100, null, List.of(nanos / 2, nanos, nanos * 2), null, null))));
        }
        return with(run, cells, controls);
    }

    private static Set<Outcome> outcomes(GateReport report) {
        return report.rows().stream().map(GateRow::outcome).collect(Collectors.toSet());
    }

    @Test
    void runAgainstItselfIsIdentical() throws IOException {
        GateReport report = Gate.of(same(), same(), Map.of());
        assertEquals(Set.of(Outcome.IDENTICAL), outcomes(report));
        assertEquals(List.of(), report.differences());
        assertTrue(report.comparedAnything());
    }

    @Test
    void threePointsOfAccuracyLostAreARegressionOfEachEngine() throws IOException {
        GateReport report = Gate.of(seeds(), worseBy(3), Map.of());
        Set<String> engines = report.regressions().stream()
                .filter(row -> row.task().equals("emojis") && row.metric().equals("accuracy"))
                .map(GateRow::engine)
                .collect(Collectors.toSet());
        assertEquals(Set.of("pytorch", "mxnet"), engines, report.rows().toString());
        assertTrue(
                report.rows().stream()
                        .filter(row -> row.task().equals("navigability"))
                        .allMatch(row -> row.outcome() == Outcome.IDENTICAL),
                "the other task did not change");
        assertEquals(
                List.of(), Gate.of(worseBy(3), seeds(), Map.of()).regressions(), "the other way round it is a gain");
    }

    @Test
    void sameLossWithinAWiderMarginIsNoRegression() throws IOException {
        GateReport report = Gate.of(
                seeds(), worseBy(3), Map.of(Metric.ACCURACY, 0.1, Metric.MACRO_RECALL, 0.1, Metric.RECALL, 0.99));
        assertEquals(
                Set.of(Outcome.EQUIVALENT),
                report.rows().stream()
                        .filter(row -> row.metric().equals("accuracy"))
                        .map(GateRow::outcome)
                        .collect(Collectors.toSet()));
    }

    @Test
    void fifthMoreTimeIsARegressionAndTheSameTimeIsEquivalent() throws IOException {
        RunResult baseline = timed(1, 1, List.of());
        List<GateRow> slower =
                Gate.of(baseline, timed(1.2, 2, List.of()), Map.of()).regressions();
        assertEquals(1, slower.size(), slower.toString());
        assertEquals("train_throughput batch 32, 1 thread", slower.get(0).metric());
        // 1 / 1.2 = 0.833
        assertTrue(slower.get(0).text().contains("does 0.83"), slower.get(0).text());
        GateReport equal = Gate.of(baseline, timed(1, 3, List.of()), Map.of());
        assertEquals(Set.of(Outcome.IDENTICAL, Outcome.EQUIVALENT), outcomes(equal));
        assertEquals(
                List.of(),
                Gate.of(baseline, timed(1.2, 2, List.of()), Map.of(Metric.TRAIN_THROUGHPUT, 0.5))
                        .regressions());
    }

    @Test
    void speedIsNotComparedWhereAControlFailed() throws IOException {
        RunResult unfit = timed(
                1.2,
                2,
                List.of(Control.ofVersion1(
                        "a b, train, batch 1, 1 thread: a against itself is equivalent", false, "1.10")));
        GateReport report = Gate.of(timed(1, 1, List.of()), unfit, Map.of());
        assertEquals(
                List.of("candidate: a b, train, batch 1, 1 thread: a against itself is equivalent, 1.10"),
                report.unfit());
        assertEquals(List.of(), report.regressions());
    }

    @Test
    void speedOnAnotherMachineIsNotComparedAndTheMachineIsNamed() throws IOException {
        RunResult there = timed(1.2, 2, List.of());
        ObjectNode document = (ObjectNode) Json.tree(Json.line(there), "there");
        ((ObjectNode) document.at("/environment/host")).put("host_processor_core_count", 64);
        RunResult other = Json.read(document.toString(), "there", RunResult.class);
        GateReport report = Gate.of(timed(1, 1, List.of()), other, Map.of());
        assertEquals(List.of(), report.regressions());
        assertEquals(
                "cores: %d in the baseline, 64 now; speed not compared"
                        .formatted(same().environment().host().hostProcessorCoreCount()),
                report.differences().get(0));
    }

    @Test
    void otherDataIsNotCompared() throws IOException {
        GateReport report =
                Gate.of(same(), run(document -> document.withArray("data").forEach(GateTest::otherHash)), Map.of());
        assertEquals(2, report.differences().size(), report.differences().toString());
        assertTrue(report.differences().get(0).startsWith("data of emojis: SHA-256 "));
        assertFalse(report.comparedAnything());
    }

    private static void otherHash(JsonNode data) {
        ((ObjectNode) data).put("sha256", "0".repeat(64));
    }

    @Test
    void otherRecipeIsNotComparedAndSaysWhatDiffers() throws IOException {
        GateReport report = Gate.of(
                same(),
                run(document -> cells(document).forEach(cell -> {
                    if (cell.has("hyper_parameters")) {
                        ((ObjectNode) cell.path("hyper_parameters")).put("global_batch_size", 64);
                    }
                })),
                Map.of());
        assertEquals(Set.of(Outcome.NOT_COMPARED), outcomes(report));
        assertTrue(
                report.rows().get(0).text().contains("batch 32 against 64"),
                report.rows().get(0).text());
    }

    private static ArrayNode cells(ObjectNode document) {
        return document.withArray("cells");
    }

    @Test
    void trainingThatCrashesNowIsARegression() throws IOException {
        RunResult now = run(document -> {
            ObjectNode cell = (ObjectNode) cells(document).get(0);
            cell.put("status", CellStatus.CRASHED.name()).put("reason", "it died");
            cell.remove(
                    List.of("metrics", "training_duration_s", "predict_duration_s", "evidence", "predictions", "raw"));
        });
        List<GateRow> regressions = Gate.of(same(), now, Map.of()).regressions();
        assertTrue(
                regressions.stream()
                        .anyMatch(row ->
                                row.metric().equals("status") && row.text().contains("CRASHED")),
                regressions.toString());
    }

    @Test
    void otherSeedsHaveNothingInCommon() throws IOException {
        GateReport report = Gate.of(
                same(), run(document -> cells(document).forEach(cell -> ((ObjectNode) cell).put("seed", 7))), Map.of());
        assertFalse(report.comparedAnything());
        assertTrue(report.rows().get(0).text().startsWith("no seed in common: [1] in the baseline, [7] now"));
    }

    @Test
    void unknownMetricIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Gate.of(same(), same(), Map.of(Metric.R2, 0.1)));
    }
}
