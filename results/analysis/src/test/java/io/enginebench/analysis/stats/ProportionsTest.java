package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Expected numbers come from SciPy, 1.10.1 and 1.17.1 alike, by the expression in the comment. */
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

    /**
     * binomtest(b, b + c, .5).pvalue of 161 and 165, 20 and 31, 29 and 31. Of the first, a test that takes mirrored outcomes for
     * unlike ones by their last bits makes 0.8250.
     */
    @Test
    void bothTailsCountWhateverTheLastBitsOfTheirOutcomes() {
        assertEquals(0.8680679088829238, Proportions.mcNemar(161, 165), 1e-12);
        assertEquals(0.8680679088829238, Proportions.mcNemar(165, 161), 1e-12);
        assertEquals(0.16077960181198847, Proportions.mcNemar(20, 31), 1e-12);
        assertEquals(0.8974218269914307, Proportions.mcNemar(29, 31), 1e-12);
    }

    /** binomtest(0, 60, .5).pvalue is 1.734723475976807e-18; every other table by whole numbers: min(1, 2 P(X <= min)). */
    @Test
    void everyTableOfUpTo60RowsHasTheExactPValue() {
        assertEquals(1.734723475976807e-18, Proportions.mcNemar(0, 60), 1e-30);
        for (int n = 1; n <= 60; n++) {
            BigInteger outcomes = BigInteger.ONE;
            BigInteger tail = BigInteger.ZERO;
            for (int least = 0; 2 * least <= n; least++) {
                tail = tail.add(outcomes);
                outcomes = outcomes.multiply(BigInteger.valueOf(n - least)).divide(BigInteger.valueOf(least + 1));
                // 2^n has at most 60 digits after the point.
                double exact = new BigDecimal(tail.shiftLeft(1))
                        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)))
                        .min(BigDecimal.ONE)
                        .doubleValue();
                String table = least + " and " + (n - least);
                assertEquals(exact, Proportions.mcNemar(least, n - least), 1e-12 * exact, table);
                assertEquals(exact, Proportions.mcNemar(n - least, least), 1e-12 * exact, table);
            }
        }
    }
}
