package io.enginebench.record.metric;

import io.enginebench.record.Check;
import io.enginebench.record.json.JsonEnum;

/**
 * How large a difference between engines must be to matter, and so on which scale it is looked at.
 *
 * @param size as published, between 0 and 1: a difference of fractions, or the relative change
 */
public record Margin(Scale scale, double size) {
    /** What is published of an estimate. */
    public enum Scale implements JsonEnum {
        /** The difference of two fractions: within {@code -size..size}. */
        DIFFERENCE,
        /**
         * The ratio of two positive numbers: within {@code 1/(1 + size)..1 + size}, so that it does not matter which of the two
         * is the first. The contrast is the natural logarithm of the ratio.
         */
        RATIO
    }

    public Margin {
        Check.that(size > 0 && size < 1, "margin", "between 0 and 1", size);
    }

    /** Whether ratios are looked at; else differences. */
    public boolean ofRatio() {
        return scale == Scale.RATIO;
    }

    /** The margin on the scale of {@link #contrast}. */
    public double bound() {
        return ofRatio() ? Math.log1p(size) : size;
    }

    /** The first value against the second on the scale that is symmetric: positive where the first is larger. */
    public double contrast(double first, double second) {
        double contrast = ofRatio() ? Math.log(first) - Math.log(second) : first - second;
        // Both 0, or both failed: the one is as bad as the other.
        return Double.isNaN(contrast) ? 0 : contrast;
    }

    /** What is published of a contrast. */
    public double published(double contrast) {
        return ofRatio() ? Math.exp(contrast) : contrast;
    }
}
