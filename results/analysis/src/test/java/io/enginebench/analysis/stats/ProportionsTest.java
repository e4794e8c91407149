package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expected numbers come from SciPy 1.10.1, by the expression in the comment. */
class ProportionsTest {
    /** binomtest(81, 100).proportion_ci(.95, 'wilson'), binomtest(0, 10).proportion_ci(.95, 'wilson'). */
    @Test
    void wilsonIntervalIsThatOfScipy() {
        Interval interval = Proportions.wilson(81, 100, 0.95);
        assertEquals(0.7222115462093562, interval.lower(), 1e-12);
        assertEquals(0.8748524849023126, interval.upper(), 1e-12);
        assertEquals(0, Proportions.wilson(0, 10, 0.95).lower(), 1e-12);
        assertEquals(0.27753279986288926, Proportions.wilson(0, 10, 0.95).upper(), 1e-12);
    }

    /** binomtest(9, 12, .5).pvalue; binomtest(3, 3, .5) is 2 / 2^3; binomtest(5, 10, .5) is 1. */
    @Test
    void exactMcNemarIsTheSignTestOnDiscordantRows() {
        assertEquals(0.14599609375, Proportions.mcNemar(9, 3), 1e-12);
        assertEquals(0.14599609375, Proportions.mcNemar(3, 9), 1e-12);
        assertEquals(0.25, Proportions.mcNemar(0, 3), 1e-12);
        assertEquals(1, Proportions.mcNemar(5, 5), 1e-12);
        assertEquals(1, Proportions.mcNemar(0, 0));
    }
}
