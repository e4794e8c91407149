package io.enginebench.analysis.stats;

import io.enginebench.record.Check;
import java.util.Arrays;

/** Holm's step-down adjustment of p values (Holm 1979). */
public final class Holm {
    private Holm() {}

    /**
     * The adjusted p values in the order given: rejecting where they are at most a level keeps the chance of any false
     * rejection in the whole family at that level, however the tests depend on each other.
     */
    public static double[] adjust(double... pValues) {
        int n = pValues.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(pValues[a], pValues[b]));
        double[] adjusted = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double p = pValues[order[i]];
            Check.that(p >= 0 && p <= 1, "p value", "0..1", p);
            largest = Math.max(largest, Math.min(1, (n - i) * p));
            adjusted[order[i]] = largest;
        }
        return adjusted;
    }
}
