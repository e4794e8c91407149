package io.enginebench.report.page;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Percentiles of the time from a batch handed in to its answers, over the calls of all rounds together. */
final class LatencyFigure {
    private LatencyFigure() {}

    /** What is timed together. */
    private record Setting(String task, String model, int batch, int threads) {
        static Setting of(ThroughputCell cell) {
            return new Setting(cell.task(), cell.model(), cell.globalBatchSize(), cell.numThreads());
        }
    }

    static List<Block> of(RunScope run, List<ThroughputCell> cells) {
        List<ThroughputCell> timed = cells.stream()
                .filter(cell -> cell.raw() != null && cell.raw().latencyHistogram() != null)
                .toList();
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
        List<String> names =
                Latencies.PERCENTILES.stream().map(LatencyFigure::name).toList();
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String engine :
                cells.stream().map(ThroughputCell::engine).distinct().toList()) {
            Latencies calls = Latencies.merged(cells.stream()
                    .filter(cell -> cell.engine().equals(engine))
                    .map(cell -> Objects.requireNonNull(
                            Objects.requireNonNull(cell.raw()).latencyHistogram()))
                    .toList());
            List<Point> points = new ArrayList<>();
            for (Percentile percentile : calls.percentiles()) {
                int place = Latencies.PERCENTILES.indexOf(percentile.percentile());
                String value = Numbers.significant(percentile.score());
                points.add(Point.of(
                        place, percentile.score(), "%s, %s: %s ms".formatted(engine, names.get(place), value)));
                rows.add(List.of(names.get(place), engine, value, Numbers.fixed((double) calls.count(), 0)));
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
                "ms for a batch, over the calls of all rounds; lower is better",
                "Latency percentiles of " + where + ".",
                new Chart(Chart.Kind.BAR, Axis.category("percentile", names), Axis.linear("ms"), series, null),
                List.of(new Block.DataTable(
                        "Latency in ms",
                        List.of(
                                Block.Column.text("percentile"),
                                Block.Column.text("engine"),
                                Block.Column.number("ms"),
                                Block.Column.number("calls")),
                        rows,
                        List.of("A percentile is told if at least 100 calls lie beyond it."))));
    }

    private static String name(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : "" + percentile);
    }
}
