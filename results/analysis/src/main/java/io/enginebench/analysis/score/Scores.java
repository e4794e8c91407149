package io.enginebench.analysis.score;

import io.enginebench.record.Check;
import io.enginebench.record.figure.ClassRecall;
import io.enginebench.record.figure.Metrics;
import io.enginebench.record.figure.Predictions;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derives every quality figure of a cell from its predictions. */
public final class Scores {
    private Scores() {}

    /** The figures that belong to the kind of predictions. */
    public static Metrics of(Predictions predictions, List<String> classes) {
        if (predictions instanceof Predictions.Classes answers) {
            return classification(answers, classes);
        }
        return predictions instanceof Predictions.Labels answers
                ? multiLabel(answers, classes)
                : regression((Predictions.Values) predictions);
    }

    /** Of each class, how many test rows it has, how many are answered with it, and how many of both. */
    private static final class Counts {
        final int[] support;
        final int[] answered;
        final int[] right;

        Counts(int classes) {
            support = new int[classes];
            answered = new int[classes];
            right = new int[classes];
        }

        List<ClassRecall> recall(List<String> classes) {
            return IntStream.range(0, classes.size())
                    .mapToObj(c -> ClassRecall.of(classes.get(c), right[c], support[c]))
                    .toList();
        }
    }

    /**
     * Accuracy, recall per class, macro recall and confusion matrix, as scikit-learn 1.x's {@code accuracy_score}, {@code
     * recall_score(average=None)} and {@code confusion_matrix} define them, but for a class without test rows: its recall
     * is absent here instead of 0, and macro recall is the mean over the other classes.
     *
     * @throws IllegalArgumentException if a label or prediction is not the number of a class
     */
    public static Metrics classification(Predictions.Classes predictions, List<String> classes) {
        int n = classes.size();
        int[][] confusion = new int[n][n];
        Counts counts = new Counts(n);
        int hits = 0;
        for (int i = 0; i < predictions.rows().size(); i++) {
            int truth = predictions.labels().get(i);
            int answer = predictions.predicted().get(i);
            Check.that(truth >= 0 && truth < n, "label of test row " + i, "0.." + (n - 1), truth);
            Check.that(answer >= 0 && answer < n, "prediction for test row " + i, "0.." + (n - 1), answer);
            confusion[truth][answer]++;
            counts.support[truth]++;
            counts.answered[answer]++;
            if (truth == answer) {
                counts.right[truth]++;
                hits++;
            }
        }
        return of(
                hits / (double) predictions.rows().size(),
                counts,
                classes,
                Arrays.stream(confusion)
                        .map(row -> IntStream.of(row).boxed().toList())
                        .toList());
    }

    /**
     * Of rows that may have several classes: accuracy, which counts rows that are right in all of them, and the figures of each class by itself, as
     * scikit-learn has them of indicator matrices. There is no confusion matrix.
     */
    private static Metrics multiLabel(Predictions.Labels predictions, List<String> classes) {
        int n = classes.size();
        Check.that(
                predictions.truths() == n,
                "labels of a row",
                "one for each of " + n + " classes",
                predictions.truths());
        Counts counts = new Counts(n);
        for (int i = 0; i < predictions.labels().size(); i++) {
            int truth = predictions.labels().get(i);
            int answer = predictions.predicted().get(i);
            Check.that((truth | answer | 1) == 1, "label " + i, "0 or 1", truth + " and " + answer);
            counts.support[i % n] += truth;
            counts.answered[i % n] += answer;
            counts.right[i % n] += truth & answer;
        }
        int rows = predictions.rows().size();
        long hits = IntStream.range(0, rows).filter(predictions::isRight).count();
        return of(hits / (double) rows, counts, classes, null);
    }

    private static Metrics of(
            double accuracy, Counts counts, List<String> classes, @Nullable List<List<Integer>> confusion) {
        List<ClassRecall> recall = counts.recall(classes);
        double macro = recall.stream()
                .map(ClassRecall::score)
                .filter(score -> score != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        return new Metrics(
                Metric.ACCURACY.of(accuracy),
                recall,
                Metric.MACRO_RECALL.of(macro),
                confusion,
                null,
                null,
                null,
                null,
                null,
                null,
                balanced(counts));
    }

    /** Precision and F1 over the classes that have test rows or are answered of, 0 of none. */
    private static Map<String, Score> balanced(Counts counts) {
        int met = 0;
        double precision = 0;
        double f1 = 0;
        double weighted = 0;
        for (int c = 0; c < counts.support.length; c++) {
            int support = counts.support[c];
            int answered = counts.answered[c];
            if (support + answered == 0) {
                continue;
            }
            met++;
            double ofClass = 2.0 * counts.right[c] / (support + answered);
            precision += answered == 0 ? 0 : counts.right[c] / (double) answered;
            f1 += ofClass;
            weighted += ofClass * support;
        }
        int all = Arrays.stream(counts.support).sum();
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(Metric.MACRO_PRECISION.id(), Metric.MACRO_PRECISION.of(precision / Math.max(1, met)));
        scores.put(Metric.MACRO_F1.id(), Metric.MACRO_F1.of(f1 / Math.max(1, met)));
        scores.put(Metric.WEIGHTED_F1.id(), Metric.WEIGHTED_F1.of(weighted / Math.max(1, all)));
        return scores;
    }

    /** MSE, RMSE, MAE and R2, summed in double precision, over the rows and the targets of each. */
    public static Metrics regression(Predictions.Values predictions) {
        int n = predictions.targets().size();
        int width = predictions.truths();
        double squares = 0;
        double absolutes = 0;
        List<Double> explained = new ArrayList<>();
        for (int target = 0; target < width; target++) {
            int[] places = IntStream.iterate(target, i -> i < n, i -> i + width).toArray();
            double mean = Arrays.stream(places)
                    .mapToDouble(i -> predictions.targets().get(i))
                    .average()
                    .orElseThrow();
            double own = 0;
            double total = 0;
            for (int i : places) {
                double truth = predictions.targets().get(i);
                double error = predictions.predicted().get(i) - truth;
                own += error * error;
                absolutes += Math.abs(error);
                total += (truth - mean) * (truth - mean);
            }
            squares += own;
            if (total != 0) {
                explained.add(1 - own / total);
            }
        }
        return new Metrics(
                null,
                null,
                null,
                null,
                Metric.MSE.of(squares / n),
                Metric.MAE.of(absolutes / n),
                explained.isEmpty()
                        ? null
                        : Metric.R2.of(explained.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow()),
                null,
                null,
                null,
                Map.of(Metric.RMSE.id(), Metric.RMSE.of(Math.sqrt(squares / n))));
    }
}
