package io.enginebench.record.metric;

import static io.enginebench.record.metric.ComparisonKind.QUALITY;
import static io.enginebench.record.metric.ComparisonKind.THROUGHPUT;
import static io.enginebench.record.metric.Margin.Scale.DIFFERENCE;
import static io.enginebench.record.metric.Margin.Scale.RATIO;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * A metric, one constant each: its name in JSON, in words, unit, direction and margin are told here and nowhere else, and nothing
 * is decided by a text. The javadoc of each is its formula.
 *
 * <p>A margin says what difference between two engines matters. Those of metrics that no comparison is made of are those of their
 * kin.
 */
public enum Metric {
    /**
     * Test rows answered rightly / test rows, the answer being the first of the largest logits or, where a row may have several classes, all whose
     * logit is above 0, which must be the row's and no others (scikit-learn's {@code accuracy_score} of either).
     */
    ACCURACY("accuracy", "accuracy", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.01),

    /** The mean of the recalls of those classes that have test rows, 0 of none (scikit-learn's {@code recall_score(average="macro")}). */
    MACRO_RECALL("macro_recall", "macro recall", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.02),

    /** Of one class: its test rows answered rightly / its test rows; none without a row (scikit-learn's {@code recall_score}). */
    RECALL("recall", "recall", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.02),

    /**
     * The mean over the classes that have test rows or are answered of: rows rightly answered with the class / rows answered with it, 0 of none
     * (scikit-learn's {@code precision_score(average="macro", zero_division=0)}).
     */
    MACRO_PRECISION("macro_precision", "macro precision", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.02),

    /**
     * The mean over the same classes of F1 = 2 rightly answered / (test rows of the class + rows answered with it) (scikit-learn's {@code
     * f1_score(average="macro")}).
     */
    MACRO_F1("macro_f1", "macro F1", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.02),

    /** The mean of F1 over the classes, each as often as it has test rows (scikit-learn's {@code f1_score(average="weighted")}). */
    WEIGHTED_F1("weighted_f1", "weighted F1", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.01),

    /**
     * Test rows whose class is among the five of the largest logits / test rows, the first classes on ties; none of five classes or fewer
     * (scikit-learn's {@code top_k_accuracy_score(k=5)}).
     */
    TOP_5_ACCURACY("top_5_accuracy", "top 5 accuracy", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.01),

    /** The mean over the test rows of -log p of the row's class, p being the softmax of the logits in doubles (scikit-learn's {@code log_loss}). */
    LOG_LOSS("log_loss", "log loss", "nats/row", false, QUALITY, RATIO, 0.05),

    /**
     * Expected calibration error (Guo et al. 2017): test rows are put into 15 bins of equal width by the largest p, a row on an edge into the lower
     * one; the mean over the rows of |accuracy of the bin - mean largest p of the bin|.
     */
    CALIBRATION_ERROR("calibration_error", "calibration error", Metric.FRACTION, false, QUALITY, DIFFERENCE, 0.01),

    /**
     * The chance that a row of a class has a larger p of that class than a row of another has, half of it on ties: the mean over the classes that
     * have test rows and are not all of them (scikit-learn's {@code roc_auc_score(multi_class="ovr")}), of two classes that of the second.
     */
    ROC_AUC("roc_auc", "ROC AUC", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.01),

    /**
     * The sum over thresholds on p of precision times the recall that is won there, the mean over classes as for {@link #ROC_AUC} (scikit-learn's
     * {@code average_precision_score(average="macro")}).
     */
    AVERAGE_PRECISION("average_precision", "average precision", Metric.FRACTION, true, QUALITY, DIFFERENCE, 0.01),

    /** Mean squared error: the mean of (answer - target)^2 over the test rows, and over the targets of each if they have several. */
    MSE("mse", "MSE", "squared target units", false, QUALITY, RATIO, 0.05),

    /** The square root of {@link #MSE}. */
    RMSE("rmse", "RMSE", "target units", false, QUALITY, RATIO, 0.025),

    /** Mean absolute error: the mean of |answer - target| over the same. */
    MAE("mae", "MAE", "target units", false, QUALITY, RATIO, 0.05),

    /**
     * 1 - the sum of (answer - target)^2 / the sum of (target - mean target)^2; none where all targets are equal. Of several targets the mean over
     * those that are not all equal (scikit-learn's {@code r2_score}).
     */
    R2("r2", "R2", "fraction of variance", true, QUALITY, DIFFERENCE, 0.01),

