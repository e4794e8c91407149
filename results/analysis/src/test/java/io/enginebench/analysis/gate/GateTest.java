package io.enginebench.analysis.gate;

import static io.enginebench.analysis.gate.GateRuns.gate;
import static io.enginebench.analysis.gate.GateRuns.nudged;
import static io.enginebench.analysis.gate.GateRuns.run;
import static io.enginebench.analysis.gate.GateRuns.same;
import static io.enginebench.analysis.gate.GateRuns.seeds;
import static io.enginebench.analysis.gate.GateRuns.timed;
import static io.enginebench.analysis.gate.GateRuns.trainings;
import static io.enginebench.analysis.gate.GateRuns.with;
import static io.enginebench.analysis.gate.GateRuns.worseBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.gate.GateReport.Decision;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.gate.GateRuns.Rounds;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gate compares and by which rules; how it might be fooled is {@link GateScenariosTest}. */
class GateTest {
    private static final int SEEDS = 6;

    private static Set<Outcome> outcomes(GateReport report, String metric) {
        return report.rows().stream()
                .filter(row -> row.metric().startsWith(metric))
                .map(GateRow::outcome)
                .collect(Collectors.toSet());
    }

    @Test
    void runAgainstItselfIsIdentical() throws IOException {
        GateReport report = gate(same(), same());
        assertEquals(Set.of(Outcome.IDENTICAL), outcomes(report, ""));
        assertEquals(List.of(), report.differences());
        assertEquals(Decision.OPEN, report.decision(true));
    }

    private static RunResult computing(String graph) throws IOException {
        return run(document -> document.putArray("models")
                .addObject()
                .put("task", "emojis")
                .put("model", "study-cnn")
                .put("graph_sha256", graph.repeat(64)));
    }

    @Test
    void networksOfOneNameThatComputeDifferentThingsAreNotCompared() throws IOException {
        GateReport report = gate(computing("a"), computing("b"));
        List<GateRow> emojis = report.rows().stream()
                .filter(row -> row.task().equals("emojis"))
                .toList();
        assertEquals(
                List.of(Outcome.NOT_COMPARED),
                emojis.stream().map(GateRow::outcome).toList());
        assertTrue(emojis.get(0).text().contains("compute different things"), emojis.toString());
        assertEquals(Set.of(Outcome.IDENTICAL), outcomes(gate(computing("a"), computing("a")), ""));
    }

    @Test
    void threePointsOfAccuracyLostAreARegressionOfEachEngine() throws IOException {
        RunResult baseline = seeds(same(), SEEDS);
        RunResult worse = worseBy(baseline, 3);
        GateReport report = gate(baseline, worse);
        Set<String> engines = report.of(Outcome.WORSE).stream()
                .filter(row -> row.task().equals("emojis") && row.metric().equals("accuracy"))
                .map(GateRow::engine)
                .collect(Collectors.toSet());
        assertEquals(Set.of("pytorch", "mxnet"), engines, report.rows().toString());
        assertEquals(Decision.SHUT, report.decision(false));
        assertTrue(
                report.rows().stream()
                        .filter(row -> row.task().equals("navigability")
                                && row.metric().equals("answers"))
                        .allMatch(row -> row.outcome() == Outcome.IDENTICAL),
                "the other task did not change");
        GateReport gain = gate(worse, baseline);
        assertEquals(List.of(), gain.of(Outcome.WORSE), "the other way round it is a gain");
        assertEquals(Set.of(Outcome.BETTER), outcomes(gain, "accuracy"));
    }

    @Test
    void sameLossWithinAWiderMarginIsNoRegression() throws IOException {
        RunResult baseline = seeds(same(), SEEDS);
        GateReport report = gate(
                baseline,
                worseBy(baseline, 3),
                Map.of(Metric.ACCURACY, 0.1, Metric.MACRO_RECALL, 0.1, Metric.RECALL, 0.99));
        assertEquals(Set.of(Outcome.EQUIVALENT), outcomes(report, "accuracy"));
    }

