package io.enginebench.campaign.parity;

import io.enginebench.record.parity.Rung;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The number that a tolerance is held against, of a place or of all.
 *
 * @param where the place: a layer, a parameter, a step; of all, the first above the tolerance
 */
record Judged(double number, @Nullable String where) {
    static List<Judged> each(List<Values> ones, List<Values> others, IntToDoubleFunction number) {
        return IntStream.range(0, Math.min(ones.size(), others.size()))
                .mapToObj(i -> new Judged(number.applyAsDouble(i), ones.get(i).name()))
                .toList();
    }

    static Judged all(List<Judged> places, Difference difference, double tolerance) {
        return new Judged(
                places.stream()
                        .mapToDouble(Judged::number)
                        .reduce(Double.isFinite(difference.absolute()) ? 0 : difference.absolute(), Math::max),
                places.stream()
                        .filter(place -> !(place.number <= tolerance))
                        .map(Judged::where)
                        .findFirst()
                        .orElse(null));
    }

    /** The rung that it decides. */
    Rung rung(int number, String name, Difference difference, String judgedBy, double tolerance, String detail) {
        boolean passed = this.number <= tolerance;
        return new Rung(
                number,
                name,
                finite(difference.absolute()),
                finite(difference.relative()),
                judgedBy,
                finite(this.number),
                tolerance,
                passed,
                passed ? null : where,
                detail);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static String shown(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
