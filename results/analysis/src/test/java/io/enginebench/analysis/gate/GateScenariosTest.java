package io.enginebench.analysis.gate;

import static io.enginebench.analysis.gate.GateRuns.edited;
import static io.enginebench.analysis.gate.GateRuns.ended;
import static io.enginebench.analysis.gate.GateRuns.gate;
import static io.enginebench.analysis.gate.GateRuns.same;
import static io.enginebench.analysis.gate.GateRuns.seeds;
import static io.enginebench.analysis.gate.GateRuns.timed;
import static io.enginebench.analysis.gate.GateRuns.trainings;
import static io.enginebench.analysis.gate.GateRuns.worseBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.gate.GateReport.Decision;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.gate.GateRuns.Rounds;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to get a worse candidate, or one that was not measured, past the gate. */
class GateScenariosTest {
    private static void assertDecision(Decision decision, GateReport report) {
        assertEquals(decision, report.decision(false), report.toString());
    }

    private static String only(GateReport report, Outcome outcome) {
        List<GateRow> rows = report.of(outcome);
        assertEquals(1, rows.size(), report.toString());
        return rows.get(0).text();
    }

    /** The candidate's rounds of training end otherwise, from the one of that number on. */
    private static RunResult failing(RunResult run, CellStatus status, int from) {
        return GateRuns.cells(
                run,
                cell -> Stream.of(
                        cell instanceof ThroughputCell timed && timed.mode().trains() && timed.round() >= from
                                ? new ThroughputCell(
                                        timed.id(),
                                        timed.setting(),
                                        timed.timing(),
                                        null,
                                        new io.enginebench.record.cell.Outcome.Ended(status, "it went wrong"))
                                : cell));
    }

    @ParameterizedTest
    @CsvSource({"CRASHED, 1, 10", "CRASHED, 10, 1", "DIVERGED, 1, 10", "TIMEOUT, 6, 5"})
    void timingRoundsThatCrashOrDivergeShutTheGate(CellStatus status, int from, int failed) throws IOException {
        GateReport report = gate(timed(Rounds.usual(1)), failing(timed(Rounds.usual(2)), status, from));
        assertDecision(Decision.SHUT, report);
        assertEquals(
                "train batch 32, 1 thread: %d of 10 failed, 0 of 10 in the baseline; the first: %s, it went wrong"
                        .formatted(failed, status),
                only(report, Outcome.WORSE));
    }

    @Test
    void roundsThatFailedInTheBaselineAsOftenAreNoRegression() throws IOException {
        GateReport report = gate(
                failing(timed(Rounds.usual(1)), CellStatus.CRASHED, 10),
                failing(timed(Rounds.usual(2)), CellStatus.CRASHED, 10));
        assertDecision(Decision.OPEN, report);
    }

    /** The cost of a step may depend on its number, and older windows were of a training that went on. */
    @Test
    void windowsOfOtherStepsAreOtherWorkAndNotCompared() throws IOException {
        RunResult restored = edited(
                timed(Rounds.usual(2)),
                document -> document.get("cells").forEach(cell -> {
                    if (cell.get("kind").asText().equals("throughput")
                            && cell.get("mode").asText().equals("train")) {
                        ((ObjectNode) cell.get("raw")).put("first_step", 4);
                    }
                }));
        GateReport report = gate(timed(Rounds.usual(1)), restored);
        assertDecision(Decision.CANNOT_TELL, report);
        assertTrue(
                report.of(Outcome.NOT_COMPARED).stream()
                        .allMatch(row -> row.text()
                                .equals("windows must be of the same steps of a training, got [100 at a time] in the"
                                        + " baseline, [4..103] now")),
                report.rows().toString());
    }

    /** As the quick preset times a training; memory and speed of a process that had answered before are others. */
    @Test
    void windowsAfterAnotherMeasurementAreNotComparedWithThoseOfAFreshProcess() throws IOException {
        RunResult second = edited(
                timed(Rounds.usual(2)),
                document -> document.get("cells").forEach(cell -> {
                    if (cell.get("kind").asText().equals("throughput")
                            && cell.get("mode").asText().equals("train")) {
                        ((ObjectNode) cell.get("raw")).put("timed_before", 1);
                    }
                }));
        GateReport report = gate(timed(Rounds.usual(1)), second);
        assertDecision(Decision.CANNOT_TELL, report);
        assertTrue(
                report.of(Outcome.NOT_COMPARED).stream()
                        .allMatch(
                                row -> row.text()
                                        .equals(
                                                "windows must be of the same steps of a training, got [100 at a time] in the baseline,"
                                                        + " [100 at a time after another measurement in the same process] now")),
                report.rows().toString());
        assertDecision(Decision.OPEN, gate(second, second));
    }

