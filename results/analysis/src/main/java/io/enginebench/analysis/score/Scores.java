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

/** Derives every quality figure of a cell from its predictions. */
public final class Scores {
    private Scores() {}

    /** The figures that belong to the kind of predictions. */
    public static Metrics of(Predictions predictions, List<String> classes) {
        if (predictions instanceof Predictions.Classes answers) {
            return classification(answers, classes);
        }
        return regression((Predictions.Values) predictions);
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
        for (int i = 0; i < predictions.rows().size(); i++) {
            int truth = predictions.labels().get(i);
            int answer = predictions.predicted().get(i);
            Check.that(truth >= 0 && truth < n, "label of test row " + i, "0.." + (n - 1), truth);
            Check.that(answer >= 0 && answer < n, "prediction for test row " + i, "0.." + (n - 1), answer);
            confusion[truth][answer]++;
        }
        List<ClassRecall> recall = new ArrayList<>();
        int hits = 0;
        for (int c = 0; c < n; c++) {
            hits += confusion[c][c];
            recall.add(ClassRecall.of(
                    classes.get(c), confusion[c][c], Arrays.stream(confusion[c]).sum()));
        }
        double macro = recall.stream()
                .map(ClassRecall::score)
                .filter(score -> score != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return new Metrics(
                Metric.ACCURACY.of(hits / (double) predictions.rows().size()),
                recall,
                Metric.MACRO_RECALL.of(macro),
                Arrays.stream(confusion)
                        .map(row -> IntStream.of(row).boxed().toList())
                        .toList(),
                null,
                null,
                null,
                null,
                null,
                null,
                balanced(confusion));
    }

    /** Precision and F1 over the classes that have test rows or are answered of. */
    private static Map<String, Score> balanced(int[][] confusion) {
        int rows = Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
        int met = 0;
        double precision = 0;
        double f1 = 0;
        double weighted = 0;
        for (int c = 0; c < confusion.length; c++) {
            int column = c;
            int support = Arrays.stream(confusion[c]).sum();
            int answered = Arrays.stream(confusion).mapToInt(row -> row[column]).sum();
            if (support + answered == 0) {
                continue;
            }
            met++;
            double ofClass = 2.0 * confusion[c][c] / (support + answered);
            precision += answered == 0 ? 0 : confusion[c][c] / (double) answered;
            f1 += ofClass;
            weighted += ofClass * support;
        }
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(Metric.MACRO_PRECISION.id(), Metric.MACRO_PRECISION.of(precision / met));
        scores.put(Metric.MACRO_F1.id(), Metric.MACRO_F1.of(f1 / met));
        scores.put(Metric.WEIGHTED_F1.id(), Metric.WEIGHTED_F1.of(weighted / rows));
        return scores;
    }

    /** MSE, RMSE, MAE and R2, summed in double precision. */
    public static Metrics regression(Predictions.Values predictions) {
        int n = predictions.rows().size();
        double mean = predictions.targets().stream()
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
        double squares = 0;
        double absolutes = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            double target = predictions.targets().get(i);
            double error = predictions.predicted().get(i) - target;
            squares += error * error;
            absolutes += Math.abs(error);
            total += (target - mean) * (target - mean);
        }
        return new Metrics(
                null,
                null,
                null,
                null,
                Metric.MSE.of(squares / n),
                Metric.MAE.of(absolutes / n),
                total == 0 ? null : Metric.R2.of(1 - squares / total),
                null,
                null,
                null,
                Map.of(Metric.RMSE.id(), Metric.RMSE.of(Math.sqrt(squares / n))));
    }
}
