package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.function.IntPredicate;

/** Which side of a branch numbers are on that are only rounding away from it. */
final class Sides {
    private Sides() {}

    /**
     * The numbers, but for those that are near to the branch, which are put a little above or below it.
     *
     * @param branch the number at which the function changes
     * @param above whether somebody saw the number of an index above it
     */
    static Tensor of(Tensor x, double branch, IntPredicate above, double rounding) {
        double[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i] - branch) <= rounding) {
                values[i] = above.test(i) ? branch + rounding : branch - rounding;
            }
        }
        return new Tensor(values, x.shape());
    }
}