    /** A variable, the preloaded library of OpenMP's threads, an option of the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"OMP_NUM_THREADS", "LD_PRELOAD", "-XX:+UseSerialGC"})
    void anotherEnvironmentIsNamedAndItsSpeedIsNotJudged(String what) throws IOException {
        RunResult other = edited(timed(Rounds.usual(2).slower(1.2)), document -> {
            ObjectNode engine = (ObjectNode) document.withArray("engines").get(0);
            if (what.startsWith("-")) {
                ArrayNode options = engine.withArray("jvm_options");
                options.remove(IntStream.range(0, options.size())
                        .filter(i -> options.get(i).asText().equals(what))
                        .findFirst()
                        .orElseThrow());
            } else {
                ((ObjectNode) engine.get("env")).put(what, "another");
            }
        });
        RunResult baseline = timed(Rounds.usual(1));
        GateReport report = gate(baseline, other);
        assertDecision(Decision.CANNOT_TELL, report);
        String said = only(report, Outcome.NOT_COMPARED);
        assertTrue(
                said.endsWith(what.startsWith("-") ? what + ": set in the baseline, not set now" : "another now"),
                said);
        assertTrue(said.contains(what), said);
        // It is what changed, and is judged where somebody says so.
        GateReport judged = Gate.of(baseline, other, new Gate.Terms(Map.of(), true));
        assertDecision(Decision.SHUT, judged);
        assertTrue(judged.differences().contains("pytorch: " + said + "; compared"), judged.toString());
    }

    @Test
    void marginOfWhatNeitherRunMeasuredHoldsNothingAgainstTheBaseline() throws IOException {
        GateReport report = gate(same(), same(), Map.of(Metric.TRAIN_THROUGHPUT, 0.1, Metric.ACCURACY, 0.02));
        assertDecision(Decision.CANNOT_TELL, report);
        assertEquals("a margin was given, and nothing was held against it", only(report, Outcome.NOT_COMPARED));
        assertEquals("train_throughput", report.of(Outcome.NOT_COMPARED).get(0).metric());
    }

    private static Predictions wrong(Predictions answers) {
        if (answers instanceof Predictions.Classes classes) {
            return new Predictions.Classes(
                    classes.rows(),
                    classes.labels(),
                    classes.labels().stream().map(label -> (label + 1) % 5).toList());
        }
        Predictions.Values values = (Predictions.Values) answers;
        return new Predictions.Values(
                values.rows(),
                values.targets(),
                values.targets().stream().map(target -> target + 10).toList());
    }

    @ParameterizedTest
    @CsvSource({"emojis, accuracy, 1", "navigability, mse, 1", "emojis, accuracy, 2"})
    void collapseOnOneSeedShutsTheGate(String task, String metric, int seeds) throws IOException {
        RunResult baseline = holdOut(seeds(same(), seeds));
        RunResult now = trainings(
                baseline,
                cell -> Stream.of(
                        cell.task().equals(task)
                                ? GateRuns.answering(baseline, cell, GateScenariosTest::wrong)
                                : cell));
        GateReport report = gate(baseline, now);
        assertDecision(Decision.SHUT, report);
        assertTrue(
                report.of(Outcome.WORSE).stream()
                        .anyMatch(row ->
                                row.engine().equals("mxnet") && row.metric().equals(metric)),
                report.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine", "task", "seeds", "fold", "rounds", "mode"})
    void whatTheCandidateHasNotMeasuredIsMissing(String what) throws IOException {
        RunResult baseline = timed(seeds(same(), 3), Rounds.usual(1));
        Map<String, Predicate<io.enginebench.record.cell.CellResult>> left = Map.of(
                "engine", cell -> cell.engine().equals("mxnet"),
                "task", cell -> cell.task().equals("navigability"),
                "seeds", cell -> cell.seed() > 1,
                "fold", cell -> Integer.valueOf(3).equals(cell.fold()),
                "rounds", cell -> cell instanceof ThroughputCell,
                "mode",
                        cell -> cell instanceof ThroughputCell timed
                                && !timed.mode().trains());
        RunResult now = GateRuns.cells(
                timed(seeds(same(), 3), Rounds.usual(2)),
                cell -> Stream.of(cell).filter(left.get(what).negate()));
        GateReport report = gate(baseline, now);
        assertDecision(Decision.SHUT, report);
        assertTrue(
                report.of(Outcome.MISSING).get(0).text().startsWith("in the baseline and not in the candidate: "),
                report.toString());
        assertEquals(List.of(), gate(now, baseline).of(Outcome.MISSING), "more than the baseline has is well");
    }

    @Test
    void otherSeedsAreMissingOnes() throws IOException {
        RunResult now = edited(
                same(), document -> document.withArray("cells").forEach(cell -> ((ObjectNode) cell).put("seed", 7)));
        assertDecision(Decision.SHUT, gate(same(), now));
    }

    @Test
    void fewerThanFiveRoundsAreNotCompared() throws IOException {
        GateReport report =
                gate(timed(Rounds.usual(1)), timed(Rounds.usual(2).slower(2).number(4)));
        assertDecision(Decision.CANNOT_TELL, report);
        assertTrue(
                report.of(Outcome.NOT_COMPARED)
                        .get(0)
                        .text()
                        .equals("5 processes or more must be in both runs, got 10 in the baseline, 4 now"),
                report.toString());
    }

    /** Of rates nothing good is claimed; what is worse is worse, and memory knows no warm-up. */
    @Test
    void roundsThatWereNotSteadyShowNothingGood() throws IOException {
        GateReport same = gate(timed(Rounds.usual(1)), timed(Rounds.usual(2).unsteady()));
        assertEquals(
                List.of(
                        "train_throughput train batch 32, 1 thread",
                        "infer_throughput infer batch 1, 1 thread",
                        "latency_p99 infer batch 1, 1 thread"),
                same.of(Outcome.INCONCLUSIVE).stream().map(GateRow::metric).toList());
        assertTrue(
                same.of(Outcome.INCONCLUSIVE)
                        .get(0)
                        .text()
                        .endsWith("the margin is 0.952..1.050; not steady: most rounds of the candidate"),
                same.toString());
        assertTrue(
                same.of(Outcome.EQUIVALENT).stream()
                        .anyMatch(row -> row.metric().startsWith("peak_rss train")),
                same.toString());
        assertEquals(Decision.OPEN, same.decision(false));
        assertEquals(Decision.SHUT, same.decision(true));
        assertDecision(
                Decision.SHUT,
                gate(timed(Rounds.usual(1).unsteady()), timed(Rounds.usual(2).slower(1.2))));
    }

