package io.enginebench.analysis.pick;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.Check;
import io.enginebench.record.metric.Metric;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a limit can be set to.
 *
 * @param className of a recall; null for other metrics
 */
public record Figure(Metric metric, @Nullable String className) {
    private static final List<Metric> SCORES = List.of(
            Metric.ACCURACY,
            Metric.MACRO_RECALL,
            Metric.MACRO_F1,
            Metric.WEIGHTED_F1,
            Metric.LOG_LOSS,
            Metric.ROC_AUC,
            Metric.MSE,
            Metric.RMSE,
            Metric.MAE);
    private static final List<Metric> LATENCIES =
            Latencies.PERCENTILES.stream().map(Metric::latency).toList();

    /** The largest resident set of a process. */
    public static final Figure PEAK_RSS = new Figure(Metric.PEAK_RSS, null);

    public Figure {
        Check.that(
                (metric == Metric.RECALL) == (className != null), "class of a limit", "that of a recall", metric.id());
    }

    /** The recall of one class. */
    public static Figure recall(String className) {
        return new Figure(Metric.RECALL, className);
    }

    /** The names of the figures that need nothing but their name. */
    public static List<String> names() {
        return Stream.concat(SCORES.stream(), LATENCIES.stream())
                .map(Metric::id)
                .toList();
    }

    /** The figure of such a name. */
    public static Optional<Figure> named(String name) {
        return names().contains(name) ? Metric.named(name).map(metric -> new Figure(metric, null)) : Optional.empty();
    }

    /** Its name in words. */
    public String text() {
        return className == null ? metric.label() : metric.label() + " " + className;
    }

    /** Whether it is of single calls in timing rounds. */
    boolean isLatency() {
        return LATENCIES.contains(metric);
    }

    /** The unit of its values; empty for a score, which needs none to be understood. */
    String unit() {
        return isLatency() || metric == Metric.PEAK_RSS ? metric.unit() : "";
    }
}
