package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.Conclusion;
import io.enginebench.record.run.PairedBy;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
}
