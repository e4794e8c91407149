package io.enginebench.models.weights;

import java.util.random.RandomGenerator;

/**
 * Starting weights that are all off by one part in a million, up or down: about as much as two faultless engines differ by in one forward
 * pass. What becomes of that is what rounding becomes of.
 *
 * @param random drawn from once for each weight
 */
public record Nudged(RandomGenerator random) {
    private static final float PART = 1e-6f;

    /** The weights nudged, in place. */
    float[] nudge(float[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= random.nextBoolean() ? 1 + PART : 1 - PART;
        }
        return weights;
    }
}
