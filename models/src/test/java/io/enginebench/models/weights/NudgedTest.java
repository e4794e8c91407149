package io.enginebench.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NudgedTest {
    private static final int COUNT = 1000;

    private static float[] nudged(float weight, Nudged.Size size) {
        float[] weights = new float[COUNT];
        Arrays.fill(weights, weight);
        return new Nudged(RandomGeneratorFactory.of("L64X128MixRandom").create(1), size).nudge(weights);
    }

    /** Of 1,000 fair draws between 440 and 560 are heads, but for one time in 5,000; the seed is fixed. */
    private static int up(float weight, float[] nudged) {
        return (int) IntStream.range(0, COUNT).filter(i -> nudged[i] > weight).count();
    }

    @Test
    void everyWeightMovesToTheNextNumberUpOrDown() {
        for (float weight : new float[] {0.125f, -0.0703125f, 3e-5f}) {
            float[] nudged = nudged(weight, Nudged.Size.ULP);
            for (float one : nudged) {
                assertTrue(one == Math.nextUp(weight) || one == Math.nextDown(weight), one + " of " + weight);
            }
            assertEquals(COUNT / 2.0, up(weight, nudged), 60);
        }
    }

    /** A float has 24 bits: the numbers beside 1 are 1.2e-7 above and 6e-8 below. */
    @Test
    void everyWeightMovesByAMillionthOfItself() {
        for (float weight : new float[] {0.125f, -0.0703125f, 3e-5f}) {
            float[] nudged = nudged(weight, Nudged.Size.MILLIONTH);
            for (float one : nudged) {
                assertEquals(1e-6, Math.abs((double) one / weight - 1), 1.2e-7);
            }
            assertEquals(COUNT / 2.0, up(weight, nudged), 60);
        }
    }
}
