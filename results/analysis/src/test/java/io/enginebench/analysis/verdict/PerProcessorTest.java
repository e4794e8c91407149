package io.enginebench.analysis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.PairedBy;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PerProcessorTest {
    /** Rounds whose ratios are about that one, by 1 % up and down in turn. */
    private static PairedRuns.Pairs rounds(int count, double ratio) {
        return new PairedRuns.Pairs(
                PairedBy.ROUND,
                DoubleStream.iterate(0.99, off -> off == 0.99 ? 1.01 : off == 1.01 ? 1.0 : 0.99)
                        .limit(count)
                        .mapToObj(off -> new Pair(1000 * ratio * off, 1000.0))
                        .toList());
    }

    private static Comparison of(PairedRuns.Pairing pairing) {
        return Comparisons.of(List.of(new PairedRuns(
                        new Subject(
                                "t",
                                "m",
                                Protocol.CLEAN,
                                Division.TUNED,
                                "x",
                                "y",
                                ComparisonScope.ofSpeed(Mode.TRAIN, 32, 1)),
                        Metric.TRAIN_THROUGHPUT,
                        pairing)))
                .get(0);
    }

    private static Comparison of(Map<String, PairedRuns.Pairs> processors) {
        return of(new PairedRuns.Processors(PairedBy.ROUND, processors));
    }

    /** x is faster by a fifth on the one and y on the other: 1.2 and 1/1.2, which together would be no difference. */
    @Test
    void opposedProcessorsAreJudgedApartAndSaidToDisagree() {
        Comparison comparison = of(Map.of("one", rounds(8, 1.2), "other", rounds(8, 1 / 1.2)));
        assertEquals(Conclusion.NO_INFERENCE, comparison.verdict());
        assertEquals(16, comparison.n());
        assertNull(comparison.estimate());
        assertNull(comparison.better());
        String text = comparison.text();
        assertTrue(
                text.contains("rounds of 2 processors are judged apart: on one x is faster, the ratio is 1.2"), text);
        assertTrue(text.contains("; on other y is faster, the ratio is 0.83"), text);
        assertTrue(text.endsWith("the processors disagree (Welch's t, p below 0.001)."), text);
    }

    /** By p of 2/64 each of six rounds would be called faster, and after the adjustment over both processors neither is. */
    @Test
    void verdictsOnProcessorsAreAdjustedTogether() {
        assertTrue(of(Map.of("one", rounds(6, 1.2), "other", rounds(1, 1.2)))
                .text()
                .contains("on one x is faster"));
        String text = of(Map.of("one", rounds(6, 1.2), "other", rounds(6, 1.2))).text();
        assertFalse(text.contains("is faster"), text);
    }

    @Test
    void processorsAlikeAreNotSaidToAgreeButNotToDisagree() {
        String text = of(Map.of("one", rounds(6, 1.2), "other", rounds(6, 1.2))).text();
        assertTrue(text.endsWith("that the processors disagree is not shown (Welch's t, p 1.000)."), text);
    }

    @Test
    void oneOfThreeThatIsOtherIsFoundAfterHolmsAdjustment() {
        String text = of(Map.of("a", rounds(6, 1.2), "b", rounds(6, 1.2), "c", rounds(6, 1.5)))
                .text();
        assertTrue(text.contains("the processors disagree (Welch's t of each two, the smallest after Holm's"), text);
    }

    @Test
    void oneRoundCannotTellWhetherProcessorsAgree() {
        String text = of(Map.of("one", rounds(6, 1.2), "other", rounds(1, 1.2))).text();
        assertTrue(text.contains("on other the ratio is 1.188 (no inference, 1 round, at least 5 are needed)"), text);
        assertTrue(
                text.endsWith(
                        "whether the processors agree cannot be told, for each must have 2 rounds without a failure."),
                text);
    }
}
