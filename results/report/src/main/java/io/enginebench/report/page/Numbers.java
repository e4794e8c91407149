package io.enginebench.report.page;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as the page writes them, the same under every locale. */
final class Numbers {
    static final String NONE = "–";

    private Numbers() {}

    static String fixed(@Nullable Double value, int decimals) {
        return value == null ? NONE : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A few significant digits, for values whose size is not known beforehand. */
    static String significant(@Nullable Double value) {
        if (value == null) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-3 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return fixed(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 4);
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static double least(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    static double most(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    static String counted(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
    }

    static String words(String... words) {
        return String.join(
                ", ", Arrays.stream(words).filter(word -> !word.isEmpty()).toList());
    }
}
