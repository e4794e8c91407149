package io.enginebench.results.report.page;

import io.enginebench.results.cell.ThroughputCell;
import io.enginebench.results.cell.ThroughputCell.Percentile;
import io.enginebench.results.report.page.Chart.Axis;
import io.enginebench.results.report.page.Chart.Point;
import io.enginebench.results.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Percentiles of the time from a batch handed in to its answers, where single calls were timed. */
final class LatencyFigure {
    private LatencyFigure() {}

    /** What is timed together. */
    private record Setting(String task, String model, int batch, int threads) {
        static Setting of(ThroughputCell cell) {
            return new Setting(cell.task(), cell.model(), cell.globalBatchSize(), cell.numThreads());
        }
    }

    static List<Block> of(RunScope run, List<ThroughputCell> cells) {
        List<ThroughputCell> timed =
                cells.stream().filter(cell -> !percentiles(cell).isEmpty()).toList();
        List<Block> figures = new ArrayList<>();
        for (Setting setting : timed.stream().map(Setting::of).distinct().toList()) {
            figures.add(figure(
                    run,
                    setting,
                    timed.stream()
                            .filter(cell -> Setting.of(cell).equals(setting))
                            .toList(),
                    run.id("latency" + figures.size())));
        }
        return figures;
    }

    private static Block figure(RunScope run, Setting setting, List<ThroughputCell> cells, String id) {
        List<Double> levels = cells.stream()
                .flatMap(cell -> percentiles(cell).stream())
                .map(Percentile::percentile)
                .distinct()
                .sorted()
                .toList();
        List<String> names = levels.stream().map(LatencyFigure::name).toList();
        String unit = percentiles(cells.get(0)).get(0).unit();
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String engine :
                cells.stream().map(ThroughputCell::engine).distinct().toList()) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < levels.size(); i++) {
                double level = levels.get(i);
                List<Double> values = cells.stream()
                        .filter(cell -> cell.engine().equals(engine))
                        .flatMap(cell -> percentiles(cell).stream())
                        .filter(percentile -> percentile.percentile() == level)
                        .map(Percentile::score)
                        .toList();
                if (!values.isEmpty()) {
                    String value = Numbers.significant(Numbers.median(values));
                    points.add(Point.of(
                            i, Numbers.median(values), "%s, %s: %s %s".formatted(engine, names.get(i), value, unit)));
                    rows.add(List.of(names.get(i), engine, value, Integer.toString(values.size())));
                }
            }
            series.add(new Series(engine, run.palette().of(engine), points));
        }
        String where = "%s, %s, batch %d, %s"
                .formatted(
                        setting.task(),
                        setting.model(),
                        setting.batch(),
                        Numbers.counted(setting.threads(), "thread", "threads"));
        return new Block.Figure(
                id,
                "Latency: " + where,
                unit + ", median over rounds of each round's percentile; lower is better",
                "Latency percentiles of " + where + ".",
                new Chart(Chart.Kind.BAR, Axis.category("percentile", names), Axis.linear(unit), series, null),
                List.of(new Block.DataTable(
                        "Latency in " + unit,
                        List.of(
                                Block.Column.text("percentile"),
                                Block.Column.text("engine"),
                                Block.Column.number(unit),
                                Block.Column.number("rounds")),
                        rows,
                        List.of("A percentile without enough samples is left out."))));
    }

    private static List<Percentile> percentiles(ThroughputCell cell) {
        return Objects.requireNonNullElse(Objects.requireNonNull(cell.metrics()).latency(), List.of());
    }

    private static String name(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : "" + percentile);
    }
}
