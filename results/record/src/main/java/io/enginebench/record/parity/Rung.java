package io.enginebench.record.parity;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of the ladder. Differences are null where one of the two has a value that is not finite; such a rung fails.
 *
 * @param number 1..10
 * @param name {@code forward}, {@code gradients}, …
 * @param maxAbsDifference largest |a - b| over all values compared
 * @param maxRelDifference largest over the arrays compared of max|a - b| / max(|a|, |b|), the maxima taken over the whole
 *     array: of one parameter's gradient, of all outputs of the batch
 * @param judgedBy what {@code judgedDifference} is, in words
 * @param judgedDifference the number that must not be above the tolerance
 * @param firstDifference the first layer, parameter, step or row above the tolerance; null if there is none
 * @param detail what else a reader may want to know, one line
 */
public record Rung(
        int number,
        String name,
        @Nullable Double maxAbsDifference,
        @Nullable Double maxRelDifference,
        String judgedBy,
        @Nullable Double judgedDifference,
        double tolerance,
        boolean passed,
        @Nullable String firstDifference,
        String detail) {
    public Rung {
        Check.that(number >= 1 && number <= 10, "number of a rung", "1..10", number);
        Check.finite("tolerance of rung " + name, tolerance);
        Check.that(
                passed == (judgedDifference != null && judgedDifference <= tolerance),
                "passed of rung " + name,
                "true exactly when the judged difference is not above the tolerance",
                judgedDifference + " against " + tolerance);
    }

    /** The same with more to know. */
    public Rung noting(String more) {
        return new Rung(
                number,
                name,
                maxAbsDifference,
                maxRelDifference,
                judgedBy,
                judgedDifference,
                tolerance,
                passed,
                firstDifference,
                detail + "; " + more);
    }
}
