package io.enginebench.models.weights;

import java.util.random.RandomGenerator;

/**
 * Starting weights that are all off by a little, up or down, to see what becomes of rounding.
 *
 * @param random drawn from once for each weight
 */
public record Nudged(RandomGenerator random, Size size) {
    /** How much they are off. */
    public enum Size {
        /** To the next number: the least that two runs can differ by. */
        ULP {
            @Override
            float nudged(float weight, boolean up) {
                return up ? Math.nextUp(weight) : Math.nextDown(weight);
            }
        },
        /** One part in a million: about as much as two faultless engines differ by in one forward pass. */
        MILLIONTH {
            @Override
            float nudged(float weight, boolean up) {
                return weight * (up ? 1 + PART : 1 - PART);
            }
        };

        private static final float PART = 1e-6f;

        abstract float nudged(float weight, boolean up);
    }

    /** The weights nudged, in place. */
    float[] nudge(float[] weights) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = size.nudged(weights[i], random.nextBoolean());
        }
        return weights;
    }
}
