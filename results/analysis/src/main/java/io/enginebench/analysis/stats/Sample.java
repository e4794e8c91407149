package io.enginebench.analysis.stats;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.descriptive.Variance;

/** What describes some numbers and infers nothing from them. */
public final class Sample {
    private Sample() {}

    /** The middle number, or the mean of the two middle ones; NaN of none. */
    public static double median(double... numbers) {
        // The default sorts what it is given.
        return Median.withDefaults().withCopy(true).evaluate(numbers);
    }

    /** The mean; NaN of none. */
    public static double mean(double... numbers) {
        return Mean.of(numbers).getAsDouble();
    }

    /** The sum of the squared deviations from the mean; 0 of one number. */
    public static double squares(double... numbers) {
        return Variance.of(numbers).getAsDouble() * (numbers.length - 1);
    }

    /** The standard deviation (n - 1) over the mean; 0 of one number. */
    public static double variation(double... numbers) {
        return StandardDeviation.of(numbers).getAsDouble() / Mean.of(numbers).getAsDouble();
    }
}
