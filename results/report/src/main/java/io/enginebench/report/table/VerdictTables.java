package io.enginebench.report.table;

import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Bounds;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One table for each task, model and division whose engines were compared: a row for each figure, and the sentences that count. */
public final class VerdictTables {
    private static final List<String> HEADER =
            List.of("figure", "engines", "estimate", "95 % interval", "90 % interval", "margin", "n", "verdict");

    private VerdictTables() {}

    /** The tables, in the order of the result's comparisons; those of which nothing can be inferred are left out. */
    public static List<Table> of(RunResult result) {
        List<Table> tables = new ArrayList<>();
        List<String> opponents = opponents(result).stream().toList();
        Grouped.by(one -> group(result, one), result.comparisons()).forEach((title, all) -> {
            List<Comparison> own = all.stream()
                    .filter(one -> one.verdict() != Conclusion.NO_INFERENCE)
                    .toList();
            if (!own.isEmpty()) {
                boolean folds = own.stream().anyMatch(one -> one.beyondInterval() != null);
                tables.add(new Table(
                        title + ", verdicts",
                        folds ? with(HEADER, "beyond this data set") : HEADER,
                        own.stream()
                                .map(one -> folds ? with(row(one), beyond(one)) : row(one))
                                .toList(),
                        Stream.concat(
                                        opponents.stream(),
                                        own.stream()
                                                .filter(one -> one.scope() == null
                                                        || one.scope().className() == null)
                                                .map(one -> Words.readable(one.text())))
                                .toList()));
            }
        });
        return tables;
    }

    /** Which engines were compared, in a sentence; empty where there are no more than two. */
    public static Optional<String> opponents(RunResult result) {
        String reference = result.campaign().reference();
        String who = reference != null
                ? "Every engine is compared with " + reference + ", and no two others with each other"
                : "Each two engines are compared";
        return result.engineIds().size() < 3 || result.comparisons().isEmpty()
                ? Optional.empty()
                : Optional.of(who + "; p values are adjusted (Holm) over all comparisons of a figure, whichever engines"
                        + " they are of, but those of a class over the classes of one pair.");
    }

    private static String group(RunResult result, Comparison one) {
        return one.task() + "  " + one.model() + ", "
                + (one.kind() == ComparisonKind.THROUGHPUT
                        ? Divisions.heading(result, one.division())
                        : one.division().words());
    }

    private static List<String> row(Comparison one) {
        boolean ratio = one.unit() == Margin.Scale.RATIO;
        String pattern = pattern(one);
        List<@Nullable Double> interval = one.interval();
        Bounds equivalence = one.equivalenceInterval();
        return List.of(
                figure(one),
                String.join(ratio ? " / " : " - ", one.engines()),
                Numbers.plain(pattern, one.estimate()),
                interval == null ? Numbers.DASH : span(pattern, interval.get(0), interval.get(1)),
                equivalence == null ? Numbers.DASH : span(pattern, equivalence.lower(), equivalence.upper()),
                ratio
                        ? Numbers.format("%.3f..%.3f", 1 / (1 + one.margin()), 1 + one.margin())
                        : Numbers.format("+-%.2f", one.margin()),
                Words.pairs(one),
                Words.verdictAndNeed(one, "better"));
    }

    private static String pattern(Comparison one) {
        return one.unit() == Margin.Scale.RATIO ? "%.3f" : "%+.4f";
    }

    private static String beyond(Comparison one) {
        Bounds beyond = one.beyondInterval();
        return beyond == null ? Numbers.DASH : span(pattern(one), beyond.lower(), beyond.upper());
    }

    private static List<String> with(List<String> row, String last) {
        return Stream.concat(row.stream(), Stream.of(last)).toList();
    }

    private static String figure(Comparison one) {
        ComparisonScope scope = one.scope();
        if (scope == null) {
            return one.metric().label();
        }
        return scope.className() != null ? one.metric().label() + " " + scope.className() : Words.ofSpeed(scope);
    }

    private static String span(String pattern, @Nullable Double lower, @Nullable Double upper) {
        return Numbers.plain(pattern, lower) + ".." + Numbers.plain(pattern, upper);
    }
}
