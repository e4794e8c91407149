package io.enginebench.report.table;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.run.Bounds;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.ComparisonScope;
import io.enginebench.record.run.Conclusion;
import io.enginebench.record.run.PairedBy;
import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One table for each task and model whose engines were compared: a row for each figure, and the sentences that count. */
public final class VerdictTables {
    private static final List<String> HEADER =
            List.of("figure", "engines", "estimate", "95 % interval", "90 % interval", "margin", "n", "verdict");

    private VerdictTables() {}

    /** The tables, in the order of the result's comparisons; those of which nothing can be inferred are left out. */
    public static List<Table> of(RunResult result) {
        List<Table> tables = new ArrayList<>();
        result.comparisons().stream()
                .map(comparison -> List.of(comparison.task(), comparison.model()))
                .distinct()
                .forEach(key -> table(
                                key,
                                result.comparisons().stream()
                                        .filter(one ->
                                                List.of(one.task(), one.model()).equals(key))
                                        .filter(one -> one.verdict() != Conclusion.NO_INFERENCE)
                                        .toList())
                        .ifPresent(tables::add));
        return tables;
    }

    private static Optional<Table> table(List<String> key, List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Table(
                "%s  %s, verdicts".formatted(key.get(0), key.get(1)),
                HEADER,
                comparisons.stream().map(VerdictTables::row).toList(),
                comparisons.stream()
                        .filter(VerdictTables::isHeadline)
                        .map(Comparison::text)
                        .toList()));
    }

    /** Whether a comparison is of the whole task; the classes' are told in the table alone. */
    static boolean isHeadline(Comparison comparison) {
        return comparison.scope() == null || comparison.scope().className() == null;
    }

    private static List<String> row(Comparison one) {
        boolean ratio = one.unit() == Margin.Scale.RATIO;
        int decimals = ratio ? 3 : 4;
        Bounds equivalence = one.equivalenceInterval();
        return List.of(
                figure(one),
                String.join(ratio ? " / " : " - ", one.engines()),
                number(one.estimate(), decimals, !ratio),
                interval(one.interval(), decimals, !ratio),
                equivalence == null
                        ? "-"
                        : number(equivalence.lower(), decimals, !ratio) + ".."
                                + number(equivalence.upper(), decimals, !ratio),
                ratio ? format("%.3f..%.3f", 1 / (1 + one.margin()), 1 + one.margin()) : format("+-%.2f", one.margin()),
                one.n() + " " + one.pairedBy().json() + (one.n() == 1 ? "" : "s"),
                verdict(one));
    }

    private static String figure(Comparison one) {
        ComparisonScope scope = one.scope();
        if (scope == null) {
            return one.metric().label();
        }
        if (scope.className() != null) {
            return one.metric().label() + " " + scope.className();
        }
        return "%s, batch %s, %s %s"
                .formatted(Objects.requireNonNull(scope.mode()).json(), scope.batch(), scope.threads(), "threads");
    }

    private static String verdict(Comparison one) {
        if (one.better() != null) {
            return one.better() + " better";
        }
        if (one.verdict() == Conclusion.INCONCLUSIVE && one.furtherPairs() != null) {
            return "inconclusive, about %d more %ss".formatted(one.furtherPairs(), unit(one));
        }
        return one.verdict().json();
    }

    /** A new campaign has more seeds, not more folds. */
    private static String unit(Comparison one) {
        return (one.pairedBy() == PairedBy.FOLD ? PairedBy.SEED : one.pairedBy()).json();
    }

    private static String interval(@Nullable List<@Nullable Double> bounds, int decimals, boolean signed) {
        return bounds == null
                ? "-"
                : number(bounds.get(0), decimals, signed) + ".." + number(bounds.get(1), decimals, signed);
    }

    private static String number(@Nullable Double value, int decimals, boolean signed) {
        return value == null ? "-" : format((signed ? "%+." : "%.") + decimals + "f", value);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
