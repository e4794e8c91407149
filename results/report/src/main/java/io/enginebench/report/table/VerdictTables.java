package io.enginebench.report.table;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.run.Bounds;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.ComparisonScope;
import io.enginebench.record.run.Conclusion;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One table for each task, model and division whose engines were compared: a row for each figure, and the sentences that count. */
public final class VerdictTables {
    private static final List<String> HEADER =
            List.of("figure", "engines", "estimate", "95 % interval", "90 % interval", "margin", "n", "verdict");

    private VerdictTables() {}

    /** The tables, in the order of the result's comparisons; those of which nothing can be inferred are left out. */
    public static List<Table> of(RunResult result) {
        List<Table> tables = new ArrayList<>();
        Grouped.by(
                        one -> one.task() + "  " + one.model() + ", "
                                + one.division().words(),
                        result.comparisons())
                .forEach((title, all) -> {
                    List<Comparison> own = all.stream()
                            .filter(one -> one.verdict() != Conclusion.NO_INFERENCE)
                            .toList();
                    if (!own.isEmpty()) {
                        tables.add(new Table(
                                title + ", verdicts",
                                HEADER,
                                own.stream().map(VerdictTables::row).toList(),
                                own.stream()
                                        .filter(one -> one.scope() == null
                                                || one.scope().className() == null)
                                        .map(Comparison::text)
                                        .toList()));
                    }
                });
        return tables;
    }

    private static List<String> row(Comparison one) {
        boolean ratio = one.unit() == Margin.Scale.RATIO;
        String pattern = ratio ? "%.3f" : "%+.4f";
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
                one.n() + " " + one.pairedBy().json() + (one.n() == 1 ? "" : "s"),
                Words.verdictAndNeed(one, "better"));
    }

    private static String figure(Comparison one) {
        ComparisonScope scope = one.scope();
        if (scope == null) {
            return one.metric().label();
        }
        return scope.className() != null
                ? one.metric().label() + " " + scope.className()
                : "%s, batch %s, %s threads"
                        .formatted(Objects.requireNonNull(scope.mode()).json(), scope.batch(), scope.threads());
    }

    private static String span(String pattern, @Nullable Double lower, @Nullable Double upper) {
        return Numbers.plain(pattern, lower) + ".." + Numbers.plain(pattern, upper);
    }
}
