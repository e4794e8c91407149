package io.enginebench.analysis.stats;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** What describes some numbers and infers nothing from them. */
public final class Sample {
    private Sample() {}

    /** The middle number, or the mean of the two middle ones; NaN of none. */
    public static double median(double... numbers) {
        return Median.withDefaults().evaluate(numbers);
    }

    /** The standard deviation (n - 1) over the mean; 0 of one number. */
    public static double variation(double... numbers) {
        return StandardDeviation.of(numbers).getAsDouble() / Mean.of(numbers).getAsDouble();
    }
}
