package io.enginebench.analysis.verdict;

/**
 * A metric as it is compared.
 *
 * @param metric its name in the result
 * @param higherIsBetter the direction
 * @param margin the difference that matters
 */
public record Measure(String metric, boolean higherIsBetter, Margin margin) {
    /** Accuracy, to one percentage point. */
    public static final Measure ACCURACY = new Measure("accuracy", true, new Margin.Difference(0.01));

    /** Macro recall, to two percentage points. */
    public static final Measure MACRO_RECALL = new Measure("macro_recall", true, new Margin.Difference(0.02));

    /** The recall of one class, to two percentage points. */
    public static final Measure CLASS_RECALL = new Measure("recall", true, new Margin.Difference(0.02));

    /** Mean squared error, to 5 %. */
    public static final Measure MSE = new Measure("mse", false, new Margin.Ratio(0.05));

    /** Work per second, to 5 %. */
    public static Measure rate(String metric) {
        return new Measure(metric, true, new Margin.Ratio(0.05));
    }

    /** Time per piece of work, to 5 %. */
    public static Measure duration(String metric) {
        return new Measure(metric, false, new Margin.Ratio(0.05));
    }

    /** The value that a run counts as which diverged or failed: 0 where more is better, infinite where less is. */
    double worst() {
        return higherIsBetter ? 0 : Double.POSITIVE_INFINITY;
    }
}
