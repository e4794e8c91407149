package io.enginebench.report.page;

import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.run.Comparison;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Band;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The engines' differences and ratios, each with its interval and the margin that matters: a forest plot for each scale. */
final class DifferenceSection {
    private DifferenceSection() {}

    /** What can share an axis. */
    private record Shared(
            String first, String second, Margin.Scale unit, double margin, boolean ofClasses, boolean lowerIsBetter) {
        static Shared of(Comparison one) {
            return new Shared(
                    one.engines().get(0),
                    one.engines().get(1),
                    one.unit(),
                    one.margin(),
                    one.scope() != null && one.scope().className() != null,
                    !one.metric().higherIsBetter());
        }

        boolean ratio() {
            return unit == Margin.Scale.RATIO;
        }

        /** What is compared how, {@code metrics} being all that share the axis. */
        String title(List<String> metrics) {
            return "%s %s %s: %s"
                    .formatted(
                            first,
                            ratio() ? "÷" : "−",
                            second,
                            ofClasses ? "recall of each class" : String.join(", ", metrics));
        }

        Band band() {
            return ratio() ? new Band(1 / (1 + margin), 1 + margin, 1) : new Band(-margin, margin, 0);
        }

        String subtitle() {
            return "95 %% intervals; right of %s %s is better; shaded: the margin, ±%s %s"
                    .formatted(
                            ratio() ? "1" : "0",
                            lowerIsBetter ? second : first,
                            percent(margin),
                            ratio() ? "%" : "percentage points");
        }

        private static String percent(double margin) {
            return Numbers.fixed(100 * margin, 0);
        }
    }

    static Optional<Section> of(RunScope run) {
        List<Comparison> all = run.result().comparisons();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Map<Shared, List<Comparison>> groups = all.stream()
                .filter(one -> one.estimate() != null && one.interval() != null)
                .collect(Collectors.groupingBy(Shared::of, LinkedHashMap::new, Collectors.toList()));
        List<Block> blocks = new ArrayList<>();
        List<Block> figures = new ArrayList<>();
        groups.forEach((shared, own) -> figures.add(figure(run, shared, own, run.id("forest" + figures.size()))));
        if (!figures.isEmpty()) {
            blocks.add(new Block.Grid(figures));
        }
        Block.DataTable table = table("All comparisons", all);
        blocks.add(figures.isEmpty() ? table : new Block.Folded("All comparisons in words", List.of(table)));
        return Optional.of(new Section(run.id("differences"), "Differences between the engines", blocks));
    }

    private static Block figure(RunScope run, Shared shared, List<Comparison> own, String id) {
        List<String> labels = own.stream().map(DifferenceSection::subject).toList();
        String title = shared.title(
                own.stream().map(one -> one.metric().label()).distinct().toList());
        Map<String, List<Point>> byVerdict = new LinkedHashMap<>();
        Map<String, Integer> colours = new LinkedHashMap<>();
        for (int i = 0; i < own.size(); i++) {
            Comparison one = own.get(i);
            List<@Nullable Double> interval = Objects.requireNonNull(one.interval());
            String verdict = one.better() == null ? words(one) : one.better() + " better";
            colours.put(verdict, one.better() == null ? -1 : run.palette().of(one.better()));
            byVerdict
                    .computeIfAbsent(verdict, name -> new ArrayList<>())
                    .add(new Point(
                            Objects.requireNonNull(one.estimate()),
                            i,
                            interval.get(0),
                            interval.get(1),
                            "%s: %s %s, n = %d, %s"
                                    .formatted(
                                            labels.get(i),
                                            Numbers.significant(one.estimate()),
                                            interval(one),
                                            one.n(),
                                            words(one))));
        }
        List<Series> series = new ArrayList<>();
        byVerdict.forEach((verdict, points) ->
                series.add(new Series(verdict, Objects.requireNonNull(colours.get(verdict)), points)));
        return new Block.Figure(
                id,
                title,
                shared.subtitle(),
                "Estimates of " + title + " with intervals and margin.",
                new Chart(
                        Chart.Kind.INTERVAL,
                        Axis.linear(shared.unit().json()),
                        Axis.category("", labels),
                        series,
                        shared.band()),
                List.of(table(title, own)));
    }

    private static Block.DataTable table(String caption, List<Comparison> comparisons) {
        return new Block.DataTable(
                caption,
                List.of(
                        Block.Column.text("what"),
                        Block.Column.number("estimate"),
                        Block.Column.number("95 % interval"),
                        Block.Column.number("margin"),
                        Block.Column.number("n"),
                        Block.Column.number("p, adjusted"),
                        Block.Column.prose("verdict")),
                comparisons.stream()
                        .map(one -> List.of(
                                subject(one) + ", " + String.join(" and ", one.engines()),
                                Numbers.significant(one.estimate()),
                                interval(one),
                                Numbers.significant(one.margin()),
                                one.n() + " × " + one.pairedBy().json(),
                                Numbers.significant(one.adjustedPValue()),
                                one.text()))
                        .toList(),
                List.of());
    }

    /** Task, what of it, and where that is not a matter of course, under which circumstances. */
    private static String subject(Comparison one) {
        StringBuilder text = new StringBuilder(one.task() + " ");
        var scope = one.scope();
        if (scope != null && scope.className() != null) {
            text.append(scope.className());
        } else {
            text.append(one.metric().label());
        }
        if (scope != null
                && scope.mode() != null
                && (scope.mode() == Mode.EPOCH || one.metric() != scope.mode().throughput())) {
            text.append(", ").append(scope.mode().json());
        }
        if (scope != null && scope.batch() != null) {
            text.append(", batch ").append(scope.batch());
        }
        if (scope != null && scope.threads() != null && scope.threads() > 1) {
            text.append(", ").append(scope.threads()).append(" threads");
        }
        if (one.protocol() != Protocol.CLEAN) {
            text.append(" (").append(one.protocol().json()).append(')');
        }
        return text.toString();
    }

    private static String words(Comparison one) {
        return one.verdict().json().replace('_', ' ');
    }

    private static String interval(Comparison one) {
        List<@Nullable Double> ends = one.interval();
        return ends == null
                ? Numbers.NONE
                : "[%s, %s]"
                        .formatted(
                                ends.get(0) == null ? "−∞" : Numbers.significant(ends.get(0)),
                                ends.get(1) == null ? "∞" : Numbers.significant(ends.get(1)));
    }
}
