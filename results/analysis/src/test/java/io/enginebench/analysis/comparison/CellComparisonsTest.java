package io.enginebench.analysis.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.score.Scores;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.figure.EpochScores;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.figure.Raw;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellComparisonsTest {
    /** Of 1,000 test rows the first half is of class 0. */
    private static final int ROWS = 1000;

    private static final HyperParameters HYPER =
            new HyperParameters(3, 32, Optimiser.adam(0.001, 1e-7), 640, null, null);

    private static TaskDescriptor task(Split split) {
        return new TaskDescriptor(
                "faces",
                "Faces",
                TaskKind.CLASSIFICATION,
                "faces",
                List.of("m"),
                List.of(1, 20, 20),
                null,
                2,
                List.of("sad", "happy"),
                split,
                HYPER,
                null);
    }

    private static final TaskDescriptor WHOLE = task(new Split.HoldOut());
    private static final TaskDescriptor FOLDED = task(new Split.KFold(2));

    private static QualitySpec spec(TaskDescriptor task, String engine, long seed, Integer fold, int threads) {
        Setting setting = new Setting(
                engine, Division.TUNED, "cpu", Dtype.FLOAT32, threads, task.id(), "m", Protocol.CLEAN, fold, seed);
        return new QualitySpec(task, setting, HYPER, null);
    }

    /** A training whose last {@code misses} test rows are answered wrongly. */
    private static QualityCell cell(QualitySpec spec, int misses, String order) {
        int first = spec.fold() == null ? 0 : spec.fold() * ROWS;
        List<Integer> rows = IntStream.range(first, first + ROWS).boxed().toList();
        List<Integer> labels =
                IntStream.range(0, ROWS).mapToObj(i -> i < ROWS / 2 ? 0 : 1).toList();
        List<Integer> answers = IntStream.range(0, ROWS)
                .mapToObj(i -> i < ROWS - misses ? labels.get(i) : 1 - labels.get(i))
                .toList();
        Predictions predictions = new Predictions.Classes(rows, labels, answers);
        return spec.measured(
                HYPER.withRows(640, ROWS),
                List.of(1.0),
                new Outcome.Trained(
                        Scores.of(predictions, spec.task().classes())
                                .with(
                                        Metric.ACCURACY.of(0.5),
                                        Metric.TRAIN_THROUGHPUT.of(1),
                                        Metric.INFER_THROUGHPUT.of(1)),
                        null,
                        1,
                        1,
                        new Evidence("weights", order, "c", 0),
                        predictions,
                        new Raw(List.of(1L))));
    }

    /** Ten seeds of x against y, which misses {@code more} rows more, and one more with each second seed. */
    private static List<CellResult> seeds(int more, UnaryOperator<CellResult> ofY) {
        List<CellResult> cells = new ArrayList<>();
        for (int seed = 1; seed <= 10; seed++) {
            cells.add(cell(spec(WHOLE, "x", seed, null, 1), 100, "order"));
            cells.add(ofY.apply(cell(spec(WHOLE, "y", seed, null, 1), 100 + more + seed % 2, "order")));
        }
        return cells;
    }

    private static List<Comparison> compare(TaskDescriptor task, List<CellResult> cells) {
        return CellComparisons.of(List.of(task), Opponents.eachTwo(List.of("x", "y")), cells, List.of(), true);
    }

    private static Comparison metric(List<Comparison> comparisons, Metric metric) {
        return comparisons.stream()
                .filter(one -> one.metric() == metric)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void engineThatIsTwoPointsBetterOnEverySeedIsBetter() {
        List<Comparison> comparisons = compare(WHOLE, seeds(20, cell -> cell));
        assertEquals(
                List.of(Metric.ACCURACY, Metric.MACRO_RECALL, Metric.RECALL, Metric.RECALL),
                comparisons.stream().map(Comparison::metric).toList());
        Comparison accuracy = metric(comparisons, Metric.ACCURACY);
        assertEquals(10, accuracy.n());
        // Differences are 0.020 and 0.021, five of each, so that the median of the pairs' means is 0.0205.
        assertEquals(0.0205, accuracy.estimate(), 1e-9);
        assertEquals(Conclusion.BETTER, accuracy.verdict());
        assertEquals("x", accuracy.better());
        assertEquals("sad", comparisons.get(2).scope().className());
        assertEquals(Conclusion.EQUIVALENT, comparisons.get(2).verdict(), "no row of the first class is ever missed");
        assertEquals(Conclusion.BETTER, comparisons.get(3).verdict(), "all of them are of the second class");
    }

    @Test
    void engineThatIsTwoRowsBetterIsEquivalent() {
        Comparison accuracy = metric(compare(WHOLE, seeds(2, cell -> cell)), Metric.ACCURACY);
        assertEquals(Conclusion.EQUIVALENT, accuracy.verdict());
        assertTrue(accuracy.text().contains("real but smaller than the margin"), accuracy.text());
    }

    /** Ten seeds that reached 0.8 after epochs of 1 s on x, and 2 s on y. */
    private static List<CellResult> aimed() {
        return seeds(2, cell -> cell).stream()
                .map(QualityCell.class::cast)
                .<CellResult>map(cell -> new QualityCell(
                        cell.id(),
                        cell.setting(),
                        cell.hyperParameters(),
                        cell.lossPerEpoch(),
                        null,
                        new Outcome.Trained(
                                cell.metrics(),
                                EpochScores.of(
                                        TaskKind.CLASSIFICATION,
                                        0.8,
                                        List.of(0.9),
                                        List.of(1L),
                                        List.of(cell.engine().equals("x") ? 1_000_000_000L : 2_000_000_000L)),
                                1,
                                1,
                                cell.evidence(),
                                cell.predictions(),
                                cell.raw())))
                .toList();
    }

    @Test
    void timesToTheTargetAreComparedWhereTrainingsHadTheMachineToThemselves() {
        Comparison time = metric(compare(WHOLE, aimed()), Metric.TIME_TO_TARGET);
        assertEquals(0.5, time.estimate(), 1e-12);
        assertEquals("x", time.better());
        assertTrue(
                CellComparisons.of(List.of(WHOLE), Opponents.eachTwo(List.of("x", "y")), aimed(), List.of(), false)
                        .stream()
                        .noneMatch(one -> one.metric() == Metric.TIME_TO_TARGET));
    }

    @Test
    void failedSeedIsTheWorstAndTwoMakeTheComparisonInvalid() {
        UnaryOperator<CellResult> first = cell -> cell.seed() == 1 ? failed(cell, CellStatus.DIVERGED) : cell;
        Comparison one = metric(compare(WHOLE, seeds(2, first)), Metric.ACCURACY);
        assertEquals(10, one.n());
        assertEquals(List.of(0, 1), one.failed());

        UnaryOperator<CellResult> two = cell -> cell.seed() <= 2 ? failed(cell, CellStatus.CRASHED) : cell;
        Comparison invalid = metric(compare(WHOLE, seeds(2, two)), Metric.ACCURACY);
        assertEquals(Conclusion.INVALID, invalid.verdict());
        assertTrue(invalid.text().contains("y failed on 2 of 10 seeds"), invalid.text());
    }

    @Test
    void engineThatIsNotHereIsNotCompared() {
        assertEquals(List.of(), compare(WHOLE, seeds(2, cell -> failed(cell, CellStatus.UNSUPPORTED))));
    }

    private static CellResult failed(CellResult cell, CellStatus status) {
        return spec(WHOLE, cell.engine(), cell.seed(), null, 1).ended(new Outcome.Ended(status, "it did"));
    }

    @Test
    void cellsThatWereNotGivenTheSameAreRefusedWithWhatDiffers() {
        List<Comparison> comparisons = compare(
                WHOLE, seeds(2, cell -> cell.seed() == 3 ? cell(spec(WHOLE, "y", 3, null, 2), 100, "another") : cell));
        assertEquals(4, comparisons.size());
        for (Comparison one : comparisons) {
            assertEquals(Conclusion.INVALID, one.verdict());
            assertTrue(one.text().contains("threads 1 against 2, batch order order against another"), one.text());
        }
    }

    @Test
    void foldsAreAveragedInTheirSeedAndOneSeedIsNoSample() {
        List<CellResult> cells = new ArrayList<>();
        for (int seed = 1; seed <= 5; seed++) {
            for (int fold = 0; fold < 2; fold++) {
                cells.add(cell(spec(FOLDED, "x", seed, fold, 1), 100, "order"));
                cells.add(cell(spec(FOLDED, "y", seed, fold, 1), 100 + seed + fold, "order"));
            }
        }
        Comparison accuracy = metric(compare(FOLDED, cells), Metric.ACCURACY);
        assertEquals(5, accuracy.n());
        assertEquals(2, accuracy.folds());
        assertEquals(PairedBy.SEED, accuracy.pairedBy());
        // Misses differ by 1..5 and 2..6: 3.5 of 1,000 in the mean.
        assertEquals(0.0035, accuracy.estimate(), 1e-9);
        assertEquals("paired t", accuracy.method());
        assertEquals("corrected resampled t", accuracy.beyondInterval().method());

        assertEquals(
                Conclusion.NO_INFERENCE,
                metric(compare(FOLDED, cells.subList(0, 4)), Metric.ACCURACY).verdict());

        assertEquals(
                Conclusion.NO_INFERENCE,
                metric(compare(WHOLE, seeds(20, cell -> cell).subList(0, 2)), Metric.ACCURACY)
                        .verdict());
    }

    /** As when a campaign is stopped, or a machine is lost, in mid-seed. */
    @Test
    void seedThatWasInterruptedAmongItsFoldsIsLeftOut() {
        List<CellResult> cells = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            for (int fold = 0; fold < 2; fold++) {
                cells.add(cell(spec(FOLDED, "x", seed, fold, 1), 100, "order"));
                cells.add(cell(spec(FOLDED, "y", seed, fold, 1), 100 + seed + fold, "order"));
            }
        }
        List<Comparison> three = compare(FOLDED, cells.subList(0, 12));
        CellResult stopped = spec(FOLDED, "y", 4, 1, 1).ended(new Outcome.Ended(CellStatus.INTERRUPTED, "stopped"));
        cells.set(15, stopped);
        assertEquals(three, compare(FOLDED, cells));
    }
}