    @Test
    void interruptedCandidateShutsTheGate() throws IOException {
        RunResult now =
                edited(same(), document -> ((ObjectNode) document.get("campaign")).put("termination", "interrupted"));
        assertEquals("the candidate was stopped before its end", only(gate(same(), now), Outcome.MISSING));
        RunResult undone = trainings(
                same(),
                cell -> Stream.of(
                        cell.engine().equals("mxnet")
                                ? ended(
                                        cell,
                                        new io.enginebench.record.cell.Outcome.Ended(CellStatus.INTERRUPTED, "stopped"))
                                : cell));
        assertDecision(Decision.SHUT, gate(same(), undone));
    }

    private enum Worse {
        P99("latency_p99 infer batch 1, 1 thread") {
            @Override
            Rounds of(Rounds rounds, double factor) {
                return rounds.laterAtP99(factor);
            }
        },
        RSS("peak_rss train batch 32, 1 thread") {
            @Override
            Rounds of(Rounds rounds, double factor) {
                return rounds.larger(factor);
            }
        };

        private final String metric;

        Worse(String metric) {
            this.metric = metric;
        }

        abstract Rounds of(Rounds rounds, double factor);
    }

    @ParameterizedTest
    @EnumSource(Worse.class)
    void tailAndMemoryThatGrowAreRegressions(Worse worse) throws IOException {
        RunResult baseline = timed(Rounds.usual(1));
        GateReport report = gate(baseline, timed(worse.of(Rounds.usual(2), 1.2)));
        assertDecision(Decision.SHUT, report);
        assertTrue(
                report.of(Outcome.WORSE).stream().anyMatch(row -> row.metric().equals(worse.metric)),
                report.toString());
        GateReport smaller = gate(baseline, timed(worse.of(Rounds.usual(2), 0.8)));
        assertDecision(Decision.OPEN, smaller);
        assertTrue(
                smaller.of(Outcome.BETTER).stream().anyMatch(row -> row.metric().equals(worse.metric)));
    }

    @Test
    void memoryOfTrainingsThatGrowsIsARegression() throws IOException {
        RunResult baseline = seeds(same(), 2);
        GateReport report = gate(
                baseline,
                trainings(
                        baseline,
                        cell -> Stream.of(
                                cell.with(Seen.of(cell.peakRssBytes() == null ? 0 : cell.peakRssBytes() * 2, 0)))));
        assertDecision(Decision.SHUT, report);
        assertTrue(
                report.of(Outcome.WORSE).stream().allMatch(row -> row.metric().equals("peak_rss trainings")),
                report.toString());
    }