    @Test
    void fifthMoreTimeIsARegressionAndTheSameTimeIsEquivalent() throws IOException {
        RunResult baseline = timed(Rounds.usual(1));
        RunResult slower = timed(Rounds.usual(2).slower(1.2));
        List<GateRow> worse = gate(baseline, slower).of(Outcome.WORSE);
        assertEquals(
                List.of("train_throughput train batch 32, 1 thread", "infer_throughput infer batch 1, 1 thread"),
                worse.stream().map(GateRow::metric).toList());
        // 1 / 1.2 = 0.833
        assertTrue(
                worse.get(0).text().startsWith("0.83") && worse.get(0).text().endsWith("the margin is 0.952..1.050"),
                worse.get(0).text());
        GateReport equal = gate(baseline, timed(Rounds.usual(3)));
        assertEquals(Set.of(Outcome.IDENTICAL, Outcome.EQUIVALENT), outcomes(equal, ""));
        assertEquals(Decision.OPEN, equal.decision(true));
        assertEquals(
                List.of(),
                gate(baseline, slower, Map.of(Metric.TRAIN_THROUGHPUT, 0.5, Metric.INFER_THROUGHPUT, 0.5))
                        .of(Outcome.WORSE));
    }

    @Test
    void speedIsNotComparedWhereAControlFailed() throws IOException {
        RunResult slower = timed(Rounds.usual(2).slower(1.2));
        RunResult unfit = with(
                slower,
                slower.cells(),
                List.of(Control.ofVersion1(
                        "a b, train, batch 1, 1 thread: a against itself is equivalent", false, "1.10")));
        GateReport report = gate(timed(Rounds.usual(1)), unfit);
        assertEquals(
                List.of("candidate: a b, train, batch 1, 1 thread: a against itself is equivalent, 1.10"),
                report.unfit());
        assertEquals(List.of(), report.of(Outcome.WORSE));
        assertEquals(Decision.CANNOT_TELL, report.decision(false));
    }

    @Test
    void controlsOfTrainingsAreHeldAgainstNothing() throws IOException {
        RunResult baseline = seeds(same(), 2);
        RunResult controlled = trainings(baseline, cell -> Stream.of(cell, nudged(cell)));
        assertEquals(gate(baseline, baseline).rows(), gate(baseline, controlled).rows());
        assertEquals(gate(baseline, baseline).rows(), gate(controlled, baseline).rows());
    }

    @Test
    void qualityIsNotComparedOnTheTaskWhoseControlFailed() throws IOException {
        RunResult baseline = seeds(same(), SEEDS);
        RunResult worse = worseBy(baseline, 3);
        Control failed = Control.ofTrainings(
                "mxnet", "emojis", "study-cnn", Division.TUNED, 1, Control.State.FAILED, "mxnet is better");
        GateReport report = gate(baseline, with(worse, worse.cells(), List.of(failed)));
        assertEquals(List.of("candidate: " + failed.name() + ", mxnet is better"), report.unfit());
        assertEquals(Set.of(), outcomes(report, "accuracy"));
        assertEquals(Set.of(), outcomes(report, "recall"));
        assertEquals(Set.of(Outcome.IDENTICAL), outcomes(report, "answers"), "the other task");
        assertEquals(Decision.CANNOT_TELL, report.decision(false));
    }

    /** It is the test of scores that cannot be relied on, not the clock. */
    @Test
    void speedIsComparedAllTheSameWhereAControlOfTrainingsFailed() throws IOException {
        RunResult slower = timed(Rounds.usual(2).slower(1.2));
        Control failed = Control.ofTrainings(
                "mxnet", "emojis", "study-cnn", Division.TUNED, 1, Control.State.FAILED, "mxnet is better");
        assertEquals(
                2,
                gate(timed(Rounds.usual(1)), with(slower, slower.cells(), List.of(failed)))
                        .of(Outcome.WORSE)
                        .size());
    }

    @Test
    void undecidedControlIsSaidAndForbidsNothing() throws IOException {
        RunResult slower = timed(Rounds.usual(2).slower(1.2));
        Control open = Control.ofVersion1(
                        "a b, train, batch 1, 1 thread: a against itself is equivalent", false, "1.04")
                .judged(Control.State.UNDECIDED);
        GateReport report = gate(timed(Rounds.usual(1)), with(slower, slower.cells(), List.of(open)));
        assertEquals(Decision.SHUT, report.decision(false));
        assertTrue(
                report.differences()
                        .contains(
                                "1 of 1 controls of the candidate are undecided: too few rounds or seeds for the noise they have"),
                report.toString());
    }

