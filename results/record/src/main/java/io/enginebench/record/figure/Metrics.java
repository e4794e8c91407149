package io.enginebench.record.figure;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one cell, each by the formula of its {@link Metric}. The first four belong to classes, a confusion matrix to rows of one class alone, the next three to a regression; the others to both.
 *
 * @param recall per class, in the task's order
 * @param confusion rows are true classes, columns predicted ones, entries numbers of test rows
 * @param r2 null where all targets are equal
 * @param baseline what the best constant answer would score: accuracy of the training rows' majority class, or MSE of
 *     their mean target
 * @param trainThroughput by {@code training_duration_s}
 * @param inferThroughput by {@code predict_duration_s}
 * @param further scores by the name of their metric, each a {@link Metric#id}; null in files of before there were any
 */
public record Metrics(
        @Nullable Score accuracy,
        @Nullable List<ClassRecall> recall,
        @Nullable Score macroRecall,
        @Nullable List<List<Integer>> confusion,
        @Nullable Score mse,
        @Nullable Score mae,
        @Nullable Score r2,
        @Nullable Score baseline,
        @Nullable Score trainThroughput,
        @Nullable Score inferThroughput,
        @Nullable Map<String, Score> further) {
    public Metrics {
        recall = recall == null ? null : List.copyOf(recall);
        confusion = confusion == null ? null : List.copyOf(confusion);
        further =
                further == null || further.isEmpty() ? null : Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** What the task is judged by: accuracy, or the mean squared error of a regression. */
    public Score judged() {
        return accuracy == null ? Objects.requireNonNull(mse, "mse") : accuracy;
    }

    /** The score in a metric; null where the cell has none, and for the metrics that are of no whole cell. */
    public @Nullable Score score(Metric metric) {
        return switch (metric) {
            case ACCURACY -> accuracy;
            case MACRO_RECALL -> macroRecall;
            case MSE -> mse;
            case MAE -> mae;
            case R2 -> r2;
            case TRAIN_THROUGHPUT -> trainThroughput;
            case INFER_THROUGHPUT -> inferThroughput;
            default -> further == null ? null : further.get(metric.id());
        };
    }

    /** The same quality with the speed it was reached at, and the trivial answer's score. */
    public Metrics with(@Nullable Score baselineScore, @Nullable Score train, @Nullable Score infer) {
        return new Metrics(
                accuracy, recall, macroRecall, confusion, mse, mae, r2, baselineScore, train, infer, further);
    }

    /** The same with other scores in further metrics. */
    public Metrics withFurther(@Nullable Map<String, Score> scores) {
        return new Metrics(
                accuracy,
                recall,
                macroRecall,
                confusion,
                mse,
                mae,
                r2,
                baseline,
                trainThroughput,
                inferThroughput,
                scores);
    }

    /** The same with more scores in further metrics. */
    public Metrics and(Map<String, Score> scores) {
        Map<String, Score> all = new LinkedHashMap<>(further == null ? Map.of() : further);
        all.putAll(scores);
        return withFurther(all);
    }
}
