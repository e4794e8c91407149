package io.enginebench.report.page.sections;

import io.enginebench.record.metric.Margin;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.verdict.Bounds;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.text.Cut;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The engines' differences and ratios, each with its interval and the margin that matters: a forest plot for each scale. */
final class DifferenceSection {
    /** As many as have a line each on a chart that is still one. */
    private static final int MOST_DRAWN = 100;

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
            return Words.contrast(List.of(first, second), unit) + ": "
                    + (ofClasses ? "recall of each class" : String.join(", ", metrics));
        }

        Chart.Band band() {
            return ratio() ? new Chart.Band(1 / (1 + margin), 1 + margin, 1) : new Chart.Band(-margin, margin, 0);
        }

        String subtitle() {
            return "Intervals at 95 %% (thin) and 90 %% (thick); right of %s %s is better; shaded: the margin, ±%s %s"
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

    /** What the legend tells apart, each with a mark of its own. */
    private record Told(String verdict, Chart.Mark mark) {
        static Told of(RunScope run, Comparison one) {
            String better = one.better();
            return better != null
                    ? new Told(better + " better", run.mark(better))
                    : new Told(
                            Words.of(one.verdict()),
                            one.verdict() == Conclusion.EQUIVALENT ? Chart.Sign.EQUIVALENT : Chart.Sign.OPEN);
        }
    }

    static Optional<Section> of(RunScope run) {
        List<Comparison> all = run.result().comparisons();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Comparison> drawn = all.stream()
                .filter(one -> one.estimate() != null && one.interval() != null)
                .toList();
        // A network is named where there are several to be told apart.
        boolean networks = all.stream()
                        .map(one -> List.of(one.task(), one.model()))
                        .distinct()
                        .count()
                > all.stream().map(Comparison::task).distinct().count();
        Function<Comparison, String> subject = one -> subject(one, networks);
        List<Block> figures = new ArrayList<>();
        Grouped.by(Shared::of, drawn)
                .forEach((shared, own) ->
                        figures.add(figure(run, shared, own, subject, run.id("forest" + figures.size()))));
        List<Block> blocks = new ArrayList<>();
        if (!figures.isEmpty()) {
            blocks.add(new Block.Group(true, figures));
        }
        Block table = table("All comparisons", all, subject);
        blocks.add(figures.isEmpty() ? table : new Block.Folded("All comparisons in words", List.of(table)));
        return Optional.of(new Section(run.id("differences"), "Differences between the engines", blocks));
    }

    private static Block figure(
            RunScope run, Shared shared, List<Comparison> all, Function<Comparison, String> subject, String id) {
        Cut<Comparison> cut = Cut.of(all, MOST_DRAWN);
        List<Comparison> own = cut.shown();
        List<String> labels = own.stream().map(subject).toList();
        String title = shared.title(
                own.stream().map(one -> one.metric().label()).distinct().toList());
        List<Integer> places = IntStream.range(0, own.size()).boxed().toList();
        List<Chart.Series> series = new ArrayList<>();
        Grouped.by(place -> Told.of(run, own.get(place)), places)
                .forEach((told, those) -> series.add(new Chart.Series(
                        told.verdict(),
                        told.mark(),
                        those.stream()
                                .map(place -> point(place, labels.get(place), own.get(place)))
                                .toList())));
        return new Block.Figure(
                id,
                title,
                shared.subtitle()
                        + cut.said("comparisons").map(said -> ". " + said).orElse(""),
                "Estimates of " + title + " with intervals and margin.",
                Chart.intervals(shared.unit().json(), shared.ratio(), labels, series, shared.band()),
                table(title, all, subject));
    }

    private static Chart.Point point(int place, String label, Comparison one) {
        List<@Nullable Double> interval = Objects.requireNonNull(one.interval());
        Bounds core = one.equivalenceInterval();
        return new Chart.Point(
                Objects.requireNonNull(one.estimate()),
                place,
                interval.get(0),
                interval.get(1),
                core == null ? null : List.of(core.lower(), core.upper()),
                "%s: %s %s, n = %d, %s"
                        .formatted(
                                label,
                                Numbers.significant(one.estimate()),
                                Numbers.interval(one.interval()),
                                one.n(),
                                Words.verdict(one, "better")));
    }

    private static Block.DataTable table(
            String caption, List<Comparison> comparisons, Function<Comparison, String> subject) {
        Sheet sheet = new Sheet()
                .texts("what")
                .numbers("estimate", "95 % interval", "margin", "n", "p, adjusted")
                .prose("verdict");
        for (Comparison one : comparisons) {
            sheet.row(
                    subject.apply(one) + ", " + String.join(" and ", one.engines()),
                    Numbers.significant(one.estimate()),
                    Numbers.interval(one.interval()),
                    Numbers.significant(one.margin()),
                    Words.pairs(one),
                    Numbers.significant(one.adjustedPValue()),
                    Words.readable(one.text()));
        }
        if (comparisons.stream().anyMatch(one -> one.beyondInterval() != null)) {
            sheet.numbers(
                    "95 % interval beyond this data set",
                    comparisons.stream().map(DifferenceSection::beyond).toList());
        }
        return sheet.table(caption);
    }

    private static String beyond(Comparison one) {
        Bounds beyond = one.beyondInterval();
        return beyond == null ? Numbers.NONE : Numbers.interval(beyond.lower(), beyond.upper());
    }

    /** Task, what of it, and where that is not a matter of course, under which circumstances. */
    private static String subject(Comparison one, boolean networks) {
        ComparisonScope scope = one.scope() == null ? new ComparisonScope(null, null, null, null) : one.scope();
        List<String> parts = new ArrayList<>();
        parts.add(one.task() + (networks ? " " + one.model() : "") + " "
                + (scope.className() == null ? one.metric().label() : scope.className()));
        if (scope.mode() != null) {
            parts.add(Words.beside(one.metric(), scope.mode()));
        }
        if (scope.batch() != null) {
            parts.add("batch " + scope.batch());
        }
        if (scope.threads() != null && scope.threads() > 1) {
            parts.add(scope.threads() + " threads");
        }
        if (one.division() != Division.TUNED) {
            parts.add(one.division().json());
        }
        return Words.list(parts.toArray(String[]::new))
                + (one.protocol() == Protocol.CLEAN ? "" : " (" + one.protocol().json() + ")");
    }
}