    @Test
    void timeToTargetThatDoublesOrIsMissedIsARegression() throws IOException {
        RunResult trainings = seeds(same(), 8);
        RunResult baseline = GateRuns.reaching(trainings, cell -> 100.0 + cell.seed());
        GateReport slower = gate(baseline, GateRuns.reaching(trainings, cell -> 200.0 + cell.seed()));
        assertDecision(Decision.SHUT, slower);
        assertTrue(
                slower.of(Outcome.WORSE).stream().anyMatch(row -> row.metric().equals("time_to_target")),
                slower.toString());
        GateReport missed = gate(baseline, GateRuns.reaching(trainings, cell -> cell.seed() < 6 ? 100.0 : null));
        assertDecision(Decision.SHUT, missed);
        assertTrue(
                missed.of(Outcome.WORSE).stream().anyMatch(row -> row.metric().equals("time_to_target")),
                missed.toString());
    }

    @Test
    void speedsOfTwoRunsComeWithTheirWeakness() throws IOException {
        GateReport report = gate(timed(Rounds.usual(1)), timed(Rounds.usual(2)));
        assertTrue(report.differences().contains(SpeedGate.WEAKNESS), report.toString());
        assertEquals(List.of(), gate(same(), same()).differences(), "no speed, no weakness");
    }

    /** As docs/measuring.md has it: t from 2 to 5 seeds, signed-rank from 6. */
    @ParameterizedTest
    @CsvSource({"2, true", "5, true", "6, true", "1, false"})
    void twoSeedsAreJudgedAndOneIsNot(int seeds, boolean judged) throws IOException {
        RunResult baseline = holdOut(seeds(same(), seeds));
        GateReport report = gate(baseline, worseBy(baseline, 3));
        List<Outcome> outcomes = report.rows().stream()
                .filter(row -> row.metric().equals("accuracy"))
                .map(GateRow::outcome)
                .toList();
        assertEquals(2, outcomes.size(), report.toString());
        outcomes.forEach(outcome -> assertEquals(judged, outcome != Outcome.NOT_COMPARED, report.toString()));
    }

    /** The first fold of each seed as if it were the whole. */
    private static RunResult holdOut(RunResult run) {
        return trainings(
                run,
                cell -> cell.fold() != null && cell.fold() > 0
                        ? Stream.empty()
                        : Stream.of(new io.enginebench.record.cell.QualityCell(
                                cell.id(),
                                cell.setting().inFold(null),
                                cell.hyperParameters(),
                                cell.lossPerEpoch(),
                                cell.seen(),
                                cell.outcome())));
    }

    @Test
    void strictGateDemandsThatNoWorseIsShown() throws IOException {
        RunResult baseline = timed(Rounds.usual(1));
        // At the margin: neither worse nor within it.
        GateReport open = gate(baseline, timed(Rounds.usual(2).slower(1.05)));
        assertDecision(Decision.OPEN, open);
        assertEquals(Decision.SHUT, open.decision(true));
        // At the margin on the side of the better: perhaps better, and no worse.
        GateReport better = gate(baseline, timed(Rounds.usual(2).slower(1 / 1.05)));
        assertNotEquals(List.of(), better.of(Outcome.NOT_WORSE));
        assertEquals(Decision.OPEN, better.decision(true));
    }

    /** The rounds a second time, in the other division. */
    private static RunResult alsoPlain(RunResult tuned, RunResult rounds) {
        return GateRuns.with(
                tuned,
                Stream.concat(
                                tuned.cells().stream(),
                                rounds.throughputCells().stream()
                                        .map(cell -> new ThroughputCell(
                                                cell.id() + "-plain",
                                                cell.setting().in(Division.PLAIN),
                                                cell.timing(),
                                                cell.seen(),
                                                cell.outcome())))
                        .toList(),
                List.of());
    }

    @Test
    void divisionThatIsSlowerOrMissingIsNotHiddenByTheOther() throws IOException {
        RunResult tuned = timed(Rounds.usual(1));
        RunResult both = alsoPlain(tuned, timed(Rounds.usual(2)));
        GateReport slower = gate(both, alsoPlain(tuned, timed(Rounds.usual(3).slower(1.2))));
        assertEquals(
                List.of(
                        "train_throughput train batch 32, 1 thread, plain",
                        "infer_throughput infer batch 1, 1 thread, plain"),
                slower.of(Outcome.WORSE).stream().map(GateRow::metric).toList());
        assertEquals(
                "in the baseline and not in the candidate: train batch 32, 1 thread, plain; infer batch 1, 1 thread, plain",
                only(gate(both, tuned), Outcome.MISSING));
    }

    @Test
    void busyMachineIsNamed() throws IOException {
        RunResult busy = edited(timed(Rounds.usual(2)), document -> {
            for (JsonNode cell : document.withArray("cells")) {
                if (cell.has("load")) {
                    ((ObjectNode) cell.get("load")).put("steal_fraction", 0.3);
                }
            }
        });
        assertTrue(gate(timed(Rounds.usual(1)), busy)
                .differences()
                .contains("the machine of the candidate was busy in 20 of 20 timed cells (more than 2 % of the CPU"
                        + " time given to others in 20)"));
    }
}
