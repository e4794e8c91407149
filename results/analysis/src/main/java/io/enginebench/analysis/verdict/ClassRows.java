package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.Proportions;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.verdict.Bounds;
import io.enginebench.record.verdict.RowEvidence;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The test rows of a class as a sample beside that of the seeds.
 *
 * <p>Adding up the rows of all seeds and testing them as if independent would be wrong: it is the same rows again. Here a row is
 * one observation: the number of seeds with which the first engine had it right, less that of the second. Its sign enters the
 * exact McNemar test, which for one seed is the usual one; its mean enters a t interval.
 *
 * <p>Rows alone do not tell engines apart, for two seeds of one engine differ in their rows as well (Dietterich 1998), and seeds
 * alone do not look beyond this test set. So a claim must hold over both samples. That is an intersection-union test (Berger
 * 1982), whose p value is the larger of the two.
 */
final class ClassRows {
    /**
     * Where two engines disagree on 5 % of the rows, the 90 % interval of 400 rows is about as wide as the margin on each
     * side: 1.645 * sqrt(0.05 / 400) = 0.018.
     */
    static final int FEWEST_FOR_EQUIVALENCE = 400;

    private final PairedRuns.ClassRecall runs;
    private final Margin margin;
    private final int[] contrasts;
    private final @Nullable Interval difference;

    private ClassRows(PairedRuns.ClassRecall runs, Margin margin, int[] contrasts) {
        this.runs = runs;
        this.margin = margin;
        this.contrasts = contrasts;
        this.difference = contrasts.length < 2
                ? null
                : StudentT.paired(IntStream.of(contrasts)
                                .mapToDouble(sum -> sum / (double) runs.seeds().size())
                                .toArray())
                        .interval(0.90)
                        .orElseThrow();
    }

    static ClassRows of(PairedRuns.ClassRecall runs, Margin margin) {
        return new ClassRows(
                runs,
                margin,
                IntStream.range(0, runs.rows())
                        .map(row -> runs.seeds().stream()
                                .mapToInt(answers -> answers.contrast(row))
                                .sum())
                        .toArray());
    }

    /** What seeds and rows show together. */
    Finding joined(Finding overSeeds) {
        RowEvidence evidence = evidence();
        Inference shown = overSeeds.inference();
        if (shown == null) {
            // One seed has a p value of its two models, but no verdict on engines.
            boolean valid = overSeeds.settled() instanceof Verdict.NoInference;
            return overSeeds.with(evidence, valid ? (Double) evidence.mcnemarPValue() : null, null);
        }
        String noEquivalence = noEquivalence();
        // A new campaign has the same test rows: where they do not decide, no number of seeds does.
        boolean rowsDecide = noEquivalence == null || evidence.mcnemarPValue() <= Finding.LEVEL;
        Inference both = shown.alsoNeeding(evidence.mcnemarPValue(), noEquivalence, rowsDecide);
        return overSeeds.with(evidence, both.p(), both);
    }

    private @Nullable String noEquivalence() {
        if (contrasts.length < FEWEST_FOR_EQUIVALENCE) {
            return "%d test rows of the class are too few for equivalence, %d are needed"
                    .formatted(contrasts.length, FEWEST_FOR_EQUIVALENCE);
        }
        return difference != null && difference.within(margin.bound())
                ? null
                : "the 90 % interval over test rows does not lie within the margin";
    }

    private RowEvidence evidence() {
        int firstOnly = (int) IntStream.of(contrasts).filter(sum -> sum > 0).count();
        int secondOnly = (int) IntStream.of(contrasts).filter(sum -> sum < 0).count();
        Interval rows = difference;
        return new RowEvidence(
                contrasts.length,
                firstOnly,
                secondOnly,
                Proportions.mcNemar(firstOnly, secondOnly),
                rows == null
                        ? null
                        : new Bounds(rows.lower(), rows.upper(), rows.confidence(), "paired t over test rows"),
                List.of(
                        wilson(runs.seeds().stream()
                                .mapToLong(answers -> PairedRuns.Answers.hits(answers.first()))
                                .sum()),
                        wilson(runs.seeds().stream()
                                .mapToLong(answers -> PairedRuns.Answers.hits(answers.second()))
                                .sum())));
    }

    private Bounds wilson(long hitsOfAllSeeds) {
        int hits = (int) Math.round(hitsOfAllSeeds / (double) runs.seeds().size());
        Interval interval = Proportions.wilson(hits, contrasts.length, 0.95);
        return new Bounds(interval.lower(), interval.upper(), interval.confidence(), "Wilson");
    }
}