    @Test
    void speedOnAnotherMachineIsNotComparedAndTheMachineIsNamed() throws IOException {
        RunResult other = GateRuns.edited(
                timed(Rounds.usual(2).slower(1.2)),
                document -> ((ObjectNode) document.at("/environment/host")).put("host_processor_core_count", 64));
        GateReport report = gate(timed(Rounds.usual(1)), other);
        assertEquals(
                List.of("processors: %s in the baseline, 64 cores now"
                        .formatted(same().environment().host().processors())),
                report.of(Outcome.NOT_COMPARED).stream().map(GateRow::text).toList());
        assertEquals(Decision.CANNOT_TELL, report.decision(false));
    }

    /** As {@code taskset} and containers do it. */
    @Test
    void speedOnFewerProcessorsOfTheSameMachineIsNotCompared() throws IOException {
        RunResult fewer = GateRuns.edited(
                timed(Rounds.usual(2)),
                document -> ((ObjectNode) document.at("/environment/host")).put("usable_processor_count", 1));
        assertEquals(
                List.of("processors: %s in the baseline, %1$s, 1 of them usable now"
                        .formatted(same().environment().host().processors())),
                gate(timed(Rounds.usual(1)), fewer).of(Outcome.NOT_COMPARED).stream()
                        .map(GateRow::text)
                        .toList());
    }

    @Test
    void otherDataIsNotCompared() throws IOException {
        GateReport report =
                gate(same(), run(document -> document.withArray("data").forEach(GateTest::otherHash)));
        assertEquals(Set.of(Outcome.NOT_COMPARED), outcomes(report, ""));
        assertTrue(
                report.rows().get(0).text().startsWith("SHA-256 of the data: "),
                report.rows().get(0).text());
        assertEquals(Decision.CANNOT_TELL, report.decision(false));
    }

    private static void otherHash(JsonNode data) {
        ((ObjectNode) data).put("sha256", "0".repeat(64));
    }

    @Test
    void otherRecipeIsNotComparedAndSaysWhatDiffers() throws IOException {
        GateReport report = gate(
                same(),
                run(document -> document.withArray("cells").forEach(cell -> {
                    if (cell.has("hyper_parameters")) {
                        ((ObjectNode) cell.path("hyper_parameters")).put("global_batch_size", 64);
                    }
                })));
        assertEquals(Set.of(Outcome.NOT_COMPARED), outcomes(report, ""));
        assertTrue(
                report.rows().get(0).text().contains("batch 32 against 64"),
                report.rows().get(0).text());
    }

    /** Timings do not say themselves by what they train. */
    @Test
    void timesOfAnotherOptimiserAreNotCompared() throws IOException {
        RunResult other = GateRuns.edited(
                timed(Rounds.usual(2).slower(1.2)),
                document -> document.withArray("tasks")
                        .forEach(task -> ((ObjectNode) task.path("hyper_parameters"))
                                .put("opt_name", "sgd")
                                .put("opt_momentum", 0.9)
                                .remove("opt_epsilon")));
        GateReport report = gate(timed(Rounds.usual(1)), other);
        String change =
                "training: adam at 0.001 of the %1$s in the baseline, sgd at 0.001, momentum 0.9 of the %1$s now";
        assertEquals(
                Set.of(change.formatted("cross-entropy"), change.formatted("squared error")),
                report.of(Outcome.NOT_COMPARED).stream().map(GateRow::text).collect(Collectors.toSet()));
        assertEquals(Decision.CANNOT_TELL, report.decision(false));
    }

    @Test
    void trainingThatCrashesNowIsARegression() throws IOException {
        RunResult now = run(document -> {
            ObjectNode cell = (ObjectNode) document.withArray("cells").get(0);
            cell.put("status", "CRASHED").put("reason", "it died");
            cell.remove(
                    List.of("metrics", "training_duration_s", "predict_duration_s", "evidence", "predictions", "raw"));
        });
        assertEquals(
                "clean seed 1 fold 0: 1 of 1 failed, 0 of 1 in the baseline; the first: CRASHED, it died",
                gate(same(), now).of(Outcome.WORSE).get(0).text());
    }

    @Test
    void moreSeedsThanTheBaselineHasDoNotHideTheOnesInCommon() throws IOException {
        assertEquals(Decision.OPEN, gate(seeds(same(), 1), seeds(same(), 3)).decision(true));
    }

    @Test
    void unknownMetricIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> gate(same(), same(), Map.of(Metric.R2, 0.1)));
    }
}
