package io.enginebench.report.page;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What became of every cell, the controls, and the raw values, folded away. */
final class CellsSection {
    private CellsSection() {}

    static Section of(RunScope run) {
        List<CellResult> cells = run.result().cells();
        List<Block> blocks = new ArrayList<>();
        List<CellResult> ended =
                cells.stream().filter(cell -> cell.status() != CellStatus.OK).toList();
        blocks.add(Block.Text.plain(Numbers.counted(cells.size() - ended.size(), "cell", "cells") + " of "
                + cells.size() + " have figures."));
        if (!ended.isEmpty()) {
            blocks.add(Block.DataTable.texts(
                    "Cells without figures",
                    List.of("cell", "how it ended", "why"),
                    ended.stream()
                            .map(cell -> List.of(
                                    cell.id(), cell.ending(), Objects.requireNonNullElse(cell.reason(), Numbers.NONE)))
                            .toList()));
        }
        List<Control> controls = run.result().controls();
        if (!controls.isEmpty()) {
            blocks.add(Block.DataTable.texts(
                    "Controls",
                    List.of("control", "outcome", "detail"),
                    controls.stream()
                            .map(control ->
                                    List.of(control.name(), control.passed() ? "passed" : "FAILED", control.detail()))
                            .toList()));
        }
        List<Block> raw = new ArrayList<>();
        quality(run.result().qualityCells(), raw);
        timing(run.result().throughputCells(), raw);
        if (!raw.isEmpty()) {
            blocks.add(new Block.Folded("Raw values of each cell", raw));
            blocks.add(Block.Text.plain("The answers to every test row are in the result file itself."));
        }
        return new Section(run.id("cells"), "Cells", blocks);
    }

    private static void quality(List<QualityCell> cells, List<Block> raw) {
        boolean scored = cells.stream().anyMatch(cell -> cell.epochScores() != null);
        List<List<String>> rows = new ArrayList<>();
        for (QualityCell cell : cells) {
            List<String> row = new ArrayList<>(List.of(
                    cell.id(),
                    cell.ending(),
                    Numbers.fixed(cell.trainingDurationS(), 3),
                    Numbers.fixed(cell.predictDurationS(), 3),
                    cell.peakRssBytes() == null ? Numbers.NONE : Numbers.fixed((double) cell.peakRssBytes(), 0),
                    join(cell.lossPerEpoch())));
            if (scored) {
                row.add(
                        cell.epochScores() == null
                                ? Numbers.NONE
                                : join(cell.epochScores().scorePerEpoch()));
            }
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            List<Block.Column> columns = new ArrayList<>(List.of(
                    Block.Column.text("cell"),
                    Block.Column.text("status"),
                    Block.Column.number("training, s"),
                    Block.Column.number("test set, s"),
                    Block.Column.number("peak RSS, bytes"),
                    Block.Column.prose("loss of each epoch")));
            if (scored) {
                columns.add(Block.Column.prose("score after each epoch"));
            }
            raw.add(new Block.DataTable("Trainings", columns, rows, List.of()));
        }
    }

    private static void timing(List<ThroughputCell> cells, List<Block> raw) {
        List<List<String>> rows = cells.stream()
                .map(cell -> List.of(
                        cell.id(),
                        cell.ending(),
                        "" + cell.round(),
                        cell.raw() == null ? Numbers.NONE : "" + cell.raw().stepsPerWindow(),
                        cell.raw() == null ? Numbers.NONE : join(cell.raw().windowDurationsNs())))
                .toList();
        if (!rows.isEmpty()) {
            raw.add(new Block.DataTable(
                    "Timing",
                    List.of(
                            Block.Column.text("cell"),
                            Block.Column.text("status"),
                            Block.Column.number("round"),
                            Block.Column.number("steps in a window"),
                            Block.Column.prose("windows, ns")),
                    rows,
                    List.of()));
        }
    }

    private static String join(List<?> values) {
        return values.isEmpty()
                ? Numbers.NONE
                : values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
