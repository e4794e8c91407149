package io.enginebench.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.enginebench.worker.learn.Draws.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    /** Pinned: a change here changes every published figure, so it must be meant. */
    @Test
    void ordersOfASeedStayTheSameForever() {
        assertArrayEquals(
                new int[] {3, 9, 2, 7, 4, 0, 1, 5, 8, 6}, Draws.permutation(Draws.stream(1, Purpose.ORDER, 0), 10));
    }

    @Test
    void permutationHasEachNumberOnce() {
        int[] sorted = Draws.permutation(Draws.stream(3, Purpose.ORDER, 1), 1000);
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), sorted);
    }

    @Test
    void streamsOfSeedsPurposesAndFoldsDiffer() {
        Set<Long> first = new HashSet<>();
        int streams = 0;
        for (long seed = 0; seed < 50; seed++) {
            for (Purpose purpose : Purpose.values()) {
                for (int fold = 0; fold < 10; fold++) {
                    first.add(Draws.stream(seed, purpose, fold).nextLong());
                    streams++;
                }
            }
        }
        assertEquals(streams, first.size());
    }

    /** 3x3 convolution from 32 to 64 channels: fans 288 and 576, so the limit is sqrt(6 / 864) = 1/12. */
    @Test
    void glorotUniformFillsItsRangeEvenly() {
        float[] weights = new GlorotUniform(Draws.stream(1, Purpose.WEIGHTS, 0)).draw(new Shape(64, 32, 3, 3));
        double limit = 1 / 12.0;
        double squares = 0;
        float largest = 0;
        for (float weight : weights) {
            squares += weight * weight;
            largest = Math.max(largest, Math.abs(weight));
        }
        assertTrue(largest <= limit && largest > 0.999 * limit, "largest " + largest);
        // A uniform variable in ±limit has variance limit² / 3; with 18,432 draws its estimate is good to 2 %.
        assertEquals(limit * limit / 3, squares / weights.length, 0.02 * limit * limit / 3);
    }
}