    /** Rows trained on per second: in a timing round those of a step / the median window's time per step. */
    TRAIN_THROUGHPUT("train_throughput", "training throughput", "samples/s", true, THROUGHPUT, RATIO, 0.05),

    /** Rows answered per second, likewise. */
    INFER_THROUGHPUT("infer_throughput", "answering throughput", "samples/s", true, THROUGHPUT, RATIO, 0.05),

    /** The median window's duration / its steps. */
    STEP_DURATION("step_duration", "step duration", "ms/step", false, THROUGHPUT, RATIO, 0.05),

    /** The median of the times from a batch handed in to its answers in the host's memory. */
    LATENCY_P50("latency_p50", "latency p50", "ms", false, THROUGHPUT, RATIO, 0.05),

    /** The time that nine in ten calls do not exceed. */
    LATENCY_P90("latency_p90", "latency p90", "ms", false, THROUGHPUT, RATIO, 0.05),

    /** The time that 99 in a hundred calls do not exceed. */
    LATENCY_P99("latency_p99", "latency p99", "ms", false, THROUGHPUT, RATIO, 0.05),

    /** The time that 999 in a thousand calls do not exceed. */
    LATENCY_P99_9("latency_p99.9", "latency p99.9", "ms", false, THROUGHPUT, RATIO, 0.05),

    /** Training time up to the end of the first epoch whose score is the target or better (MLPerf's time-to-train). */
    TIME_TO_TARGET("time_to_target", "time to target", "s", false, THROUGHPUT, RATIO, 0.05),

    /** The largest resident set that a process ever had, in 10^6 bytes. */
    PEAK_RSS("peak_rss", "peak RSS", "MB", false, THROUGHPUT, RATIO, 0.05);

    private static final String FRACTION = "fraction";

    private final String id;
    private final String label;
    private final String unit;
    private final boolean higherIsBetter;
    private final ComparisonKind kind;
    private final Margin.Scale scale;
    private final double margin;

    Metric(
            String id,
            String label,
            String unit,
            boolean higherIsBetter,
            ComparisonKind kind,
            Margin.Scale scale,
            double margin) {
        this.id = id;
        this.label = label;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
        this.kind = kind;
        this.scale = scale;
        this.margin = margin;
    }

    /** The metric of that name in JSON, if there is one. */
    public static Optional<Metric> named(String id) {
        return Arrays.stream(values()).filter(metric -> metric.id.equals(id)).findFirst();
    }

    /**
     * A percentile of the times of single calls.
     *
     * @param percentile 50, 90, 99 or 99.9
     * @throws IllegalArgumentException for another
     */
    public static Metric latency(double percentile) {
        String id = "latency_p" + (percentile + "").replaceFirst("\\.0$", "");
        return named(id).orElseThrow(() -> new IllegalArgumentException("no metric is called " + id));
    }

    /** The name in JSON and on the command line. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The name in words. */
    public String label() {
        return label;
    }

    /** The unit of its scores. */
    public String unit() {
        return unit;
    }

    /** The direction. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** By which rule engines are compared in it. */
    public ComparisonKind kind() {
        return kind;
    }

    /** How large a difference matters. */
    public Margin margin() {
        return new Margin(scale, margin);
    }

    /** Another margin on the same scale. */
    public Margin margin(double size) {
        return new Margin(scale, size);
    }

    /** Whether it is a share of the test rows, 0..1. */
    public boolean isFraction() {
        return unit.equals(FRACTION);
    }

    /** Whether it is of answers that are numbers, not classes. */
    public boolean isOfRegression() {
        return this == MSE || this == RMSE || this == MAE || this == R2;
    }

    /** Whether it is of how sure a network is, which is known of rows of one class alone. */
    public boolean isOfProbabilities() {
        return this == TOP_5_ACCURACY
                || this == LOG_LOSS
                || this == CALIBRATION_ERROR
                || this == ROC_AUC
                || this == AVERAGE_PRECISION;
    }

    /** Whether a score is as good as a limit, or better. */
    public boolean reaches(double score, double limit) {
        return higherIsBetter ? score >= limit : score <= limit;
    }

    /** The value that a run counts as which diverged or failed: 0 where more is better, infinite where less is. */
    public double worst() {
        return higherIsBetter ? 0 : Double.POSITIVE_INFINITY;
    }

    /** A score. */
    public Score of(double score) {
        return new Score(score, unit, higherIsBetter);
    }
}
