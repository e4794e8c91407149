package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class HolmTest {
    /**
     * By hand, of 0.01, 0.04, 0.03, 0.005: sorted 0.005 * 4 = 0.02, 0.01 * 3 = 0.03, 0.03 * 2 = 0.06, and 0.04 * 1 = 0.04,
     * which must not be below the one before it. The order is that of the question.
     */
    @Test
    void adjustedValuesStepDownAndNeverDecrease() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjust(0.01, 0.04, 0.03, 0.005), 1e-15);
    }

    @Test
    void adjustedValueIsAtMostOne() {
        assertArrayEquals(new double[] {1, 1}, Holm.adjust(0.7, 0.6));
        assertArrayEquals(new double[] {0.2}, Holm.adjust(0.2));
        assertArrayEquals(new double[] {}, Holm.adjust());
    }
}
