package io.enginebench.report.page.figures;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Chart.Axis;
import io.enginebench.report.page.html.Chart.Point;
import io.enginebench.report.page.html.Chart.Series;
import io.enginebench.report.table.Timings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Throughput against batch size. */
public final class SpeedFigure {
    /** What shares a chart. */
    private record Line(String task, String model, Mode mode, int threads) {
        static Line of(ThroughputCell cell) {
            return new Line(cell.task(), cell.model(), cell.mode(), cell.numThreads());
        }

        String what() {
            return switch (mode) {
                case TRAIN -> "Training throughput";
                case EPOCH -> "Whole-epoch training throughput";
                case INFER -> "Inference throughput";
            };
        }

        String where() {
            return "%s, %s, %s".formatted(task, model, Words.counted(threads, "thread"));
        }
    }

    private SpeedFigure() {}

    /** A figure for each task, model, mode and number of threads. */
    public static List<Block> of(RunScope run, Timings timings) {
        List<Block> figures = new ArrayList<>();
        timings.by(Line::of)
                .forEach((line, own) -> figures.add(figure(run, run.id("speed" + figures.size()), line, own)));
        return figures;
    }

    private static Block figure(RunScope run, String id, Line line, Timings timings) {
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        timings.by(ThroughputCell::engine).forEach((engine, own) -> {
            List<Point> points = new ArrayList<>();
            new TreeMap<>(own.by(ThroughputCell::globalBatchSize)).forEach((batch, those) -> {
                double[] speeds = those.sorted(Timings::throughput);
                double least = speeds[0];
                double most = speeds[speeds.length - 1];
                double median = Sample.median(speeds);
                String text = Numbers.significant(median);
                points.add(new Point(
                        batch, median, least, most, "%s, batch %d: %s samples/s".formatted(engine, batch, text)));
                rows.add(List.of(
                        "" + batch,
                        engine,
                        text,
                        Numbers.significant(least),
                        Numbers.significant(most),
                        "" + speeds.length));
            });
            series.add(run.series(engine, points));
        });
        return new Block.Figure(
                id,
                line.what() + ": " + line.where(),
                "samples/s, median over rounds; higher is better; both axes logarithmic",
                line.what() + " against batch size of " + line.where() + ".",
                new Chart(Chart.Kind.LINE, Axis.log("batch size"), Axis.log("samples/s"), series),
                new DataTable(
                        line.what() + " in samples/s",
                        List.of(
                                text("batch"),
                                text("engine"),
                                number("median"),
                                number("least"),
                                number("most"),
                                number("rounds")),
                        rows));
    }
}
