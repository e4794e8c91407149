package io.enginebench.report.page.sections;

import static io.enginebench.report.page.html.Block.Column.number;
import static io.enginebench.report.page.html.Block.Column.prose;
import static io.enginebench.report.page.html.Block.Column.text;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.run.Control;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Block.Column;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of every cell, the controls, and the raw values, folded away. */
final class CellsSection {
    private CellsSection() {}

    static Section of(RunScope run) {
        List<CellResult> cells = run.result().cells();
        List<Block> blocks = new ArrayList<>();
        List<CellResult> ended =
                cells.stream().filter(cell -> cell.status() != CellStatus.OK).toList();
        blocks.add(Block.Text.plain(
                Words.counted(cells.size() - ended.size(), "cell") + " of " + cells.size() + " have figures."));
        if (!ended.isEmpty()) {
            blocks.add(DataTable.texts(
                    "Cells without figures",
                    List.of("cell", "how it ended", "why"),
                    ended.stream()
                            .map(cell -> List.of(
                                    cell.id(), cell.outcome(), Objects.requireNonNullElse(cell.reason(), Numbers.NONE)))
                            .toList()));
        }
        List<Control> controls = run.result().controls();
        if (!controls.isEmpty()) {
            blocks.add(DataTable.texts(
                    "Controls",
                    List.of("control", "outcome", "detail"),
                    controls.stream()
                            .map(control ->
                                    List.of(control.name(), control.passed() ? "passed" : "FAILED", control.detail()))
                            .toList()));
        }
        List<Block> raw = new ArrayList<>();
        quality(run.result().qualityCells()).ifPresent(raw::add);
        timing(run.result().throughputCells()).ifPresent(raw::add);
        if (!raw.isEmpty()) {
            blocks.add(new Block.Folded("Raw values of each cell", raw));
            blocks.add(Block.Text.plain("The answers to every test row are in the result file itself."));
        }
        return new Section(run.id("cells"), "Cells", blocks);
    }

    private static Optional<Block> quality(List<QualityCell> cells) {
        boolean scored = cells.stream().anyMatch(cell -> cell.epochScores() != null);
        List<Column> columns = new ArrayList<>(List.of(
                text("cell"),
                text("status"),
                number("training, s"),
                number("test set, s"),
                number("peak RSS, bytes"),
                prose("loss of each epoch")));
        if (scored) {
            columns.add(prose("score after each epoch"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (QualityCell cell : cells) {
            List<String> row = new ArrayList<>(List.of(
                    cell.id(),
                    cell.outcome(),
                    Numbers.fixed(cell.trainingDurationS(), 3),
                    Numbers.fixed(cell.predictDurationS(), 3),
                    cell.peakRssBytes() == null ? Numbers.NONE : Numbers.format("%,d", cell.peakRssBytes()),
                    join(cell.lossPerEpoch())));
            if (scored) {
                row.add(join(
                        cell.epochScores() == null
                                ? List.of()
                                : cell.epochScores().scorePerEpoch()));
            }
            rows.add(row);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new DataTable("Trainings", columns, rows));
    }

    private static Optional<Block> timing(List<ThroughputCell> cells) {
        List<List<String>> rows = new ArrayList<>();
        for (ThroughputCell cell : cells) {
            TimingRaw raw = cell.raw();
            rows.add(List.of(
                    cell.id(),
                    cell.outcome(),
                    "" + cell.round(),
                    raw == null ? Numbers.NONE : "" + raw.stepsPerWindow(),
                    join(raw == null ? List.of() : raw.windowDurationsNs())));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataTable(
                        "Timing",
                        List.of(
                                text("cell"),
                                text("status"),
                                number("round"),
                                number("steps in a window"),
                                prose("windows, ns")),
                        rows));
    }

    private static String join(List<?> values) {
        return values.isEmpty()
                ? Numbers.NONE
                : values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
