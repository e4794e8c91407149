package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

/** Expected numbers without a derivation come from SciPy 1.10.1, by the expression in the comment beside them. */
class SignedRankTest {
    private static final double[] D = {0.0021, -0.0013, 0.0047, 0.0008, -0.0034, 0.0062, 0.0029, 0.0011, -0.0005, 0.0038
    };

    private static void assertInterval(double lower, double upper, double confidence, Optional<Interval> interval) {
        assertEquals(lower, interval.orElseThrow().lower(), 1e-9);
        assertEquals(upper, interval.orElseThrow().upper(), 1e-9);
        assertEquals(confidence, interval.orElseThrow().confidence(), 1e-12);
    }

    /** np.median([(d[i]+d[j])/2 for i in range(10) for j in range(i,10)]). */
    @Test
    void estimateIsTheMedianOfTheWalshAverages() {
        assertEquals(0.00165, SignedRank.of(D).estimate(), 1e-12);
    }

    /**
     * The set of m with wilcoxon(d - m, mode='exact').pvalue > 0.05 (0.10), searched at each Walsh average; the levels are
     * 1 - 2 P(W <= 8) = 1 - 2 * 25 / 1024 and 1 - 2 P(W <= 10) = 1 - 2 * 43 / 1024.
     */
    @Test
    void intervalHoldsExactlyTheValuesThatTheTestDoesNotReject() {
        assertInterval(-0.0005, 0.0038, 1 - 50 / 1024.0, SignedRank.of(D).interval(0.95));
        assertInterval(-0.00025, 0.0035, 1 - 86 / 1024.0, SignedRank.of(D).interval(0.90));
    }

    /** wilcoxon(d, alternative='greater', mode='exact') and 'less', two-sided, and shifted by -0.004 and 0.004. */
    @Test
    void pValuesAreThoseOfScipy() {
        SignedRank rank = SignedRank.of(D);
        assertEquals(0.0654296875, rank.pAtMost(0), 1e-12);
        assertEquals(0.947265625, rank.pAtLeast(0), 1e-12);
        assertEquals(0.130859375, rank.pWithin(0), 1e-12);
        assertEquals(0.0185546875, rank.pAtLeast(0.004), 1e-12);
        assertEquals(0.0009765625, rank.pAtMost(-0.004), 1e-12);
        assertEquals(0.0185546875, rank.pOutside(0.004), 1e-12);
    }

    /**
     * All 1024 choices of signs enumerated with ranks of scipy.stats.rankdata, those of the zeros set to 0; the first also
     * by scipy.stats.permutation_test(permutation_type='samples', alternative='greater', n_resamples=inf).
     */
    @Test
    void tiesAndZerosHaveTheirExactPermutationDistribution() {
        SignedRank rank = SignedRank.of(0, 2, 2, -1, 3, 3, 0, -2, 5, 4);
        assertEquals(0.0390625, rank.pAtMost(0), 1e-12);
        assertEquals(0.97265625, rank.pAtLeast(0), 1e-12);
        assertEquals(0.078125, rank.pWithin(0), 1e-12);
    }

    /** The same ties, made of numbers whose last bits differ: 0.8512 - 0.85 and 0.7012 - 0.7 are 12 rows of 10,000. */
    @Test
    void roundingOfTheDifferencesBreaksNoTie() {
        SignedRank rank = SignedRank.of(
                0.85 - 0.85,
                0.8502 - 0.85,
                0.7002 - 0.7,
                0.1 - 0.1001,
                0.3003 - 0.3,
                0.9003 - 0.9,
                0,
                0.6 - 0.6002,
                0.2005 - 0.2,
                0.4004 - 0.4);
        assertEquals(0.0390625, rank.pAtMost(0), 1e-12);
    }

    @Test
    void untiedPValuesAreThoseOfCommonsStatistics() {
        Random random = new Random(3);
        for (int n = 1; n <= 40; n++) {
            double[] d = random.doubles(n, -1, 1.5).toArray();
            double expected = WilcoxonSignedRankTest.withDefaults()
                    .with(AlternativeHypothesis.GREATER_THAN)
                    .test(d)
                    .getPValue();
            assertEquals(expected, SignedRank.of(d).pAtMost(0), 1e-12);
        }
    }

    /** 95 % needs six: the most extreme of 2^5 choices of signs has a two-sided p of 2/32 = 0.0625. */
    @Test
    void sampleTooSmallForItsLevelHasNoInterval() {
        SignedRank five = SignedRank.of(1, 2, 3, 4, 5);
        assertTrue(five.interval(0.95).isEmpty());
        assertInterval(1, 5, 1 - 2 / 32.0, five.interval(0.90));
        assertTrue(SignedRank.of(1, 2, 3, 4).interval(0.90).isEmpty());
        assertInterval(1, 6, 1 - 2 / 64.0, SignedRank.of(1, 2, 3, 4, 5, 6).interval(0.95));
        assertEquals(6, SignedRank.smallestSample(0.05));
        assertEquals(5, SignedRank.smallestSample(0.10));
    }

    @Test
    void equalDifferencesGiveADegenerateInterval() {
        SignedRank zeros = SignedRank.of(new double[10]);
        assertInterval(0, 0, 1 - 50 / 1024.0, zeros.interval(0.95));
        assertEquals(1, zeros.pWithin(0));
        assertEquals(1 / 1024.0, zeros.pOutside(0.01), 1e-15);
    }

    /** Nine differences of 1 and one of minus infinity: the 10 Walsh averages with it are the 10 smallest of 55, and k is 9. */
    @Test
    void oneInfiniteDifferenceOpensTheIntervalButNotTheEstimate() {
        SignedRank rank = SignedRank.of(1, 1, 1, 1, 1, 1, 1, 1, 1, Double.NEGATIVE_INFINITY);
        assertEquals(1, rank.estimate());
        assertInterval(Double.NEGATIVE_INFINITY, 1, 1 - 50 / 1024.0, rank.interval(0.95));
        // It has the largest rank, 10; the others share 5. P(W >= 45) of tied ranks: the sum of ten signs is 45 or more
        // if
        // the ten is negative and all nine are positive, or the ten is positive and at most two of nine are negative.
        assertEquals((1 + 1 + 9 + 36) / 1024.0, rank.pAtMost(0), 1e-12);
    }

    @Test
    void differenceThatIsNoNumberIsRefused() {
        assertEquals(
                "difference must be a number, got NaN",
                assertThrows(IllegalArgumentException.class, () -> SignedRank.of(1, Double.NaN))
                        .getMessage());
    }
}
