package io.enginebench.report.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as tables and pages write them, the same under every locale. */
public final class Numbers {
    /** Stands on a page where there is no figure. */
    public static final String NONE = "–";

    /** Stands in a plain table where there is no figure. */
    public static final String DASH = "-";

    private Numbers() {}

    /** {@link String#format} of the root locale. */
    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** A number of a plain table in its pattern, or {@link #DASH}. */
    public static String plain(String pattern, @Nullable Double value) {
        return value == null ? DASH : format(pattern, value);
    }

    /** A number of a page, or {@link #NONE}. */
    public static String fixed(@Nullable Double value, int decimals) {
        return value == null ? NONE : format("%,." + decimals + "f", value);
    }

    /** A few significant digits, for values whose size is not known beforehand, or {@link #NONE}. */
    public static String significant(@Nullable Double value) {
        if (value == null) {
            return NONE;
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-3 || size >= 1e7) {
            return format("%.2e", value);
        }
        return fixed(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 4);
    }

    /** An interval of a page, its lower end first; an open end is null. {@link #NONE} where there is no interval. */
    public static String interval(@Nullable List<@Nullable Double> ends) {
        return ends == null ? NONE : interval(ends.get(0), ends.get(1));
    }

    /** An interval of a page; an open end is null. */
    public static String interval(@Nullable Double lower, @Nullable Double upper) {
        return "[%s, %s]"
                .formatted(lower == null ? "−∞" : significant(lower), upper == null ? "∞" : significant(upper));
    }

    /** Of one or more. */
    public static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The mean, or null of none. */
    public static @Nullable Double meanOrNull(Collection<Double> values) {
        return values.isEmpty() ? null : mean(values);
    }
}
