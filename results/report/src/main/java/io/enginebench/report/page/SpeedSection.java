package io.enginebench.report.page;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import io.enginebench.report.table.TimingTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Throughput against batch size, latency, and quality against speed. */
final class SpeedSection {
    private SpeedSection() {}

    /** What is timed together. */
    private record Setting(String task, String model, Mode mode, int threads) {}

    static Optional<Section> of(RunScope run) {
        List<ThroughputCell> cells = run.result().throughputCells().stream()
                .filter(cell -> cell.control() == null && cell.status() == CellStatus.OK)
                .toList();
        List<Setting> settings = cells.stream()
                .map(cell -> new Setting(cell.task(), cell.model(), cell.mode(), cell.numThreads()))
                .distinct()
                .toList();
        List<Block> blocks = new ArrayList<>();
        List<Block> figures = new ArrayList<>();
        for (Setting setting : settings) {
            List<ThroughputCell> own = cells.stream()
                    .filter(cell ->
                            setting.equals(new Setting(cell.task(), cell.model(), cell.mode(), cell.numThreads())))
                    .toList();
            figures.add(figure(run, setting, own, run.id("speed" + figures.size())));
        }
        figures.addAll(LatencyFigure.of(run, cells));
        figures.addAll(TradeOffFigure.of(run));
        if (!figures.isEmpty()) {
            blocks.add(new Block.Grid(figures));
        }
        List<Block> tables = new ArrayList<>();
        TimingTables.of(run.result()).forEach(table -> tables.add(Block.DataTable.of(table, run.palette())));
        if (!tables.isEmpty()) {
            blocks.add(new Block.Folded("Timing in tables: ratios, latency, memory, cold start", tables));
        }
        if (run.result().campaign().jobs() > 1) {
            blocks.add(Block.Text.plain(
                    "Cells shared the machine (" + run.result().campaign().jobs()
                            + " jobs side by side), so that the durations of their trainings are no measure of speed and"
                            + " none is shown."));
        }
        return blocks.isEmpty() ? Optional.empty() : Optional.of(new Section(run.id("speed"), "Speed", blocks));
    }

    private static Block figure(RunScope run, Setting setting, List<ThroughputCell> cells, String id) {
        List<String> engines =
                cells.stream().map(ThroughputCell::engine).distinct().toList();
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String engine : engines) {
            Map<Integer, List<Double>> byBatch = new TreeMap<>();
            cells.stream()
                    .filter(cell -> cell.engine().equals(engine))
                    .forEach(cell -> byBatch.computeIfAbsent(cell.globalBatchSize(), batch -> new ArrayList<>())
                            .add(throughput(cell)));
            List<Point> points = new ArrayList<>();
            byBatch.forEach((batch, speeds) -> {
                double median = Numbers.median(speeds);
                points.add(new Point(
                        batch,
                        median,
                        Numbers.least(speeds),
                        Numbers.most(speeds),
                        "%s, batch %d: %s samples/s".formatted(engine, batch, Numbers.significant(median))));
                rows.add(List.of(
                        Integer.toString(batch),
                        engine,
                        Numbers.significant(median),
                        Numbers.significant(Numbers.least(speeds)),
                        Numbers.significant(Numbers.most(speeds)),
                        Integer.toString(speeds.size())));
            });
            series.add(new Series(engine, run.palette().of(engine), points));
        }
        String what =
                switch (setting.mode()) {
                    case TRAIN -> "Training";
                    case EPOCH -> "Whole-epoch training";
                    case INFER -> "Inference";
                };
        String where = "%s, %s, %s"
                .formatted(setting.task(), setting.model(), Numbers.counted(setting.threads(), "thread", "threads"));
        return new Block.Figure(
                id,
                what + " throughput: " + where,
                "samples/s, median over rounds; higher is better; both axes logarithmic",
                what + " throughput against batch size of " + where + ".",
                new Chart(Chart.Kind.LINE, Axis.log("batch size"), Axis.log("samples/s"), series, null),
                List.of(new Block.DataTable(
                        what + " throughput in samples/s",
                        List.of(
                                Block.Column.text("batch"),
                                Block.Column.text("engine"),
                                Block.Column.number("median"),
                                Block.Column.number("least"),
                                Block.Column.number("most"),
                                Block.Column.number("rounds")),
                        rows,
                        List.of())));
    }

    private static double throughput(ThroughputCell cell) {
        return Objects.requireNonNull(cell.metrics()).throughput().score();
    }
}
