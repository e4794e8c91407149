package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    private static final Metric SPEED = Metric.TRAIN_THROUGHPUT;
    /** Their signed-rank figures are those of SignedRankTest. */
    private static final double[] SMALL = {
        0.0021, -0.0013, 0.0047, 0.0008, -0.0034, 0.0062, 0.0029, 0.0011, -0.0005, 0.0038
    };

    private static Subject subject(ComparisonScope scope) {
        return new Subject("fashion", "mlp", Protocol.CLEAN, Division.TUNED, "pytorch", "mxnet", scope);
    }

    private static Comparison one(PairedRuns runs) {
        return Comparisons.of(List.of(runs)).get(0);
    }

    /** Accuracies of 0.85 and so much less. */
    private static PairedRuns accuracy(double... differences) {
        return new PairedRuns(
                subject(null),
                Metric.ACCURACY,
                new PairedRuns.Pairs(
                        PairedBy.SEED,
                        DoubleStream.of(differences)
                                .mapToObj(d -> new Pair(0.85, 0.85 - d))
                                .toList()));
    }

    private static PairedRuns speed(double... ratios) {
        return new PairedRuns(
                subject(ComparisonScope.ofSpeed(Mode.TRAIN, 32, 1)),
                SPEED,
                new PairedRuns.Pairs(
                        PairedBy.ROUND,
                        DoubleStream.of(ratios)
                                .mapToObj(r -> new Pair(1000 * r, 1000.0))
                                .toList()));
    }

    private static double[] times(double factor, double... values) {
        return DoubleStream.of(values).map(value -> factor * value).toArray();
    }

    private static double[] plus(double shift, double... values) {
        return DoubleStream.of(values).map(value -> shift + value).toArray();
    }

    @Test
    void accuracyWithinOnePointIsEquivalent() {
        Comparison comparison = one(accuracy(SMALL));
        assertEquals(Conclusion.EQUIVALENT, comparison.verdict());
        assertEquals(0.00165, comparison.estimate(), 1e-12);
        assertEquals(-0.0005, comparison.interval().get(0), 1e-12);
        assertEquals(0.0038, comparison.interval().get(1), 1e-12);
        assertEquals(1 - 50 / 1024.0, comparison.confidence(), 1e-12);
        assertEquals(0.0035, comparison.equivalenceInterval().upper(), 1e-12);
        assertEquals(0.0037221132876279804, comparison.checkInterval().upper(), 1e-12);
        assertEquals(0.130859375, comparison.pValue(), 1e-12);
        // The same a little higher, for -0.00025 is printed as -0.0002 or -0.0003 by its last bit.
        assertEquals(
                "pytorch and mxnet are equivalent in accuracy: the difference is 0.0017 (95 % interval -0.0005..0.0038) and"
                        + " the 90 % interval -0.0002..0.0035 lies within -0.0100..0.0100; 10 seeds.",
                one(accuracy(plus(0.00002, SMALL))).text());
    }

    @Test
    void realDifferenceSmallerThanTheMarginIsEquivalentAndSaysSo() {
        Comparison comparison = one(accuracy(plus(0.004, SMALL)));
        assertEquals(Conclusion.EQUIVALENT, comparison.verdict());
        assertTrue(comparison.pValue() < 0.05);
        assertTrue(comparison.text().contains("so the difference is real but smaller than the margin"));
    }

    /** All ten differences are positive, so p is 2 / 1024; shifted by 0.02 the interval is 0.0195..0.0238. */
    @Test
    void accuracyBeyondTheMarginIsBetterByTheInterval() {
        Comparison comparison = one(accuracy(plus(0.02, SMALL)));
        assertEquals(Conclusion.BETTER, comparison.verdict());
        assertEquals("pytorch", comparison.better());
        assertEquals(2 / 1024.0, comparison.pValue(), 1e-12);
        assertEquals(
                "pytorch is better in accuracy by 0.0195..0.0238: the difference is 0.0217 (95 % interval 0.0195..0.0238);"
                        + " 10 seeds.",
                comparison.text());
    }

    @Test
    void betterEngineIsTheSecondWhereTheDifferenceIsNegative() {
        Comparison comparison = one(accuracy(times(-1, plus(0.02, SMALL))));
        assertEquals("mxnet", comparison.better());
        assertTrue(comparison.text().startsWith("mxnet is better in accuracy by 0.0195..0.0238: "), comparison.text());
    }

    @Test
    void wideIntervalIsInconclusiveAndPlansTheNextCampaign() {
        Comparison comparison = one(accuracy(times(10, SMALL)));
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        assertNotNull(comparison.furtherPairs());
        assertEquals(
                "10 seeds; about %d more seeds would decide (%d..%d, as the spread is an estimate)."
                        .formatted(
                                comparison.furtherPairs(),
                                comparison.furtherPairsRange().get(0),
                                comparison.furtherPairsRange().get(1)),
                comparison.text().substring(comparison.text().indexOf("10 seeds")));
    }

    /** Half of the interval is 0.0215 wide at n = 10; a tenth of the effect needs far more than ten. */
    @Test
    void plannedCampaignWouldDecideWithTheSameSpread() {
        double[] differences = times(10, SMALL);
        int further = one(accuracy(differences)).furtherPairs();
        // The same ten differences over and over have the same estimate and spread.
        double[] repeated = IntStream.range(0, 10 + further)
                .mapToDouble(i -> differences[i % 10])
                .toArray();
        assertEquals(Conclusion.BETTER, one(accuracy(repeated)).verdict());
        assertTrue(further > 10 && further < 30, "" + further);
    }

    /** The number of seeds goes with the square of the spread: of 10 seeds 0.783^2 and 1.469^2 times all of them. */
    @Test
    void furtherSeedsAreARangeAsWideAsTheSpreadIsUncertain() {
        Comparison comparison = one(accuracy(times(10, SMALL)));
        double all = 10 + comparison.furtherPairs();
        assertEquals(0.783 * 0.783 * all, 10 + comparison.furtherPairsRange().get(0), 3);
        assertEquals(1.469 * 1.469 * all, 10 + comparison.furtherPairsRange().get(1), 3);
    }

    /** Two seeds know next to nothing of their spread: its upper end is eight times as large. */
    @Test
    void furtherSeedsOfTwoHaveNoUpperEnd() {
        Comparison comparison = one(accuracy(-0.01, 0.05));
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        assertNotNull(comparison.furtherPairsRange().get(0));
        assertNull(comparison.furtherPairsRange().get(1));
        assertTrue(comparison.text().contains(" or more, as the spread is an estimate)"), comparison.text());
    }

    /** An estimate of nothing, and equivalence that may not be claimed: nothing is there to be decided. */
    @Test
    void nothingIsPlannedWhereNoNumberOfSeedsDecides() {
        List<Pair> pairs = new ArrayList<>(List.of(new Pair(null, 0.5)));
        IntStream.range(0, 10).forEach(i -> pairs.add(new Pair(0.5 + 0.01 * (i % 3 - 1), 0.5)));
        Comparison comparison =
                one(new PairedRuns(subject(null), Metric.ACCURACY, new PairedRuns.Pairs(PairedBy.SEED, pairs)));
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        assertNull(comparison.furtherPairs());
        assertNull(comparison.furtherPairsRange());
        assertTrue(
                comparison
                        .text()
                        .endsWith("how many more seeds would decide cannot be planned from this estimate and spread."),
                comparison.text());
    }

    @Test
    void sameScoresOnEverySeedAreEquivalentWithADegenerateInterval() {
        Comparison comparison = one(accuracy(new double[10]));
        assertEquals(Conclusion.EQUIVALENT, comparison.verdict());
        assertEquals(List.of(0.0, 0.0), comparison.interval());
        assertEquals(1, comparison.pValue());
    }

    @Test
    void fewerThanSixSeedsAreJudgedByTAndSaySo() {
        Comparison comparison = one(accuracy(0.001, 0.002, 0.0005, 0.0015, 0.0012));
        assertEquals("paired t", comparison.method());
        assertEquals(0.95, comparison.confidence());
        assertEquals(Conclusion.EQUIVALENT, comparison.verdict());
        // The exact interval of five is all of their range, at 1 - 2/32.
        assertEquals(0.0005, comparison.checkInterval().lower(), 1e-12);
        assertEquals(0.9375, comparison.checkInterval().confidence(), 1e-12);
        assertTrue(
                comparison.text().endsWith("; 5 seeds, too few for the exact signed-rank interval, so by t."),
                comparison.text());
    }

    @Test
    void oneSeedOrFewEqualOnesGiveNoInference() {
        assertEquals(
                "pytorch and mxnet in accuracy: no inference, 1 seed, at least 2 are needed.",
                one(accuracy(0.01)).text());
        Comparison equal = one(accuracy(0, 0, 0));
        assertEquals(Conclusion.NO_INFERENCE, equal.verdict());
        assertNull(equal.interval());
        assertEquals(
                "pytorch and mxnet in accuracy: no inference, 3 seeds are too few for an exact interval, at least 6 are"
                        + " needed, and equal differences give a t interval no width.",
                equal.text());
    }

    private static PairedRuns withFailures(Metric measure, double score, int firstFails, int secondFails) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pairs.add(new Pair(
                    i < firstFails ? null : Double.valueOf(score + i * 1e-4), i >= 10 - secondFails ? null : score));
        }
        return new PairedRuns(subject(null), measure, new PairedRuns.Pairs(PairedBy.SEED, pairs));
    }

    @Test
    void failedSeedCountsAsTheWorstValueAndForbidsEquivalence() {
        Comparison comparison = one(withFailures(Metric.ACCURACY, 0.8, 1, 0));
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        // The ten Walsh averages with the failed seed are the ten smallest of 55, and the interval starts at the ninth:
        // the
        // failed seed with the one but last, (-0.8 + 0.0008) / 2.
        assertEquals((-0.8 + 0.0008) / 2, comparison.interval().get(0), 1e-12);
        assertEquals(List.of(1, 0), comparison.failed());
        assertTrue(comparison
                .text()
                .contains("no equivalence is claimed: pytorch failed on a seed on which mxnet did not"));
        assertTrue(comparison.text().contains("pytorch failed on 1, which counts as the worst value"));
    }

    @Test
    void failedSeedOfAnErrorOpensTheInterval() throws MalformedJsonException {
        Comparison comparison = one(withFailures(Metric.MSE, 2, 0, 1));
        assertEquals(0, comparison.interval().get(0), "a ratio over infinity");
        Comparison other = one(withFailures(Metric.MSE, 2, 1, 0));
        assertNull(other.interval().get(1));
        assertNull(other.checkInterval());
        String line = Json.line(other);
        assertTrue(line.contains(",null]"), line);
        assertEquals(other, Json.read(line, "comparison", Comparison.class));
    }

    @Test
    void twoFailedSeedsOfAnEngineAreInvalid() {
        Comparison comparison = one(withFailures(Metric.ACCURACY, 0.8, 0, 2));
        assertEquals(Conclusion.INVALID, comparison.verdict());
        assertEquals("pytorch and mxnet in accuracy: invalid, mxnet failed on 2 of 10 seeds.", comparison.text());
        assertEquals(
                Conclusion.INCONCLUSIVE,
                one(withFailures(Metric.ACCURACY, 0.8, 1, 1)).verdict());
    }

    /** Seconds to a target, 10 of the first engine and those given of the second; null where it was missed. */
    private static PairedRuns toTarget(Double... ofSecond) {
        return new PairedRuns(
                subject(null),
                Metric.TIME_TO_TARGET,
                new PairedRuns.Pairs(
                        PairedBy.SEED,
                        Arrays.stream(ofSecond)
                                .map(seconds -> new Pair(10.0, seconds))
                                .toList()));
    }

    /** Ratios of 10 to 12.0..12.9 s: below 1/1.05 on all of ten seeds, so that p is 2 / 1024. */
    @Test
    void engineThatReachesTheTargetSoonerOnEverySeedIsFaster() {
        Comparison comparison = one(toTarget(12.0, 12.1, 12.2, 12.3, 12.4, 12.5, 12.6, 12.7, 12.8, 12.9));
        assertEquals(ComparisonKind.THROUGHPUT, comparison.kind());
        assertEquals(PairedBy.SEED, comparison.pairedBy());
        assertEquals("pytorch", comparison.better());
        assertEquals(2 / 1024.0, comparison.pValue(), 1e-12);
        assertEquals("ratio within 0.952..1.050", comparison.hypothesis());
        assertTrue(
                comparison.text().startsWith("pytorch is faster in time_to_target, that of mxnet being larger by 2"),
                comparison.text());
    }

    @Test
    void missedTargetIsInfiniteAndTwoAreRefusedAsSuch() {
        Comparison one = one(toTarget(10.0, 10.1, 9.9, 10.0, 10.1, 9.9, 10.0, 10.1, 9.9, null));
        assertEquals(0, one.interval().get(0), "a time over infinity");
        assertEquals(List.of(0, 1), one.failed());
        assertTrue(one.text().contains("mxnet missed the target on a seed on which pytorch did not"), one.text());
        assertTrue(one.text().contains("mxnet missed the target on 1, which counts as the worst value"), one.text());
        assertTrue(one.text().contains("a missed target leaves the interval open"), one.text());

        Comparison two = one(toTarget(10.0, 10.1, 9.9, 10.0, null, null));
        assertEquals(Conclusion.INVALID, two.verdict());
        assertEquals(
                "pytorch and mxnet in time_to_target: invalid, mxnet missed the target on 2 of 6 seeds.", two.text());
    }

    @Test
    void fewSeedsHaveATimeToTheTargetButNoInferenceAndAMissedOneHasNoRatio() {
        Comparison few = one(toTarget(12.5));
        assertEquals(Conclusion.NO_INFERENCE, few.verdict());
        assertEquals(0.8, few.estimate(), 1e-12);
        assertTrue(few.text().endsWith("no inference, 1 seed, at least 5 are needed."), few.text());
        assertNull(one(toTarget((Double) null)).estimate());
    }

    @Test
    void errorIsComparedAsARatioAndLessIsBetter() {
        List<Pair> pairs = IntStream.range(0, 10)
                .mapToObj(i -> new Pair(2.0 + i * 0.01, 3.0))
                .toList();
        Comparison comparison =
                one(new PairedRuns(subject(null), Metric.MSE, new PairedRuns.Pairs(PairedBy.SEED, pairs)));
        assertEquals("pytorch", comparison.better());
        assertEquals(Margin.Scale.RATIO, comparison.unit());
        assertTrue(comparison.estimate() > 2 / 3.0 && comparison.estimate() < 2.1 / 3);
        assertTrue(
                comparison.text().startsWith("pytorch is better in mse, that of mxnet being larger by 4"),
                comparison.text());
    }

    private static PairedRuns folds(int ofOneSeed, double... differences) {
        List<Pair> pairs = DoubleStream.of(differences)
                .mapToObj(d -> new Pair(0.5 + d, 0.5))
                .toList();
        return new PairedRuns(
                subject(null),
                Metric.ACCURACY,
                new PairedRuns.Folds(IntStream.range(0, pairs.size() / ofOneSeed)
                        .mapToObj(seed -> pairs.subList(ofOneSeed * seed, ofOneSeed * (seed + 1)))
                        .toList()));
    }

    /**
     * Two seeds of five folds. Their means are 0.062 and 0.030; scipy.stats.ttest_rel of the two: mean 0.046, p 0.2146, interval
     * 0.046 -+ 12.706 * 0.016. The interval beyond is that of StudentTTest.
     */
    @Test
    void foldsAreAveragedInTheirSeedAndTheCorrectedIntervalStandsBeside() {
        Comparison comparison = one(folds(5, times(10, .010, .004, -.002, .007, .012, .001, .006, .003, .009, -.004)));
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
        assertEquals(2, comparison.n());
        assertEquals(5, comparison.folds());
        assertEquals(PairedBy.SEED, comparison.pairedBy());
        assertEquals(0.046, comparison.estimate(), 1e-12);
        assertEquals(0.2131, comparison.pValue(), 1e-4);
        assertEquals(0.046 + 12.7062047 * 0.016, comparison.interval().get(1), 1e-6);
        assertEquals("paired t", comparison.method());
        assertEquals(0.11574067434077633, comparison.beyondInterval().upper(), 1e-9);
        assertEquals("corrected resampled t", comparison.beyondInterval().method());
        assertTrue(
                comparison
                        .text()
                        .contains("; 2 seeds of 5 folds each, too few for the exact signed-rank interval, so by t; "),
                comparison.text());
        assertTrue(
                comparison
                        .text()
                        .endsWith(
                                "; beyond this data set the 95 % interval is -0.0237..0.1157 (corrected resampled t)."),
                comparison.text());
    }

    /** The seeds' means are those of SMALL, whatever the folds scatter by. */
    @Test
    void foldsOfManySeedsAreJudgedLikeAHoldOut() {
        double[] scattered = DoubleStream.of(SMALL)
                .flatMap(mean -> DoubleStream.of(mean - 0.04, mean + 0.04))
                .toArray();
        Comparison folded = one(folds(2, scattered));
        Comparison whole = one(accuracy(SMALL));
        assertEquals(Conclusion.EQUIVALENT, folded.verdict());
        assertEquals(whole.method(), folded.method());
        assertEquals(whole.interval().get(1), folded.interval().get(1), 1e-12);
        assertEquals(whole.pValue(), folded.pValue(), 1e-12);
    }

    @Test
    void foldsOfOneSeedGiveNoInferenceButAnIntervalBeyond() {
        Comparison comparison = one(folds(5, 0.001, 0.002, 0.001, 0.003, 0.002));
        assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
        assertNull(comparison.interval());
        assertNull(comparison.pValue());
        assertNotNull(comparison.beyondInterval());
        assertTrue(
                comparison
                        .text()
                        .startsWith(
                                "pytorch and mxnet in accuracy: no inference, 1 seed, at least 2 are needed; beyond"),
                comparison.text());
    }

    /** Of an error a failed fold is infinite, and so is the mean of its seed; one on either side cancel out. */
    @Test
    void failedFoldCountsAsTheWorstInItsSeed() {
        List<Pair> sound = List.of(new Pair(2.0, 2.1), new Pair(2.1, 2.0));
        List<List<Pair>> seeds = new ArrayList<>(Collections.nCopies(9, sound));
        seeds.add(List.of(new Pair(null, 2.0), new Pair(2.0, 2.0)));
        Comparison one = one(new PairedRuns(subject(null), Metric.MSE, new PairedRuns.Folds(seeds)));
        assertEquals(List.of(1, 0), one.failed());
        assertNull(one.interval().get(1));
        assertNull(one.beyondInterval());
        assertTrue(one.text().contains("pytorch failed on a seed on which mxnet did not"), one.text());

        seeds.set(9, List.of(new Pair(null, 2.0), new Pair(2.0, null)));
        Comparison both = one(new PairedRuns(subject(null), Metric.MSE, new PairedRuns.Folds(seeds)));
        assertEquals(List.of(1, 1), both.failed());
        assertEquals(Conclusion.EQUIVALENT, both.verdict());
    }

    @Test
    void twoSeedsWithAFailedFoldAreInvalid() {
        List<Pair> broken = List.of(new Pair(null, 0.5), new Pair(0.5, 0.5));
        Comparison comparison = one(new PairedRuns(
                subject(null),
                Metric.ACCURACY,
                new PairedRuns.Folds(List.of(broken, List.of(new Pair(0.5, 0.5), new Pair(0.5, 0.5)), broken))));
        assertEquals(Conclusion.INVALID, comparison.verdict());
        assertEquals("pytorch and mxnet in accuracy: invalid, pytorch failed on 2 of 3 seeds.", comparison.text());
    }

    @Test
    void speedWithinFivePercentIsEquivalent() {
        Comparison comparison = one(speed(1.01, 0.99, 1.02, 1.0, 0.985, 1.005, 1.012, 0.998, 1.001, 0.992));
        assertEquals(Conclusion.EQUIVALENT, comparison.verdict());
        assertEquals("ratio within 0.952..1.050", comparison.hypothesis());
    }

    /** Ratios of 1.03..1.09 exclude 1 but not 1.05: different, but whether by 5 % is open. */
    @Test
    void speedIsFasterOnlyBeyondTheMargin() {
        double[] ratios = {1.03, 1.09, 1.05, 1.04, 1.08, 1.06, 1.07, 1.035, 1.085, 1.055};
        assertEquals(Conclusion.INCONCLUSIVE, one(speed(ratios)).verdict());
        Comparison faster = one(speed(plus(0.1, ratios)));
        assertEquals(Conclusion.BETTER, faster.verdict());
        assertTrue(
                faster.text().startsWith("pytorch is faster in train_throughput (train, batch 32, 1 thread) by 1"),
                faster.text());
    }

    /** 0.8 is as far below as 1.25 above: which engine comes first must not matter. */
    @Test
    void exchangingTheEnginesOnlyInvertsTheRatio() {
        double[] ratios = {1.2, 1.21, 1.22, 1.23, 1.24, 1.25, 1.26, 1.27, 1.28, 1.29};
        Comparison there = one(speed(ratios));
        Comparison back = one(speed(DoubleStream.of(ratios).map(r -> 1 / r).toArray()));
        assertEquals("pytorch", there.better());
        assertEquals("mxnet", back.better());
        assertEquals(there.estimate(), 1 / back.estimate(), 1e-12);
        assertEquals(there.interval().get(0), 1 / back.interval().get(1), 1e-12);
        assertEquals(there.pValue(), back.pValue());
    }

    /**
     * Ratios of 1.200, 1.201 .. 1.209: of their Walsh averages one is 0 steps up, one half a step, two 1, two 1.5 and three 2, so
     * the ninth is 1.202; the ninth from above is 1.207.
     */
    @Test
    void latencyThatIsLongerIsWorse() {
        List<Pair> rounds = IntStream.range(0, 10)
                .mapToObj(i -> new Pair(1.2 + i * 0.001, 1.0))
                .toList();
        Comparison comparison =
                one(new PairedRuns(subject(null), Metric.LATENCY_P50, new PairedRuns.Pairs(PairedBy.ROUND, rounds)));
        assertEquals("mxnet", comparison.better());
        assertTrue(
                comparison
                        .text()
                        .startsWith("mxnet is faster in latency_p50, that of pytorch being larger by 20.2..20.7 %"),
                comparison.text());
    }

    @Test
    void fewerThanFiveRoundsGiveNoInference() {
        Comparison comparison = one(speed(1.2, 1.2, 1.21, 1.22));
        assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
        assertNotNull(comparison.estimate());
        assertNull(comparison.interval());
        assertTrue(comparison.text().endsWith(": no inference, 4 rounds, at least 5 are needed."), comparison.text());
    }

    /** At ten rounds p is at least 2/1024, and 26 times that is more than 5 %. */
    @Test
    void holmWithholdsBetterFromALargeFamilyAndSaysSo() {
        PairedRuns clear = speed(1.2, 1.21, 1.22, 1.23, 1.24, 1.25, 1.26, 1.27, 1.28, 1.29);
        assertEquals(
                Conclusion.BETTER,
                Comparisons.of(Collections.nCopies(25, clear)).get(0).verdict());
        Comparison withheld = Comparisons.of(Collections.nCopies(26, clear)).get(25);
        assertEquals(Conclusion.INCONCLUSIVE, withheld.verdict());
        assertEquals(26 * 2 / 1024.0, withheld.adjustedPValue(), 1e-12);
        assertEquals(26, withheld.familySize());
        assertTrue(withheld.text()
                .contains("p 0.051 after Holm's adjustment for 26 comparisons, which is more than 0.05"));
        assertEquals(1, withheld.furtherPairs());
    }

    @Test
    void familyIsTheMetricAndOnlyTheTested() {
        List<Comparison> comparisons = Comparisons.of(List.of(
                accuracy(SMALL),
                speed(1.2, 1.21, 1.22, 1.23, 1.24, 1.25),
                accuracy(SMALL),
                accuracy(0.01),
                speed(1, 1, 1, 1, 1, 1)));
        assertEquals(2, comparisons.get(0).familySize());
        assertEquals(2, comparisons.get(1).familySize());
        assertNull(comparisons.get(3).familySize());
        assertEquals(
                List.of(Metric.ACCURACY, SPEED, Metric.ACCURACY, Metric.ACCURACY, SPEED),
                comparisons.stream().map(Comparison::metric).toList());
    }

    /** Each engine's answers to so many rows: wrong on those numbers, right on the others. */
    private static PairedRuns.Answers answers(int rows, List<Integer> firstWrong, List<Integer> secondWrong) {
        return new PairedRuns.Answers(rows, right(rows, firstWrong), right(rows, secondWrong));
    }

    private static BitSet right(int rows, List<Integer> wrong) {
        BitSet right = new BitSet();
        right.set(0, rows);
        wrong.forEach(right::clear);
        return right;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static PairedRuns recall(List<PairedRuns.Answers> seeds) {
        return new PairedRuns(
                subject(ComparisonScope.ofClass("shirt")), Metric.RECALL, new PairedRuns.ClassRecall(seeds));
    }

    /** Of 12 rows that one of them has right, 9 against 3: figures of ProportionsTest. */
    @Test
    void oneSeedHasMcNemarButNoVerdictOnEngines() {
        Comparison comparison =
                one(recall(List.of(answers(100, numbers(0, 19), join(numbers(3, 19), numbers(50, 59))))));
        assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
        assertEquals(0.14599609375, comparison.pValue(), 1e-12);
        assertEquals(9, comparison.rows().firstOnly());
        assertEquals(3, comparison.rows().secondOnly());
        assertEquals(0.7222115462093562, comparison.rows().recalls().get(0).lower(), 1e-12);
        assertEquals(
                "pytorch and mxnet in recall (class shirt): no inference, 1 seed, at least 2 are needed; on 100 test rows of"
                        + " the class pytorch was right more often on 9 and mxnet on 3 (exact McNemar p 0.146).",
                comparison.text());
    }

    private static List<Integer> join(List<Integer> first, List<Integer> second) {
        List<Integer> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Ten seeds, each with the same 3 rows against the second engine: seeds say better, 3 rows cannot (p = 2 / 2^3). */
    @Test
    void rowsOfAllSeedsAreNotCountedAsIndependent() {
        Comparison comparison = one(recall(Collections.nCopies(10, answers(100, List.of(), List.of(1, 2, 3)))));
        assertEquals(0.25, comparison.pValue(), 1e-12);
        assertEquals(Conclusion.INCONCLUSIVE, comparison.verdict());
    }

    /** Different rows for each seed, but each seed in favour of the first: both samples say so. */
    @Test
    void recallIsBetterWhereSeedsAndRowsSaySo() {
        List<PairedRuns.Answers> seeds = IntStream.range(0, 10)
                .mapToObj(seed -> answers(100, List.of(), numbers(10 * seed, 10 * seed + 5 + seed % 3)))
                .toList();
        Comparison comparison = one(recall(seeds));
        assertEquals(Conclusion.BETTER, comparison.verdict());
        assertEquals("pytorch", comparison.better());
        assertEquals(2 / 1024.0, comparison.pValue(), 1e-12);
    }

    @Test
    void smallClassIsNeverEquivalent() {
        Comparison small = one(recall(Collections.nCopies(10, answers(399, List.of(1), List.of(1)))));
        assertEquals(Conclusion.INCONCLUSIVE, small.verdict());
        assertTrue(small.text().contains("399 test rows of the class are too few for equivalence, 400 are needed"));
        assertEquals(
                Conclusion.EQUIVALENT,
                one(recall(Collections.nCopies(10, answers(400, List.of(1), List.of(1)))))
                        .verdict());
    }

    @Test
    void comparisonSurvivesJsonUnderACommaDecimalLocale() throws MalformedJsonException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            for (PairedRuns runs : Arrays.<PairedRuns>asList(
                    accuracy(SMALL), speed(1.2, 1.2, 1.21), recall(List.of(answers(4, List.of(1), List.of()))))) {
                Comparison comparison = one(runs);
                String line = Json.line(comparison);
                assertEquals(comparison, Json.read(line, "comparison", Comparison.class));
                assertTrue(!comparison.text().matches(".*\\d,\\d.*"), comparison.text());
            }
            String names = Json.line(one(accuracy(SMALL)));
            for (String name :
                    List.of("task", "model", "metric", "engines", "estimate", "interval", "n", "verdict", "text")) {
                assertTrue(names.contains("\"" + name + "\":"), name);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void scoreThatIsNoNumberIsRefused() {
        assertEquals(
                "score of the second engine must be finite and >= 0, got NaN",
                assertThrows(IllegalArgumentException.class, () -> new Pair(1.0, Double.NaN))
                        .getMessage());
    }

    @Test
    void textNamesEveryComparison() {
        assertEquals(
                5,
                Comparisons.of(List.of(accuracy(SMALL), accuracy(0.01), accuracy(), speed(), speed(1, 1, 1, 1, 1)))
                        .stream()
                        .map(Comparison::text)
                        .collect(Collectors.toSet())
                        .size());
    }
}
