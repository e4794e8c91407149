package io.enginebench.analysis.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final List<String> THREE = List.of("a", "b", "c");

    private static Metrics classes(List<Integer> labels, List<Integer> predicted) {
        return Scores.of(new Predictions.Classes(numbers(labels.size()), labels, predicted), THREE);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    /** Six rows: class a is found 1 of 2 times, b 2 of 3, c 1 of 1; by hand. */
    @Test
    void recallIsHitsOverSupportForEachClass() {
        Metrics metrics = classes(List.of(0, 0, 1, 1, 1, 2), List.of(0, 1, 1, 1, 2, 2));
        assertNotNull(metrics.accuracy());
        assertNotNull(metrics.recall());
        assertNotNull(metrics.macroRecall());
        assertEquals(4 / 6.0, metrics.accuracy().score(), 1e-15);
        assertEquals(0.5, metrics.recall().get(0).score());
        assertEquals(2 / 3.0, metrics.recall().get(1).score());
        assertEquals(1.0, metrics.recall().get(2).score());
        assertEquals((0.5 + 2 / 3.0 + 1) / 3, metrics.macroRecall().score(), 1e-15);
        assertEquals(List.of(List.of(1, 1, 0), List.of(0, 2, 1), List.of(0, 0, 1)), metrics.confusion());
    }

    @Test
    void recallIsZeroWhenClassIsNeverPredicted() {
        Metrics metrics = classes(List.of(0, 1, 2), List.of(0, 0, 0));
        assertNotNull(metrics.recall());
        assertEquals(0.0, metrics.recall().get(1).score());
        assertEquals(1, metrics.recall().get(1).support());
    }

    @Test
    void classWithoutTestRowsHasNoRecallAndIsLeftOutOfTheMacroMean() {
        Metrics metrics = classes(List.of(0, 0, 1), List.of(0, 2, 1));
        assertNotNull(metrics.recall());
        assertNotNull(metrics.macroRecall());
        assertNull(metrics.recall().get(2).score());
        assertEquals(0, metrics.recall().get(2).support());
        assertEquals(0.75, metrics.macroRecall().score());
    }

    @Test
    void predictionThatIsNoClassIsRefused() {
        assertEquals(
                "prediction for test row 1 must be 0..2, got 3",
                assertThrows(IllegalArgumentException.class, () -> classes(List.of(0, 1), List.of(0, 3)))
                        .getMessage());
    }

    /**
     * Targets 1 2 4, answers 1.5 2 3: errors 0.5 0 -1; squares 0.25 0 1; total sum of squares around 7/3 is 14/3. The same
     * figures come from scikit-learn 1.2.1's mean_squared_error, mean_absolute_error and r2_score.
     */
    @Test
    void regressionFiguresAreThoseOfTheirFormulas() {
        Metrics metrics =
                Scores.of(new Predictions.Values(numbers(3), List.of(1f, 2f, 4f), List.of(1.5f, 2f, 3f)), List.of());
        assertNotNull(metrics.mse());
        assertNotNull(metrics.mae());
        assertNotNull(metrics.r2());
        assertEquals(1.25 / 3, metrics.mse().score(), 1e-15);
        assertEquals(0.5, metrics.mae().score(), 1e-15);
        assertEquals(1 - 1.25 / (14 / 3.0), metrics.r2().score(), 1e-15);
    }

    /** scikit-learn 1.2.1's mean_squared_error, mean_absolute_error and r2_score of two targets; R2 of one that varies is that one's. */
    @Test
    void severalTargetsAreTheirMeans() {
        List<Float> targets = List.of(1f, 10f, 2f, 20f, 4f, 10f);
        Metrics metrics =
                Scores.of(new Predictions.Values(numbers(3), targets, List.of(1.5f, 12f, 2f, 16f, 3f, 10f)), List.of());
        assertEquals(3.541666666666667, metrics.mse().score(), 1e-15);
        assertEquals(1.25, metrics.mae().score(), 1e-15);
        assertEquals(0.7160714285714285, metrics.r2().score(), 1e-15);
        Metrics constant = Scores.of(
                new Predictions.Values(numbers(2), List.of(1f, 7f, 2f, 7f), List.of(1f, 7f, 2f, 8f)), List.of());
        assertEquals(1, constant.r2().score());
    }

    /**
     * scikit-learn 1.2.1's accuracy_score, recall_score, precision_score(zero_division=0) and f1_score of indicator matrices: four rows, of which the
     * first and the last are right in all three classes.
     */
    @Test
    void rowsOfSeveralClassesAreRightIfAllOfThemAre() {
        Metrics metrics = Scores.of(
                new Predictions.Labels(
                        numbers(4),
                        List.of(1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0),
                        List.of(1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0)),
                THREE);
        assertEquals(0.5, metrics.accuracy().score());
        assertEquals(
                List.of(0.5, 1.0, 1.0),
                metrics.recall().stream().map(recall -> recall.score()).toList());
        assertEquals(0.8333333333333334, metrics.macroRecall().score(), 1e-15);
        assertEquals(
                0.8888888888888888, metrics.further().get("macro_precision").score(), 1e-15);
        assertEquals(0.8222222222222223, metrics.further().get("macro_f1").score(), 1e-15);
        assertEquals(0.7866666666666667, metrics.further().get("weighted_f1").score(), 1e-15);
        assertNull(metrics.confusion());
        assertEquals(
                "label 0 must be 0 or 1, got 2 and 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Scores.of(
                                        new Predictions.Labels(numbers(1), List.of(2, 0, 0), List.of(0, 0, 0)), THREE))
                        .getMessage());
    }

    @Test
    void r2IsAbsentWhenAllTargetsAreEqual() {
        assertNull(Scores.of(new Predictions.Values(numbers(2), List.of(1f, 1f), List.of(1f, 2f)), List.of())
                .r2());
    }
}
