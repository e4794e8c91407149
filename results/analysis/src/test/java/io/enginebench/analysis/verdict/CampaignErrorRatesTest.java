package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole simulated campaigns with a known truth, judged as real ones are; the generator is seeded. */
class CampaignErrorRatesTest {
    private static final int CAMPAIGNS = 200;
    private static final Subject SUBJECT =
            new Subject("fashion", "mlp", Protocol.CLEAN, Division.TUNED, "pytorch", "mxnet", null);

    /** What a round's machine does to the logarithm of a median beyond a spread of 2 %. */
    enum Machine {
        QUIET,
        /** One process of ten is slowed by up to 30 %. */
        BURSTS,
        /** Rounds differ by 20 %, but both engines of a round alike: what pairing is for. */
        DRIFTING;

        Pair round(Random random, double ratio) {
            double drift = this == DRIFTING ? 0.2 * random.nextGaussian() : 0;
            return new Pair(ratio * 1000 * speed(random, drift), 1000 * speed(random, drift));
        }

        private double speed(Random random, double drift) {
            double burst = this == BURSTS && random.nextInt(10) == 0 ? -0.3 * random.nextDouble() : 0;
            return Math.exp(drift + burst + 0.02 * random.nextGaussian());
        }
    }

    private static PairedRuns speed(Random random, Machine machine, double ratio) {
        return new PairedRuns(
                SUBJECT,
                Metric.TRAIN_THROUGHPUT,
                new PairedRuns.Pairs(
                        PairedBy.ROUND,
                        IntStream.range(0, 10)
                                .mapToObj(round -> machine.round(random, ratio))
                                .toList()));
    }

    /** Accuracies on 1000 rows, each seed with a model of its own. */
    private static PairedRuns accuracy(Random random, double spread, double difference) {
        return new PairedRuns(
                SUBJECT,
                Metric.ACCURACY,
                new PairedRuns.Pairs(
                        PairedBy.SEED,
                        IntStream.range(0, 10)
                                .mapToObj(seed -> new Pair(
                                        Math.round(1000 * (0.8 + difference + spread * random.nextGaussian())) / 1000.0,
                                        Math.round(1000 * (0.8 + spread * random.nextGaussian())) / 1000.0))
                                .toList()));
    }

    /**
     * Accuracies of a number of seeds of five folds each. A fold is as hard for both engines, by 5 points; beyond that a run
     * scatters by 1 point with its seed, in all folds alike, and by 2 with each fold.
     */
    private static PairedRuns folded(Random random, int seeds, double difference) {
        return new PairedRuns(
                SUBJECT,
                Metric.ACCURACY,
                new PairedRuns.Folds(IntStream.range(0, seeds)
                        .mapToObj(seed -> {
                            double first = 0.7 + difference + 0.01 * random.nextGaussian();
                            double second = 0.7 + 0.01 * random.nextGaussian();
                            return IntStream.range(0, 5)
                                    .mapToObj(fold -> {
                                        double hard = 0.05 * random.nextGaussian();
                                        return new Pair(
                                                first + hard + 0.02 * random.nextGaussian(),
                                                second + hard + 0.02 * random.nextGaussian());
                                    })
                                    .toList();
                        })
                        .toList()));
    }

    private interface Campaign {
        List<PairedRuns> draw(Random random);
    }

    private static List<List<Comparison>> judged(int campaigns, Campaign campaign) {
        Random random = new Random(11);
        return IntStream.range(0, campaigns)
                .mapToObj(i -> Comparisons.of(campaign.draw(random)))
                .toList();
    }

    /** The share of campaigns in which any comparison is so. */
    private static double share(List<List<Comparison>> campaigns, Predicate<Comparison> anyOf) {
        return campaigns.stream()
                        .filter(campaign -> campaign.stream().anyMatch(anyOf))
                        .count()
                / (double) campaigns.size();
    }

    private static boolean isBetter(Comparison comparison) {
        return comparison.verdict() == Conclusion.BETTER;
    }

    private static boolean isEquivalent(Comparison comparison) {
        return comparison.verdict() == Conclusion.EQUIVALENT;
    }

