package io.enginebench.record.verdict;

import io.enginebench.record.Check;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on one metric of one task between two engines, with all it was reached by. The rules are those of {@code
 * docs/measuring.md}.
 *
 * @param engines the first minus (or over) the second
 * @param division of both engines; tuned where a file has none
 * @param scope absent where the comparison is of the whole task
 * @param unit of estimate and intervals
 * @param margin a difference of fractions, or the relative change: 0.05 allows ratios of 1/1.05..1.05
 * @param method behind estimate, interval and equivalence interval
 * @param n pairs: seeds or rounds; by the first rules of verdicts also folds of all seeds
 * @param folds that were averaged in each seed; absent without any
 * @param estimate absent where there is no finite one
 * @param interval lower and upper bound at 95 %; a null is an open end; absent where there is no inference
 * @param confidence the level that the interval has
 * @param equivalenceInterval at 90 %: {@code equivalent} if it lies within the margin
 * @param checkInterval at 95 % by another method: t beside signed-rank, or the other way round
 * @param beyondInterval at 95 % for other data of the same kind, where {@code interval} is for these rows: over folds, that of
 *     Nadeau and Bengio; absent without folds
 * @param hypothesis that {@code better} rejects
 * @param pValue of it, two-sided
 * @param adjustedPValue by Holm over the family
 * @param familySize the number of comparisons that were adjusted together
 * @param equivalencePValue of two one-sided tests; not adjusted
 * @param rows evidence of the test rows, for the recall of a class
 * @param rounds what the rounds are like, where speeds of timing rounds are compared; absent in older results, which were
 *     judged without it
 * @param failed runs of the first and of the second engine that count as the worst value: those that failed, and where time to
 *     a target is compared those that missed it
 * @param better the better engine, if there is one
 * @param furtherPairs about how many more seeds (of all folds) or rounds a new campaign needs to decide; absent where it is
 *     decided, or where that is more than 1000
 * @param furtherPairsRange the same at the least and at the most spread that this campaign allows; a null stands for more than
 *     1000; absent where it is decided or cannot be planned, and in results made by the first rules of verdicts
 * @param text the verdict in a sentence
 */
public record Comparison(
        ComparisonKind kind,
        String task,
        String model,
        Protocol protocol,
        Division division,
        Metric metric,
        @Nullable ComparisonScope scope,
        List<String> engines,
        Margin.Scale unit,
        double margin,
        @Nullable String method,
        int n,
        @Nullable Integer folds,
        PairedBy pairedBy,
        @Nullable Double estimate,
        @Nullable List<@Nullable Double> interval,
        @Nullable Double confidence,
        @Nullable Bounds equivalenceInterval,
        @Nullable Bounds checkInterval,
        @Nullable Bounds beyondInterval,
        @Nullable String hypothesis,
        @Nullable Double pValue,
        @Nullable Double adjustedPValue,
        @Nullable Integer familySize,
        @Nullable Double equivalencePValue,
        @Nullable RowEvidence rows,
        @Nullable Rounds rounds,
        List<Integer> failed,
        Conclusion verdict,
        @Nullable String better,
        @Nullable Integer furtherPairs,
        @Nullable List<@Nullable Integer> furtherPairsRange,
        String text) {
    public Comparison {
        division = Division.orTuned(division);
        engines = List.copyOf(engines);
        failed = List.copyOf(failed);
        interval = copy(interval);
        furtherPairsRange = copy(furtherPairsRange);
        Check.that(engines.size() == 2, "engines of a comparison", "two", engines);
        Check.that(failed.size() == 2, "failed runs of a comparison", "two numbers", failed);
    }

    /** Not {@link List#copyOf}: an open end is a null. */
    private static <T> @Nullable List<@Nullable T> copy(@Nullable List<@Nullable T> ends) {
        return ends == null ? null : Collections.unmodifiableList(new ArrayList<>(ends));
    }

    /**
     * Timing rounds beyond their ratio: whether there was a speed to speak of, and whether one side is so uneven that the interval
     * says too much.
     *
     * @param unsteady cells of the first and of the second engine, of those compared, that were slowing or had no steady state
     * @param drift of each engine, the median factor by which a cell's speed moved, 1 for a steady one; absent where all are
     * @param spread of each engine's rates: the median absolute deviation of their logarithms from their median; absent with
     *     fewer than 6 rounds that both engines have figures of
     * @param spreadPValue of the hypothesis that both engines scatter alike; absent where {@code spread} is
     * @param apart absent where the rounds are of one piece
     */
    public record Rounds(
            List<Integer> unsteady,
            @Nullable List<Double> drift,
            @Nullable List<Double> spread,
            @Nullable Double spreadPValue,
            @Nullable Apart apart) {
        /** Of the larger spread over the smaller one: less is not worth a word. */
        private static final double NOTABLE = 2;

        private static final double LEVEL = 0.05;

        public Rounds {
            unsteady = List.copyOf(unsteady);
            drift = drift == null ? null : List.copyOf(drift);
            spread = spread == null ? null : List.copyOf(spread);
            Check.that(unsteady.size() == 2, "unsteady cells of a comparison", "two numbers", unsteady);
            Check.that(
                    spread == null || spread.size() == 2,
                    "spread of a comparison",
                    "two numbers",
                    String.valueOf(spread));
            Check.that(
                    drift == null || drift.size() == 2, "drift of a comparison", "two numbers", String.valueOf(drift));
        }

        /** Whether one engine scatters at least twice as much as the other, and more so than chance would have it. */
        public boolean unevenSpread() {
            return spread != null
                    && spreadPValue != null
                    && spreadPValue <= LEVEL
                    && Collections.max(spread) >= NOTABLE * Collections.min(spread);
        }
    }

    /**
     * Rounds whose ratio is far from that of the others.
     *
     * @param engine whose rate differs more between the two groups
     * @param rounds in the smaller group
     * @param ratio of its median rate there to that in the other rounds
     */
    public record Apart(String engine, int rounds, double ratio) {}

    /** Whether most cells of an engine had no steady speed, so that there is none to compare. */
    public boolean notSteady() {
        return rounds != null
                && IntStream.range(0, 2).anyMatch(i -> mostly(rounds.unsteady().get(i), n - failed.get(i)));
    }

    /** Whether some of all are more than half of them. */
    public static boolean mostly(int some, int all) {
        return 2 * some > all;
    }
}
