package io.enginebench.analysis.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Expected values are scikit-learn 1.2.1's ({@code log_loss}, {@code roc_auc_score}, {@code average_precision_score}, {@code
 * top_k_accuracy_score}, {@code precision_score}, {@code f1_score}) on the softmax in float64 of the same logits; the calibration error's are NumPy's
 * by its formula.
 */
class ProbabilityScoresTest {
    /** Made up: numbers that 32-bit floats have exactly, with ties, and a surplus for the right class in two rows of three. */
    private record Case(int rows, int classes) {
        List<Integer> labels() {
            return IntStream.range(0, rows)
                    .map(row -> (row * 5 + row / 7) % classes)
                    .boxed()
                    .toList();
        }

        float[] logits() {
            float[] logits = new float[rows * classes];
            for (int i = 0; i < logits.length; i++) {
                int row = i / classes;
                logits[i] = ((i * i * 31 + i * 17) % 101 - 50) / 16f;
                logits[i] += row % 3 != 0 && i % classes == labels().get(row) ? 2.5f : 0;
            }
            return logits;
        }

        Map<String, Score> scores() {
            return ProbabilityScores.of(logits(), labels(), classes);
        }

        Metrics ofAnswers() {
            float[] logits = logits();
            List<Integer> answers = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                int best = 0;
                for (int c = 1; c < classes; c++) {
                    best = logits[row * classes + c] > logits[row * classes + best] ? c : best;
                }
                answers.add(best);
            }
            List<Integer> numbers = IntStream.range(0, rows).boxed().toList();
            return Scores.of(
                    new Predictions.Classes(numbers, labels(), answers),
                    IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
        }
    }

    private static void holds(double expected, Metric metric, Map<String, Score> scores) {
        assertEquals(
                expected,
                Objects.requireNonNull(scores.get(metric.id()), metric.id()).score(),
                1e-12,
                metric.id());
    }

    @Test
    void scoresOfSevenClassesAreScikitLearns() {
        Map<String, Score> scores = new Case(60, 7).scores();
        holds(2.237247040022464, Metric.LOG_LOSS, scores);
        holds(0.8666666666666667, Metric.TOP_5_ACCURACY, scores);
        holds(0.6969739819004525, Metric.ROC_AUC, scores);
        holds(0.42513576481030674, Metric.AVERAGE_PRECISION, scores);
        holds(0.2103204224210312, Metric.CALIBRATION_ERROR, scores);
    }

    @Test
    void scoresOfTwoClassesAreScikitLearnsOfTheSecond() {
        Map<String, Score> scores = new Case(40, 2).scores();
        holds(0.7104463277915942, Metric.LOG_LOSS, scores);
        holds(0.8145780051150895, Metric.ROC_AUC, scores);
        holds(0.790491050407277, Metric.AVERAGE_PRECISION, scores);
        holds(0.18263867950470514, Metric.CALIBRATION_ERROR, scores);
        assertTrue(!scores.containsKey(Metric.TOP_5_ACCURACY.id()));
    }

    @Test
    void scoresOfAnswersAreScikitLearns() {
        Metrics seven = new Case(60, 7).ofAnswers();
        assertEquals(0.4, Objects.requireNonNull(seven.accuracy()).score(), 1e-12);
        Map<String, Score> scores = Objects.requireNonNull(seven.further());
        holds(0.3963718820861678, Metric.MACRO_PRECISION, scores);
        holds(0.39324839247439863, Metric.MACRO_F1, scores);
        holds(0.3944928466213296, Metric.WEIGHTED_F1, scores);
    }

    /** Class 3 is nowhere, class 4 never answered: scikit-learn's mean is over the classes that are met. */
    @Test
    void classThatIsNowhereIsLeftOutOfTheMeans() {
        List<Integer> rows = IntStream.range(0, 7).boxed().toList();
        Map<String, Score> scores = Objects.requireNonNull(Scores.of(
                        new Predictions.Classes(rows, List.of(0, 0, 1, 1, 1, 2, 4), List.of(0, 1, 1, 1, 2, 2, 2)),
                        List.of("a", "b", "c", "d", "e"))
                .further());
        holds(0.5, Metric.MACRO_PRECISION, scores);
        holds(0.4583333333333333, Metric.MACRO_F1, scores);
        holds(0.5476190476190476, Metric.WEIGHTED_F1, scores);
    }

    /** Where all rows are of one class there is nothing to be told apart. */
    @Test
    void oneClassAloneHasNoCurve() {
        Map<String, Score> scores = ProbabilityScores.of(new float[] {1, 0, 2, 0}, List.of(0, 0), 2);
        assertEquals(List.of(Metric.LOG_LOSS.id(), Metric.CALIBRATION_ERROR.id()), List.copyOf(scores.keySet()));
    }

    /** Logits so far apart that the right class's p is 0 in doubles still have a log-loss: their distance. */
    @Test
    void logLossIsOfTheLogits() {
        holds(1000, Metric.LOG_LOSS, ProbabilityScores.of(new float[] {0, 1000}, List.of(0), 2));
    }

    @Test
    void rootOfTheSquaredErrorIsScikitLearns() {
        Map<String, Score> scores = Objects.requireNonNull(Scores.of(
                        new Predictions.Values(
                                List.of(0, 1, 2, 3), List.of(1f, 2f, 2.5f, 4f), List.of(1.5f, 2f, 2f, 3.25f)),
                        List.of())
                .further());
        holds(0.5153882032022076, Metric.RMSE, scores);
    }
}