    private static List<PairedRuns> family(int size, Supplier<PairedRuns> one) {
        return IntStream.range(0, size).mapToObj(i -> one.get()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void engineAgainstItselfIsCalledFasterInAtMost5PercentOfCampaigns(Machine machine) {
        var campaigns = judged(CAMPAIGNS, random -> family(12, () -> speed(random, machine, 1)));
        assertTrue(share(campaigns, CampaignErrorRatesTest::isBetter) <= 0.05);
    }

    /** Twelve comparisons whose truth is the margin itself: without Holm a quarter of the campaigns would claim something. */
    @ParameterizedTest
    @EnumSource
    void engineAtTheMarginIsCalledFasterInAtMost5PercentOfCampaigns(Machine machine) {
        var campaigns = judged(CAMPAIGNS, random -> family(12, () -> speed(random, machine, 1.05)));
        assertTrue(share(campaigns, CampaignErrorRatesTest::isBetter) <= 0.05);
        assertTrue(share(campaigns, comparison -> comparison.pValue() <= 0.05) > 0.15);
    }

    @ParameterizedTest
    @EnumSource
    void engineAtTheMarginIsCalledEquivalentInAtMost5Percent(Machine machine) {
        var campaigns = judged(CAMPAIGNS, random -> List.of(speed(random, machine, 1.05)));
        assertTrue(share(campaigns, CampaignErrorRatesTest::isEquivalent) <= 0.05);
    }

    /**
     * Seeds that scatter by 3 points cannot show equivalence within 1, so each false claim is a "better". Of the p values that ten
     * seeds can have, 10/1024 is the largest that Holm's first step of four lets pass: 1 - (1 - 10/1024)^4 = 3.8 % of the
     * campaigns, and three standard errors of 1000 of them are 1.8 %.
     */
    @Test
    void engineAgainstItselfIsCalledBetterInAtMost5PercentOfCampaigns() {
        var campaigns = judged(1000, random -> family(4, () -> accuracy(random, 0.03, 0)));
        assertEquals(0.038, share(campaigns, CampaignErrorRatesTest::isBetter), 0.018);
        assertTrue(share(campaigns, comparison -> comparison.pValue() <= 0.05) > 0.1);
    }

    /** The two controls of a published campaign, on a machine that scatters by 2 %. */
    @Test
    void controlsPassOnAQuietMachine() {
        var same = judged(CAMPAIGNS, random -> List.of(speed(random, Machine.QUIET, 1)));
        var slower = judged(CAMPAIGNS, random -> List.of(speed(random, Machine.QUIET, 1.1)));
        assertTrue(share(same, CampaignErrorRatesTest::isEquivalent) >= 0.95);
        assertTrue(share(slower, CampaignErrorRatesTest::isBetter) >= 0.95);
    }

    /** scipy.stats.nct.sf(t.isf(.025, 9), 9, 0.02 / (0.01 * sqrt(2)) * sqrt(10)) is 0.977 for the t test. */
    @Test
    void accuracyThatIsTwoPointsHigherIsSeen() {
        var campaigns = judged(CAMPAIGNS, random -> List.of(accuracy(random, 0.01, 0.02)));
        assertEquals(0.977, share(campaigns, CampaignErrorRatesTest::isBetter), 0.04);
    }

    /** The share of 4000 comparisons over folds of which something holds; three standard errors of 5 % are 1 %. */
    private static double ofFolded(int seeds, double difference, Predicate<Finding> holds) {
        Random random = new Random(13);
        return IntStream.range(0, 4000)
                        .filter(i -> holds.test(Methods.of(folded(random, seeds, difference))))
                        .count()
                / 4000.0;
    }

    private static boolean isDifferent(Finding finding) {
        return finding.p() <= 0.05;
    }

    /** Nothing can be called better whose p value is larger. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void engineAgainstItselfOverFoldsIsCalledDifferentIn5Percent(int seeds) {
        double different = ofFolded(seeds, 0, CampaignErrorRatesTest::isDifferent);
        assertTrue(different >= 0.03 && different <= 0.06, "" + different);
    }

    /** The folds of a seed are alike in what its run is worth: taken for a sample of their own, they find what is not there. */
    @Test
    void foldsTakenForASampleOfTheirOwnWouldErrMoreOften() {
        Random random = new Random(14);
        long different = IntStream.range(0, 1000)
                .mapToObj(i -> (PairedRuns.Folds) folded(random, 10, 0).pairing())
                .map(folds -> new PairedRuns.Pairs(
                        PairedBy.FOLD,
                        folds.seeds().stream().flatMap(List::stream).toList()))
                .filter(pairs -> isDifferent(Methods.of(new PairedRuns(SUBJECT, Metric.ACCURACY, pairs))))
                .count();
        assertTrue(different > 90, "" + different);
    }

    /** By t at five seeds; at ten by ranks, whose interval has 95.1 %. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void intervalOverFoldsCoversTheTruthAsOftenAsItSays(int seeds) {
        double covered = ofFolded(
                seeds,
                0.03,
                finding -> finding.inference().interval().lower() <= 0.03
                        && finding.inference().interval().upper() >= 0.03);
        assertEquals(0.95, covered, 0.0105);
    }

    /**
     * A seed's mean of five folds scatters by 0.01 * sqrt(2 (1 + 4 / 5)) = 0.019 between engines; scipy.stats.nct.sf(t.isf(.025,
     * 9), 9, 0.02 / 0.019 * sqrt(10)) is 0.841 for the t test.
     */
    @Test
    void twoPointsOverFoldsOfTenSeedsAreSeen() {
        var campaigns = judged(CAMPAIGNS, random -> List.of(folded(random, 10, 0.02)));
        assertEquals(0.841, share(campaigns, CampaignErrorRatesTest::isBetter), 0.08);
        assertEquals(0.841, ofFolded(10, 0.02, CampaignErrorRatesTest::isDifferent), 0.03);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void engineAtTheMarginOverFoldsIsCalledEquivalentInAtMost5Percent(int seeds) {
        double equivalent = ofFolded(
                seeds,
                0.01,
                finding -> finding.inference().equivalenceInterval().within(0.01));
        assertTrue(equivalent <= 0.06, "" + equivalent);
    }

    /** Ten seeds, whose means of five folds scatter by 0.0075 * sqrt(2 / 5) = 0.0047: their intervals are 0.003 to either side. */
    @Test
    void engineAgainstItselfOverFoldsIsCalledEquivalentWhereSeedsScatterLittle() {
        Random random = new Random(15);
        long equivalent = IntStream.range(0, 500)
                .mapToObj(i -> IntStream.range(0, 10)
                        .mapToObj(seed -> IntStream.range(0, 5)
                                .mapToObj(fold -> new Pair(
                                        0.7 + 0.0075 * random.nextGaussian(), 0.7 + 0.0075 * random.nextGaussian()))
                                .toList())
                        .toList())
                .map(seeds -> Methods.of(new PairedRuns(SUBJECT, Metric.ACCURACY, new PairedRuns.Folds(seeds))))
                .filter(finding -> finding.verdict(finding.p(), 1).conclusion() == Conclusion.EQUIVALENT)
                .count();
        assertTrue(equivalent >= 475, "" + equivalent);
    }

    /**
     * Two looks, at 10 and at 20 seeds, each at 5 %: more false verdicts than one look has, which is why the page says that
     * looking more than once costs error.
     */
    @Test
    void lookingTwiceAtGrowingSeedsCostsError() {
        Random random = new Random(12);
        int campaigns = 2000;
        int once = 0;
        int twice = 0;
        for (int i = 0; i < campaigns; i++) {
            List<List<Pair>> all = ((PairedRuns.Folds) folded(random, 20, 0).pairing()).seeds();
            boolean first = differs(all.subList(0, 10));
            boolean second = differs(all);
            once += second ? 1 : 0;
            twice += first || second ? 1 : 0;
        }
        assertEquals(0.05, once / (double) campaigns, 0.015);
        assertTrue(twice / (double) campaigns > 0.065, "" + twice);
    }

    private static boolean differs(List<List<Pair>> seeds) {
        return isDifferent(Methods.of(new PairedRuns(SUBJECT, Metric.ACCURACY, new PairedRuns.Folds(seeds))));
    }
}
