package io.enginebench.report.page.figures;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Setting;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Timings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Throughput against batch size. */
public final class SpeedFigure {
    /** What shares a chart. */
    private record Line(Setting shared, Mode mode) {
        static Line of(ThroughputCell cell) {
            return new Line(TimingGroup.of(cell).shared(), cell.mode());
        }

        String what() {
            return switch (mode) {
                case TRAIN -> "Training throughput";
                case EPOCH -> "Whole-epoch training throughput";
                case INFER -> "Inference throughput";
            };
        }

        String where(RunScope run) {
            return "%s, %s, %s, %s"
                    .formatted(
                            shared.task(),
                            shared.model(),
                            run.heading(shared.division()),
                            Words.counted(shared.numThreads(), "thread"));
        }
    }

    private SpeedFigure() {}

    /** A figure for each task, model, division, mode and number of threads. */
    public static List<Block> of(RunScope run, Timings timings) {
        List<Block> figures = new ArrayList<>();
        timings.by(Line::of)
                .forEach((line, own) -> figures.add(figure(run, run.id("speed" + figures.size()), line, own)));
        return figures;
    }

    private static Block figure(RunScope run, String id, Line line, Timings timings) {
        String where = line.where(run);
        List<Chart.Series> series = new ArrayList<>();
        Sheet sheet = new Sheet().texts("batch", "engine").numbers("median", "least", "most", "rounds");
        run.inOrder(timings.by(ThroughputCell::engine)).forEach((engine, own) -> {
            List<Chart.Point> points = new ArrayList<>();
            new TreeMap<>(own.by(ThroughputCell::globalBatchSize)).forEach((batch, those) -> {
                double[] speeds = those.sorted(Timings::throughput);
                double least = speeds[0];
                double most = speeds[speeds.length - 1];
                double median = Sample.median(speeds);
                String text = Numbers.significant(median);
                points.add(new Chart.Point(
                        batch, median, least, most, "%s, batch %d: %s samples/s".formatted(engine, batch, text)));
                sheet.row(
                        "" + batch,
                        engine,
                        text,
                        Numbers.significant(least),
                        Numbers.significant(most),
                        "" + speeds.length);
            });
            series.add(run.series(engine, points));
        });
        return new Block.Figure(
                id,
                line.what() + ": " + where,
                "samples/s, median over rounds%s; higher is better; both axes logarithmic"
                        .formatted(line.mode() == Mode.TRAIN ? steps(timings) : ""),
                line.what() + " against batch size of " + where + ".",
                Chart.logLines("batch size", "samples/s", series),
                sheet.table(line.what() + " in samples/s"));
    }

    /** The steps of a training that were timed, of each batch, where they were the same ones again and again. */
    private static String steps(Timings timings) {
        List<String> ofBatches = new ArrayList<>();
        new TreeMap<>(timings.by(ThroughputCell::globalBatchSize)).forEach((batch, own) -> {
            if (!own.steps().isEmpty()) {
                ofBatches.add("%s of batch %d".formatted(String.join(" or ", own.steps()), batch));
            }
        });
        return ofBatches.isEmpty() ? "" : "; steps of a training " + String.join(", ", ofBatches);
    }
}
