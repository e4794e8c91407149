package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PowerTest {
    private static final double ERROR_OF_20 = 0.05 / Math.sqrt(20);

    /** scipy.stats.nct.sf(t.isf(.025, 19), 19, .03 / (.05 / sqrt(20))) is 0.721; the shifted t is within 0.02 of it. */
    @Test
    void chanceToSeeADifferenceIsThatOfTheNoncentralT() {
        assertEquals(0.7210, new Power(0.03, ERROR_OF_20, 19).ofDifference(0, 0.05), 0.02);
        assertEquals(0.7210, new Power(-0.04, ERROR_OF_20, 19).ofDifference(0.01, 0.05), 0.02);
    }

    /** 200,000 samples of 20 drawn with numpy 1.24.2 around 0 and 0.01: 0.989 and 0.954 had their 90 % t interval within. */
    @Test
    void chanceToSeeEquivalenceIsThatOfSimulation() {
        assertEquals(0.989, new Power(0, ERROR_OF_20, 19).ofEquivalence(0.048790164, 0.05), 0.02);
        assertEquals(0.954, new Power(0.01, ERROR_OF_20, 19).ofEquivalence(0.048790164, 0.05), 0.02);
    }

    /** numpy.sqrt(9 / chi2.ppf([.9, .1], 9)), numpy.sqrt(1 / chi2.ppf([.9, .1], 1)). */
    @Test
    void spreadIsAsUncertainAsTheChiSquaredDistributionSays() {
        assertEquals(0.78289613, Power.spreadFactors(9, 0.8).lower(), 1e-6);
        assertEquals(1.46943072, Power.spreadFactors(9, 0.8).upper(), 1e-6);
        assertEquals(0.60795683, Power.spreadFactors(1, 0.8).lower(), 1e-6);
        assertEquals(7.95789656, Power.spreadFactors(1, 0.8).upper(), 1e-6);
    }

    @Test
    void furtherPairsAreCountedFromThoseThereAre() {
        assertEquals(OptionalInt.of(3), Power.further(10, n -> n >= 13));
        assertEquals(OptionalInt.of(1), Power.further(10, n -> true));
        assertEquals(OptionalInt.empty(), Power.further(10, n -> n > 1010));
    }
}
