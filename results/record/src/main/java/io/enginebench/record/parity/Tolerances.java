package io.enginebench.record.parity;

/**
 * What the judged difference of a rung may be at most. They are contracts, not fits, derived in docs/parity.md, and have been the same in
 * every format.
 */
public final class Tolerances {
    /** Of the outputs, in units of the largest output, or of 1 if that is larger: raw pixels make logits of hundreds. */
    public static final double FORWARD = 1e-5;

    /** Of the loss, relative. */
    public static final double LOSS = 1e-5;

    /** Of each parameter's gradient, relative to the largest element of that parameter's gradient. */
    public static final double GRADIENT = 1e-4;

    /** Of the weights after a step, in learning rates, once the difference of the gradients is accounted for. */
    public static final double STEP = 1e-3;

    /** Of each loss under the smooth optimiser, in units of the loss, or of 1 if that is larger. */
    public static final double CURVE = 1e-4;

    /**
     * Of the test rows: a tenth of the margin of 1 percentage point within which accuracies count as equivalent. One row of a small test set
     * is allowed all the same.
     */
    public static final double ROWS = 1e-3;

    /** Of running statistics, in units of the largest number of a statistic, or of 1 if that is larger. */
    public static final double STATISTICS = 1e-5;

    private Tolerances() {}

    /** Whether a rung of that number may have it. */
    public static boolean isOf(int rung, double tolerance) {
        return switch (rung) {
            case 1, 2 -> tolerance == 0;
            case 4 -> tolerance == LOSS;
            case 5 -> tolerance == GRADIENT;
            case 6 -> tolerance == STEP;
            case 7 -> tolerance == CURVE;
            case 8 -> tolerance == ROWS || (tolerance > ROWS && Math.rint(1 / tolerance) == 1 / tolerance);
            case 9 -> tolerance == STATISTICS;
            default -> tolerance == FORWARD;
        };
    }
}
