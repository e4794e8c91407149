package io.enginebench.report.page.figures;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Timings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/** Percentiles of the time from a batch handed in to its answers, over the calls of all rounds together. */
public final class LatencyFigure {
    private static final List<String> NAMES =
            Latencies.PERCENTILES.stream().map(LatencyFigure::name).toList();

    private LatencyFigure() {}

    /** A figure for each group of cells in which single calls were timed. */
    public static List<Block> of(RunScope run, Timings timings) {
        List<Block> figures = new ArrayList<>();
        timings.where(cell -> cell.raw() != null && cell.raw().latencyHistogram() != null)
                .by(TimingGroup::of)
                .forEach((group, own) -> figures.add(figure(run, run.id("latency" + figures.size()), group, own)));
        return figures;
    }

    private static Block figure(RunScope run, String id, TimingGroup group, Timings timings) {
        List<Chart.Series> series = new ArrayList<>();
        Sheet sheet = new Sheet().texts("percentile", "engine").numbers("ms", "calls");
        run.inOrder(timings.by(ThroughputCell::engine)).forEach((engine, own) -> {
            Latencies calls = own.latencies().orElseThrow();
            List<Chart.Point> points = new ArrayList<>();
            for (Percentile percentile : calls.percentiles()) {
                int place = Latencies.PERCENTILES.indexOf(percentile.percentile());
                String value = Numbers.significant(percentile.score());
                points.add(new Chart.Point(
                        percentile.score(), place, "%s, %s: %s ms".formatted(engine, NAMES.get(place), value)));
                sheet.row(NAMES.get(place), engine, value, Numbers.format("%,d", calls.count()));
            }
            series.add(run.series(engine, points));
        });
        String where = "%s, %s, %s, batch %d, %s"
                .formatted(
                        group.task(),
                        group.model(),
                        run.heading(group.division()),
                        group.batch(),
                        Words.counted(group.threads(), "thread"));
        return new Block.Figure(
                id,
                "Latency: " + where,
                "ms for a batch, over the calls of all rounds; lower is better",
                "Latency percentiles of " + where + ".",
                Chart.bars("ms", NAMES, series),
                sheet.table("Latency in ms", "A percentile is told if at least 100 calls lie beyond it."));
    }

    private static String name(double percentile) {
        return "p" + (percentile == Math.rint(percentile) ? Long.toString((long) percentile) : "" + percentile);
    }
}
