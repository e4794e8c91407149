package io.enginebench.analysis.verdict;

import io.enginebench.record.Check;

/** How large a difference between engines must be to matter, and so on which scale it is looked at. */
public sealed interface Margin {
    /** What is published of an estimate: {@code difference} or {@code ratio}. */
    String unit();

    /** The margin as published: a difference, or the relative change. */
    double size();

    /** The margin on the scale of {@link #contrast}. */
    double bound();

    /** The first value against the second on the scale that is symmetric: positive where the first is larger. */
    double contrast(double first, double second);

    /** What is published of a contrast. */
    double published(double contrast);

    /** The difference of two fractions: within {@code -size..size}. */
    record Difference(double size) implements Margin {
        public Difference {
            Check.that(size > 0 && size < 1, "margin", "between 0 and 1", size);
        }

        @Override
        public String unit() {
            return "difference";
        }

        @Override
        public double bound() {
            return size;
        }

        @Override
        public double contrast(double first, double second) {
            return first - second;
        }

        @Override
        public double published(double contrast) {
            return contrast;
        }
    }

    /**
     * The ratio of two positive numbers: within {@code 1/(1 + size)..1 + size}, so that it does not matter which of the two is
     * the first. The contrast is the natural logarithm of the ratio.
     */
    record Ratio(double size) implements Margin {
        public Ratio {
            Check.that(size > 0 && size < 1, "margin", "between 0 and 1", size);
        }

        @Override
        public String unit() {
            return "ratio";
        }

        @Override
        public double bound() {
            return Math.log1p(size);
        }

        @Override
        public double contrast(double first, double second) {
            double contrast = Math.log(first) - Math.log(second);
            // Both 0, or both failed: the one is as bad as the other.
            return Double.isNaN(contrast) ? 0 : contrast;
        }

        @Override
        public double published(double contrast) {
            return Math.exp(contrast);
        }
    }
}
