package io.enginebench.report.page.sections;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.Column;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Chart.Axis;
import io.enginebench.report.page.html.Chart.Point;
import io.enginebench.report.page.html.Chart.Series;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

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
                List.copyOf(Grouped.by(MemorySection::group, cells).keySet());
        List<Series> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        groups.forEach(group -> rows.add(new ArrayList<>(List.of(group))));
        List<Column> columns = new ArrayList<>(List.of(text("what ran")));
        Grouped.by(CellResult::engine, cells).forEach((engine, own) -> {
            columns.add(Column.engine(engine, run.palette()));
            List<Point> points = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) {
                String group = groups.get(g);
                OptionalDouble peak = own.stream()
                        .filter(cell -> group(cell).equals(group))
                        .mapToDouble(cell -> Objects.requireNonNull(cell.peakRssBytes()) / MEGABYTE)
                        .max();
                String text = peak.isPresent() ? Numbers.fixed(peak.getAsDouble(), 0) : Numbers.NONE;
                rows.get(g).add(text);
                if (peak.isPresent()) {
                    points.add(new Point(g, peak.getAsDouble(), "%s, %s: %s MB".formatted(engine, group, text)));
                }
            }
            series.add(run.series(engine, points));
        });
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Figure(
                run.id("rss"),
                "Peak resident set",
                "MB (10^6 bytes), the largest of each group's processes; lower is better",
                "Peak resident set of the workers of each engine.",
                new Chart(Chart.Kind.BAR, Axis.category("", groups), Axis.linear("MB"), series),
                new DataTable("Peak resident set in MB", columns, rows)));
        parts(run).ifPresent(blocks::add);
        return Optional.of(new Section(run.id("memory"), "Memory", blocks));
    }

    private static String group(CellResult cell) {
        return cell instanceof ThroughputCell timing
                ? "%s %s, batch %d".formatted(cell.task(), timing.mode().json(), timing.globalBatchSize())
                : cell.task() + " training";
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
                        List.of(new DataTable(
                                "Resident set in MB",
                                List.of(
                                        text("cell"),
                                        number("JVM alone"),
                                        number("engine loaded"),
                                        number("after the measurement")),
                                rows))));
    }
}
