package io.enginebench.record.cell;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one cell. The first four belong to a classification, the next three to a regression; the others to both.
 *
 * @param accuracy fraction of test rows whose top-1 class is right
 * @param recall per class, in the task's order
 * @param macroRecall the mean over the classes that have test rows
 * @param confusion rows are true classes, columns predicted ones, entries numbers of test rows
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param r2 1 - residual sum of squares / total sum of squares; null where all targets are equal
 * @param baseline what the best constant answer would score: accuracy of the training rows' majority class, or MSE of
 *     their mean target
 * @param trainThroughput rows trained on per second of {@code training_duration_s}
 * @param inferThroughput test rows per second of {@code predict_duration_s}
 */
public record Metrics(
        @Nullable Metric accuracy,
        @Nullable List<ClassRecall> recall,
        @Nullable Metric macroRecall,
        @Nullable List<List<Integer>> confusion,
        @Nullable Metric mse,
        @Nullable Metric mae,
        @Nullable Metric r2,
        @Nullable Metric baseline,
        @Nullable Metric trainThroughput,
        @Nullable Metric inferThroughput) {
    public Metrics {
        recall = recall == null ? null : List.copyOf(recall);
        confusion = confusion == null ? null : List.copyOf(confusion);
    }

    /** What the task is judged by: accuracy, or the mean squared error of a regression. */
    public Metric judged() {
        return accuracy == null ? Objects.requireNonNull(mse, "mse") : accuracy;
    }

    /** The same quality with the speed it was reached at, and the trivial answer's score. */
    public Metrics with(Metric baselineScore, Metric train, Metric infer) {
        return new Metrics(accuracy, recall, macroRecall, confusion, mse, mae, r2, baselineScore, train, infer);
    }
}
