package io.enginebench.report.table;

import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.record.cell.Attempt;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import io.enginebench.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a reader must know before any figure: of a busy machine, of engines that were not shown to train the same thing, of cells that were tried again or whose process ended oddly, of controls
 * that failed, of undecided ones; nothing else.
 */
public final class Warnings {
    private final List<String> lines = new ArrayList<>();

    private Warnings() {}

    /** The lines, those of a busy machine first. */
    public static List<String> of(RunResult result) {
        Warnings warnings = new Warnings();
        BusyMachine.of(result).text().ifPresent(text -> warnings.lines.add("MACHINE BUSY: " + text + "."));
        List<String> faults = result.parity().stream()
                .flatMap(report -> report.faults().stream())
                .toList();
        if (!faults.isEmpty()) {
            warnings.lines.add(
                    "PARITY NOT SHOWN: engines may not train the same thing; speeds are judged all the same, quality is not.");
            faults.forEach(fault -> warnings.lines.add("  " + fault));
        }
        warnings.lines.addAll(ofCells(result.cells()));
        List<Control> rounds =
                result.controls().stream().filter(Control::ofTiming).toList();
        List<Control> trainings = result.controls().stream()
                .filter(control -> !control.ofTiming())
                .toList();
        warnings.warn(
                rounds, State.FAILED, "MACHINE UNFIT: %d of %d controls failed, so no ratio below can be relied on.");
        warnings.warn(
                trainings,
                State.FAILED,
                "SEEDS UNFIT: %d of %d controls of trainings failed: one engine is called different from itself, so no difference of that"
                        + " size between engines on that task can be relied on.");
        warnings.warn(
                rounds,
                State.UNDECIDED,
                "%d of %d controls are undecided: too few rounds, for the noise they have, to show that this machine could tell.");
        warnings.warn(
                trainings,
                State.UNDECIDED,
                "%d of %d controls of trainings are undecided: too few seeds, for what becomes of rounding, to show that they could tell.");
        return List.copyOf(warnings.lines);
    }

    /** Those that speak of single cells. */
    public static List<String> ofCells(List<CellResult> cells) {
        List<String> lines = new ArrayList<>();
        List<CellResult> again =
                cells.stream().filter(cell -> !cell.seen().attempts().isEmpty()).toList();
        if (!again.isEmpty()) {
            lines.add("TRIED AGAIN: %s; figures are of the last try alone."
                    .formatted(Words.counted(again.size(), "cell was", "cells were")));
            again.forEach(cell -> lines.add("  %s: %s, then %s"
                    .formatted(
                            cell.id(),
                            cell.seen().attempts().stream().map(Attempt::ending).collect(Collectors.joining(", ")),
                            cell.ending())));
        }
        cells.stream()
                .filter(cell -> cell.seen().warning() != null)
                .forEach(cell -> lines.add(cell.id() + ": " + cell.seen().warning() + "."));
        return lines;
    }

    private void warn(List<Control> controls, State state, String warning) {
        List<Control> those = Control.of(state, controls);
        if (!those.isEmpty()) {
            lines.add(warning.formatted(those.size(), controls.size()));
            those.forEach(control -> lines.add("  %s: %s (%s)"
                    .formatted(state.json(), Words.readable(control.name()), Words.readable(control.detail()))));
        }
    }
}
