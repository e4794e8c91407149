package io.enginebench.report.page.sections;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Chart;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The peak of the memory of the workers, and its parts where they were read. */
final class MemorySection {
    private static final double MEGABYTE = 1e6;

    private MemorySection() {}

    /** Of which memory the peak is told. */
    private record Kind(String id, String name, Function<CellResult, @Nullable Long> peak) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("rss", "Peak resident set", CellResult::peakRssBytes),
            new Kind("device-memory", "Peak memory on GPUs", cell -> cell.seen().peakDeviceBytes()));

    static Optional<Section> of(RunScope run) {
        List<Block> blocks = new ArrayList<>();
        KINDS.forEach(kind -> figure(run, kind).ifPresent(blocks::add));
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        parts(run).ifPresent(blocks::add);
        return Optional.of(new Section(run.id("memory"), "Memory", blocks));
    }

    private static Optional<Block> figure(RunScope run, Kind kind) {
        List<CellResult> cells = run.result().cells().stream()
                .filter(cell ->
                        kind.peak().apply(cell) != null && cell.control() == null && !(cell instanceof CrossCell))
                .toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<String> groups =
                List.copyOf(Grouped.by(MemorySection::group, cells).keySet());
        List<Chart.Series> series = new ArrayList<>();
        Sheet sheet = new Sheet().texts("what ran");
        groups.forEach(sheet::row);
        run.inOrder(Grouped.by(CellResult::engine, cells)).forEach((engine, own) -> {
            List<Chart.Point> points = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) {
                String group = groups.get(g);
                OptionalLong peak = own.stream()
                        .filter(cell -> group(cell).equals(group))
                        .flatMap(cell -> Stream.ofNullable(kind.peak().apply(cell)))
                        .mapToLong(Long::longValue)
                        .max();
                texts.add(peak.isPresent() ? megabytes(peak.getAsLong()) : Numbers.NONE);
                if (peak.isPresent()) {
                    points.add(new Chart.Point(
                            peak.getAsLong() / MEGABYTE, g, "%s, %s: %s MB".formatted(engine, group, texts.get(g))));
                }
            }
            sheet.engine(engine, run.palette(), texts);
            series.add(run.series(engine, points));
        });
        return Optional.of(new Block.Figure(
                run.id(kind.id()),
                kind.name(),
                "MB (10^6 bytes), the largest of each group's processes; lower is better",
                kind.name() + " of the workers of each engine.",
                Chart.bars("MB", groups, series),
                sheet.table(kind.name() + " in MB")));
    }

    private static String group(CellResult cell) {
        return (cell instanceof ThroughputCell timing
                        ? "%s, %s, batch %d".formatted(cell.task(), Words.of(timing.mode()), timing.globalBatchSize())
                        : cell.task() + ", " + Words.of(Mode.TRAIN))
                + (cell.division() == Division.TUNED
                        ? ""
                        : ", " + cell.division().json());
    }

    /** From the JVM alone to a trained engine. */
    private static Optional<Block> parts(RunScope run) {
        Sheet sheet = new Sheet().texts("cell").numbers("JVM alone", "engine loaded", "after the measurement");
        for (ThroughputCell cell : run.result().throughputCells()) {
            ThroughputCell.Memory memory = cell.memory();
            if (memory != null) {
                sheet.row(
                        cell.id(),
                        megabytes(memory.baseRssBytes()),
                        megabytes(memory.engineLoadedRssBytes()),
                        megabytes(memory.trainedRssBytes()));
            }
        }
        return sheet.isEmpty()
                ? Optional.empty()
                : Optional.of(new Block.Folded(
                        "Resident set of each timed process", List.of(sheet.table("Resident set in MB"))));
    }

    private static String megabytes(long bytes) {
        return Numbers.fixed(bytes / MEGABYTE, 0);
    }
}
