package io.enginebench.report.page.sections;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.page.figures.RunScope;
import io.enginebench.report.page.html.Block;
import io.enginebench.report.page.html.Section;
import io.enginebench.report.page.html.Sheet;
import io.enginebench.report.table.Warnings;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Words;
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
        blocks.add(new Block.Text(
                Words.counted(cells.size() - ended.size(), "cell") + " of " + cells.size() + " have figures."));
        if (!ended.isEmpty()) {
            Sheet sheet = new Sheet().texts("cell").prose("how it ended", "why");
            ended.forEach(cell ->
                    sheet.row(cell.id(), cell.ending(), Objects.requireNonNullElse(cell.reason(), Numbers.NONE)));
            blocks.add(sheet.table("Cells without figures"));
        }
        Warnings.ofCells(cells).forEach(line -> blocks.add(new Block.Text(line)));
        List<Control> controls = run.result().controls();
        if (!controls.isEmpty()) {
            Sheet sheet = new Sheet().texts("control").prose("outcome", "detail");
            controls.forEach(control -> sheet.row(
                    Words.readable(control.name()), Words.of(control.outcome()), Words.readable(control.detail())));
            blocks.add(sheet.table("Controls"));
        }
        List<Block> raw = new ArrayList<>();
        List<QualityCell> trainings = CellResult.ofKind(QualityCell.class, cells);
        if (!trainings.isEmpty()) {
            raw.add(quality(trainings));
        }
        if (!run.result().throughputCells().isEmpty()) {
            raw.add(timing(run.result().throughputCells()));
        }
        if (!raw.isEmpty()) {
            blocks.add(new Block.Folded("Raw values of each cell", raw));
            blocks.add(new Block.Text("The answers to every test row are in the result file itself."));
        }
        return new Section(run.id("cells"), "Cells", blocks);
    }

    private static Block quality(List<QualityCell> cells) {
        boolean scored = cells.stream().anyMatch(cell -> cell.epochScores() != null);
        Sheet sheet = new Sheet()
                .texts("cell", "status")
                .numbers("training, s", "test set, s", "peak RSS, bytes")
                .prose("loss of each epoch")
                .prose(scored ? new String[] {"score after each epoch"} : new String[0]);
        for (QualityCell cell : cells) {
            List<String> row = new ArrayList<>(List.of(
                    cell.id(),
                    cell.ending(),
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
            sheet.row(row.toArray(String[]::new));
        }
        return sheet.table("Trainings");
    }

    private static Block timing(List<ThroughputCell> cells) {
        Sheet sheet = new Sheet()
                .texts("cell", "status")
                .numbers("round", "first step of each window", "steps in a window")
                .prose("windows, ns");
        for (ThroughputCell cell : cells) {
            TimingRaw raw = cell.raw();
            sheet.row(
                    cell.id(),
                    cell.ending(),
                    "" + cell.round(),
                    raw == null || raw.firstStep() == null ? Numbers.NONE : "" + raw.firstStep(),
                    raw == null ? Numbers.NONE : raw.stepsPerWindow() + (raw.times() == 1 ? "" : " × " + raw.times()),
                    join(raw == null ? List.of() : raw.windowDurationsNs()));
        }
        return sheet.table("Timing");
    }

    private static String join(List<?> values) {
        return values.isEmpty()
                ? Numbers.NONE
                : values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
