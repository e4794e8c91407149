package io.enginebench.analysis.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expected numbers come from SciPy 1.10.1, by the expression in the comment. */
class StudentTTest {
    private static final double[] D = {0.0021, -0.0013, 0.0047, 0.0008, -0.0034, 0.0062, 0.0029, 0.0011, -0.0005, 0.0038
    };
    /** Two seeds of five folds. */
    private static final double[] FOLDS = {.010, .004, -.002, .007, .012, .001, .006, .003, .009, -.004};

    private static void assertInterval(double lower, double upper, Interval interval) {
        assertEquals(lower, interval.lower(), 1e-12);
        assertEquals(upper, interval.upper(), 1e-12);
    }

    /** t.interval(.95, 9, mean(d), sem(d)), the same at .90, and ttest_1samp(d, 0). */
    @Test
    void pairedIntervalAndPValueAreThoseOfScipy() {
        StudentT t = StudentT.paired(D);
        assertInterval(
                -0.0004421132876279803, 0.0037221132876279804, t.interval(0.95).orElseThrow());
        assertInterval(
                -4.721645766476274e-05, 0.003327216457664763, t.interval(0.90).orElseThrow());
        assertEquals(0.10846510049596163, t.pWithin(0), 1e-12);
    }

    /** max(ttest_1samp(d, -.004, alternative='greater').pvalue, ttest_1samp(d, .004, alternative='less').pvalue). */
    @Test
    void equivalenceIsTheLargerOfTwoOneSidedTests() {
        assertEquals(0.015241373200450912, StudentT.paired(D).pOutside(0.004), 1e-12);
    }

    /** se = sqrt((1/10 + 1/4) * var(x, ddof=1)); t.interval(.95, 9, mean(x), se); 2 * t.sf(mean(x) / se, 9). */
    @Test
    void overlapOfTheTrainingSetsWidensTheInterval() {
        StudentT corrected = StudentT.corrected(5, FOLDS);
        assertEquals(0.0046, corrected.estimate(), 1e-15);
        assertEquals(0.003082927901272497, corrected.standardError(), 1e-12);
        assertInterval(
                -0.002374067434077631,
                0.011574067434077632,
                corrected.interval(0.95).orElseThrow());
        assertEquals(0.16987331404521158, corrected.pWithin(0), 1e-12);
    }

    /** t.interval(.95, 9, mean(x), sem(x)); ttest_1samp(x, 0): the same folds, called different at 5 %. */
    @Test
    void naiveIntervalOfTheSameFoldsIsNarrower() {
        StudentT naive = StudentT.paired(FOLDS);
        assertInterval(
                0.000872204152774835, 0.008327795847225164, naive.interval(0.95).orElseThrow());
        assertEquals(0.021004316475342292, naive.pWithin(0), 1e-12);
    }

    @Test
    void equalDifferencesAreRejectedOnlyWhereTheyAreNot() {
        StudentT t = StudentT.paired(0.1, 0.1, 0.1);
        assertEquals(0, t.pAtMost(0));
        assertEquals(1, t.pAtLeast(0));
    }
}
