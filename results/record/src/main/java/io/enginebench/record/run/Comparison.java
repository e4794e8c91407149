package io.enginebench.record.run;

import io.enginebench.record.Check;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * @param n pairs: seeds, folds of all seeds, or rounds
 * @param estimate absent where there is no finite one
 * @param interval lower and upper bound at 95 %; a null is an open end; absent where there is no inference
 * @param confidence the level that the interval has
 * @param equivalenceInterval at 90 %: {@code equivalent} if it lies within the margin
 * @param checkInterval at 95 % by another method: t beside signed-rank, naive beside corrected
 * @param hypothesis that {@code better} rejects
 * @param pValue of it, two-sided
 * @param adjustedPValue by Holm over the family
 * @param familySize the number of comparisons that were adjusted together
 * @param equivalencePValue of two one-sided tests; not adjusted
 * @param rows evidence of the test rows, for the recall of a class
 * @param failed runs of the first and of the second engine that count as the worst value: those that failed, and where time to
 *     a target is compared those that missed it
 * @param better the better engine, if there is one
 * @param furtherPairs about how many more seeds (of all folds) or rounds a new campaign needs to decide; absent where it is
 *     decided, or where 1000 more would not do
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
        PairedBy pairedBy,
        @Nullable Double estimate,
        @Nullable List<@Nullable Double> interval,
        @Nullable Double confidence,
        @Nullable Bounds equivalenceInterval,
        @Nullable Bounds checkInterval,
        @Nullable String hypothesis,
        @Nullable Double pValue,
        @Nullable Double adjustedPValue,
        @Nullable Integer familySize,
        @Nullable Double equivalencePValue,
        @Nullable RowEvidence rows,
        List<Integer> failed,
        Conclusion verdict,
        @Nullable String better,
        @Nullable Integer furtherPairs,
        String text) {
    public Comparison {
        division = Division.orTuned(division);
        engines = List.copyOf(engines);
        failed = List.copyOf(failed);
        // Not List.copyOf: an open end is a null.
        interval = interval == null ? null : Collections.unmodifiableList(new ArrayList<>(interval));
        Check.that(engines.size() == 2, "engines of a comparison", "two", engines);
        Check.that(failed.size() == 2, "failed runs of a comparison", "two numbers", failed);
    }
}
