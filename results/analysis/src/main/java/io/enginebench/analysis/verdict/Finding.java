package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Holm;
import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.Power;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.RowEvidence;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one comparison shows by itself; the verdict needs its family too.
 *
 * @param n pairs
 * @param estimate on the scale of the contrast; null where there is none
 * @param p that enters Holm's adjustment; null where nothing is tested
 * @param rows of a class
 * @param rounds of a speed, where they are looked at
 * @param inference null if and only if {@code settled} is not
 * @param beyond an interval for other data of the same kind; null without folds
 * @param settled the verdict that no family can change: no inference, or invalid
 */
record Finding(
        PairedRuns runs,
        int n,
        int failedFirst,
        int failedSecond,
        @Nullable Double estimate,
        @Nullable Double p,
        @Nullable Inference inference,
        Inference.@Nullable Check beyond,
        @Nullable RowEvidence rows,
        Comparison.@Nullable Rounds rounds,
        @Nullable Verdict settled) {
    /** Level of {@code better} over a family, and of {@code equivalent} for one comparison. */
    static final double LEVEL = 0.05;

    /** The same with the rows of its class, and with the p value and inference that they leave. */
    Finding with(RowEvidence evidence, @Nullable Double joinedP, @Nullable Inference joined) {
        return new Finding(
                runs, n, failedFirst, failedSecond, estimate, joinedP, joined, beyond, evidence, rounds, settled);
    }

    /** The same with an interval for other data. */
    Finding beyond(Inference.@Nullable Check other) {
        return new Finding(runs, n, failedFirst, failedSecond, estimate, p, inference, other, rows, rounds, settled);
    }

    /** The same with what its rounds are like. */
    Finding with(Comparison.Rounds evidence) {
        return new Finding(runs, n, failedFirst, failedSecond, estimate, p, inference, beyond, rows, evidence, settled);
    }

    /** Whether most processes of an engine had no one speed. */
    boolean notSteady() {
        return rounds != null
                && (Comparison.mostly(rounds.unsteady().get(0), n - failedFirst)
                        || Comparison.mostly(rounds.unsteady().get(1), n - failedSecond));
    }

    /** How far the contrast may be another, depending on which windows are taken for the speeds. */
    private double drift() {
        List<Double> drift = rounds == null ? null : rounds.drift();
        return drift == null ? 0 : drift.stream().mapToDouble(Math::log).sum();
    }

    /** The contrast that {@code better} must exceed. */
    double threshold() {
        return runs.threshold();
    }

    /**
     * The three-way rule.
     *
     * <ol>
     *   <li>where most rounds of an engine had no steady speed, {@code better} by the rule below if the interval lies there even
     *       when it is widened by what both speeds moved, so that it does not matter which part of them is taken; else {@code
     *       inconclusive}, for there is no one speed to speak of;
     *   <li>else {@code equivalent} if the 90 % interval lies within the margin;
     *   <li>else {@code better} if the 95 % interval lies beyond the threshold and the p value of the same hypothesis is at most
     *       5 % after Holm's adjustment;
     *   <li>else {@code inconclusive}.
     * </ol>
     *
     * @param adjusted p value by {@link Holm}
     */
    Verdict verdict(@Nullable Double adjusted, int familySize) {
        if (inference == null || adjusted == null) {
            return settled == null ? new Verdict.NoInference("nothing was tested") : settled;
        }
        if (notSteady()) {
            Verdict.Better better = better(adjusted, inference.interval().widened(drift()));
            return better == null ? new Verdict.NotSteady() : better;
        }
        Margin margin = runs.margin();
        if (inference.noEquivalence() == null && inference.equivalenceInterval().within(margin.bound())) {
            return new Verdict.Equivalent();
        }
        Verdict.Better better = better(adjusted, inference.interval());
        return better == null ? new Verdict.Inconclusive(further(inference, margin.bound(), familySize)) : better;
    }

    private Verdict.@Nullable Better better(double adjusted, Interval interval) {
        if (adjusted > LEVEL || !interval.outside(threshold())) {
            return null;
        }
        boolean firstIsLarger = interval.lower() > 0;
        double least = Math.min(Math.abs(interval.lower()), Math.abs(interval.upper()));
        double most = Math.max(Math.abs(interval.lower()), Math.abs(interval.upper()));
        return new Verdict.Better(
                firstIsLarger == runs.metric().higherIsBetter()
                        ? runs.subject().first()
                        : runs.subject().second(),
                excess(least),
                excess(most));
    }

    /** A contrast without its sign, as the difference or as the part by which the larger score is larger. */
    private double excess(double contrast) {
        return runs.margin().ofRatio() ? Math.expm1(contrast) : contrast;
    }

    /**
     * The size of a new campaign that decides one way or the other, if the estimate stays. For {@code better} it counts with the
     * harshest factor of Holm's adjustment, the size of the family.
     */
    private Verdict.@Nullable Further further(Inference shown, double margin, int familySize) {
        IntFunction<Power> power = shown.power();
        if (power == null) {
            return null;
        }
        double level = LEVEL / familySize;
        int fewestForEquivalence = shown.exact() ? SignedRank.smallestSample(2 * LEVEL) : 0;
        int fewestForBetter = shown.exact() ? SignedRank.smallestSample(level) : 0;
        boolean mayBeEquivalent = shown.noEquivalence() == null;
        DoubleFunction<@Nullable Integer> needed = spread -> {
            OptionalInt further = Power.further(n, m -> {
                Power plan = power.apply(m).spread(spread);
                return (mayBeEquivalent
                                && m >= fewestForEquivalence
                                && plan.ofEquivalence(margin, LEVEL) >= Power.ENOUGH)
                        || (m >= fewestForBetter && plan.ofDifference(threshold(), level) >= Power.ENOUGH);
            });
            return further.isPresent() ? (Integer) further.getAsInt() : null;
        };
        Interval spread = Power.spreadFactors(n - 1, Power.ENOUGH);
        return new Verdict.Further(needed.apply(spread.lower()), needed.apply(1), needed.apply(spread.upper()));
    }
}
