package io.enginebench.report.page;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.report.page.Chart.Axis;
import io.enginebench.report.page.Chart.Point;
import io.enginebench.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The peak resident set of the workers, and its parts where they were read. */
final class MemorySection {
    private static final double MEGABYTE = 1e6;

    private MemorySection() {}

    static Optional<Section> of(RunScope run) {
        List<CellResult> cells = run.result().cells().stream()
                .filter(cell -> cell.peakRssBytes() != null && !(cell instanceof CrossCell))
                .toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<String> groups =
                cells.stream().map(MemorySection::group).distinct().toList();
        List<String> engines = cells.stream().map(CellResult::engine).distinct().toList();
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        groups.forEach(group -> rows.add(new ArrayList<>(List.of(group))));
        List<Block.Column> columns = new ArrayList<>(List.of(Block.Column.text("what ran")));
        for (String engine : engines) {
            columns.add(Block.Column.engine(engine, run.palette()));
            List<Point> points = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) {
                String group = groups.get(g);
                List<Double> peaks = cells.stream()
                        .filter(cell ->
                                cell.engine().equals(engine) && group(cell).equals(group))
                        .map(cell -> cell.peakRssBytes() == null ? 0 : cell.peakRssBytes() / MEGABYTE)
                        .toList();
                Double peak = peaks.isEmpty() ? null : Numbers.most(peaks);
                rows.get(g).add(Numbers.fixed(peak, 0));
                if (peak != null) {
                    points.add(Point.of(g, peak, "%s, %s: %s MB".formatted(engine, group, Numbers.fixed(peak, 0))));
                }
            }
            series.add(new Series(engine, run.palette().of(engine), points));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Figure(
                run.id("rss"),
                "Peak resident set",
                "MB (10^6 bytes), the largest of each group's processes; lower is better",
                "Peak resident set of the workers of each engine.",
                new Chart(Chart.Kind.BAR, Axis.category("", groups), Axis.linear("MB"), series, null),
                List.of(new Block.DataTable("Peak resident set in MB", columns, rows, List.of()))));
        parts(run).ifPresent(blocks::add);
        return Optional.of(new Section(run.id("memory"), "Memory", blocks));
    }

    private static String group(CellResult cell) {
        if (cell instanceof ThroughputCell timing) {
            return "%s %s, batch %d".formatted(cell.task(), timing.mode().json(), timing.globalBatchSize());
        }
        return cell.task() + " training";
    }

    /** From the JVM alone to a trained engine. */
    private static Optional<Block> parts(RunScope run) {
        List<List<String>> rows = new ArrayList<>();
        for (ThroughputCell cell : run.result().throughputCells()) {
            ThroughputCell.Memory memory = cell.memory();
            if (memory != null) {
                rows.add(List.of(
                        cell.id(),
                        Numbers.fixed(memory.baseRssBytes() / MEGABYTE, 0),
                        Numbers.fixed(memory.engineLoadedRssBytes() / MEGABYTE, 0),
                        Numbers.fixed(memory.trainedRssBytes() / MEGABYTE, 0)));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Folded(
                        "Resident set of each timed process",
                        List.of(new Block.DataTable(
                                "Resident set in MB",
                                List.of(
                                        Block.Column.text("cell"),
                                        Block.Column.number("JVM alone"),
                                        Block.Column.number("engine loaded"),
                                        Block.Column.number("after the measurement")),
                                rows,
                                List.of()))));
    }
}
