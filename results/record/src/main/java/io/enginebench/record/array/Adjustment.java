package io.enginebench.record.array;

import io.enginebench.record.Check;
import java.util.List;

/**
 * What is done to the numbers of rows before a network sees them: a missing one is filled in, then each becomes {@code (x - offset) *
 * factor} in doubles, rounded to a float once. The n-th number of a row has the entry n modulo how many there are: one for each
 * column, or a single one.
 *
 * @param fill in place of NaN
 * @param offset finite
 * @param factor finite
 */
public record Adjustment(List<Double> fill, List<Double> offset, List<Double> factor) {
    public Adjustment {
        fill = List.copyOf(fill);
        offset = List.copyOf(offset);
        factor = List.copyOf(factor);
        Check.that(
                !fill.isEmpty() && fill.size() == offset.size() && fill.size() == factor.size(),
                "fill, offset and factor",
                "one or more each, and as many",
                fill.size() + ", " + offset.size() + " and " + factor.size());
    }

    /**
     * Adjusts numbers in place.
     *
     * @param rows (row, number) flattened
     */
    public void apply(float[] rows) {
        int entries = fill.size();
        double[] fills = fill.stream().mapToDouble(Double::doubleValue).toArray();
        double[] offsets = offset.stream().mapToDouble(Double::doubleValue).toArray();
        double[] factors = factor.stream().mapToDouble(Double::doubleValue).toArray();
        for (int i = 0; i < rows.length; i++) {
            int entry = i % entries;
            double known = Float.isNaN(rows[i]) ? fills[entry] : rows[i];
            rows[i] = (float) ((known - offsets[entry]) * factors[entry]);
        }
    }
}
