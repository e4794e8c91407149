package io.enginebench.analysis.timing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.analysis.verdict.Subject;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is claimed of engines whose speed moves while it is measured, in simulated rounds with a known truth: the ratio of the speeds that
 * they come to in their last windows. The generator is seeded.
 */
class DriftErrorRatesTest {
    private static final int CAMPAIGNS = 200;
    private static final int ROUNDS = 10;
    private static final int WINDOWS = 11;

    /** By how much of their logarithm, 10 to 20 % in each process, the speeds of both engines change from the first window to the last. */
    enum Movement {
        FIRST_UP(1, 0),
        FIRST_DOWN(-1, 0),
        BOTH_UP(1, 1),
        FIRST_UP_SECOND_DOWN(1, -1),
        FIRST_DOWN_SECOND_UP(-1, 1);

        private final int first;
        private final int second;

        Movement(int first, int second) {
            this.first = first;
            this.second = second;
        }
    }

    /** A process, whose own pace scatters by 2 % and each of its windows by 1 %. */
    private static List<Long> windows(Random random, double speed, int direction) {
        double pace = 0.02 * random.nextGaussian();
        double moved = direction * (0.1 + 0.1 * random.nextDouble());
        return IntStream.range(0, WINDOWS)
                .mapToObj(window -> {
                    double left = moved * (WINDOWS - 1 - window) / (WINDOWS - 1);
                    return (long) (1e8 / speed * Math.exp(left - pace + 0.01 * random.nextGaussian()));
                })
                .toList();
    }

    private static PairedRuns rounds(Random random, Movement movement, double ratio) {
        List<Pair> pairs = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Windows one = new Windows(windows(random, ratio, movement.first));
            Windows other = new Windows(windows(random, 1, movement.second));
            pairs.add(new Pair(1e9 / one.median(), 1e9 / other.median()));
            first.add(one.driftAfter(List.of()));
            second.add(other.driftAfter(List.of()));
        }
        return new PairedRuns(
                new Subject("fashion", "mlp", Protocol.CLEAN, Division.TUNED, "x", "y", null),
                Metric.TRAIN_THROUGHPUT,
                new PairedRuns.Pairs(
                        PairedBy.ROUND, pairs, List.of(new PairedRuns.Drifts(first), new PairedRuns.Drifts(second))));
    }

    /** The share of campaigns of twelve comparisons in any of which an engine is called faster. */
    private static double claimed(Movement movement, double ratio, boolean widened) {
        Random random = new Random(17);
        int claimed = 0;
        for (int i = 0; i < CAMPAIGNS; i++) {
            List<PairedRuns> family = new ArrayList<>();
            for (int one = 0; one < 12; one++) {
                PairedRuns runs = rounds(random, movement, ratio);
                family.add(
                        widened
                                ? runs
                                : new PairedRuns(
                                        runs.subject(),
                                        runs.metric(),
                                        new PairedRuns.Pairs(
                                                PairedBy.ROUND, ((PairedRuns.Pairs) runs.pairing()).pairs())));
            }
            claimed += Comparisons.of(family).stream().anyMatch(DriftErrorRatesTest::isBetter) ? 1 : 0;
        }
        return claimed / (double) CAMPAIGNS;
    }

    private static boolean isBetter(Comparison comparison) {
        return comparison.verdict() == Conclusion.BETTER;
    }

    @ParameterizedTest
    @EnumSource
    void engineAsFastAsTheOtherInTheEndIsCalledFasterInAtMost5PercentOfCampaigns(Movement movement) {
        assertTrue(claimed(movement, 1, true) <= 0.05);
    }

    @ParameterizedTest
    @EnumSource
    void engineAtTheMarginInTheEndIsCalledFasterInAtMost5PercentOfCampaigns(Movement movement) {
        assertTrue(claimed(movement, 1.05, true) <= 0.05);
    }

    @Test
    void withoutTheWiderIntervalTheMovementItselfWouldBeCalledADifference() {
        assertTrue(claimed(Movement.FIRST_DOWN_SECOND_UP, 1, false) > 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void twiceTheSpeedIsSeenAllTheSame(Movement movement) {
        assertTrue(claimed(movement, 2, true) >= 0.95);
    }
}
