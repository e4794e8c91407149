package io.enginebench.campaign.parity;

import java.util.List;

/**
 * How far two arrays, or the arrays of two lists, are apart. Infinite where shapes differ or a number is not finite.
 *
 * @param absolute largest |a - b|
 * @param relative largest over the arrays of largest |a - b| / largest of all |a| and |b| of the array
 */
record Difference(double absolute, double relative) {
    private static final Difference NONE = new Difference(0, 0);
    private static final Difference INFINITE = new Difference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Difference of(Values one, Values other) {
        if (!one.shape().equals(other.shape())) {
            return INFINITE;
        }
        double absolute = 0;
        for (int i = 0; i < one.length(); i++) {
            absolute = Math.max(absolute, Math.abs(one.at(i) - other.at(i)));
        }
        if (!Double.isFinite(absolute)) {
            return INFINITE;
        }
        return absolute == 0 ? NONE : new Difference(absolute, absolute / Math.max(one.largest(), other.largest()));
    }

    static Difference of(List<Values> ones, List<Values> others) {
        if (ones.size() != others.size()) {
            return INFINITE;
        }
        Difference largest = NONE;
        for (int i = 0; i < ones.size(); i++) {
            Difference next = of(ones.get(i), others.get(i));
            largest = new Difference(
                    Math.max(largest.absolute, next.absolute), Math.max(largest.relative, next.relative));
        }
        return largest;
    }
}
