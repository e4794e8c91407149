package io.enginebench.engines.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.engines.spi.Draws.Purpose;
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
}
