package io.enginebench.report.table;

import io.enginebench.analysis.timing.BusyMachine;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before any figure: of a busy machine, of controls that failed, of undecided ones; nothing else. */
public final class Warnings {
    private final List<String> lines = new ArrayList<>();

    private Warnings() {}

    /** The lines, those of a busy machine first. */
    public static List<String> of(RunResult result) {
        Warnings warnings = new Warnings();
        BusyMachine.of(result).text().ifPresent(text -> warnings.lines.add("MACHINE BUSY: " + text + "."));
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

    private void warn(List<Control> controls, State state, String warning) {
        List<Control> those = Control.of(state, controls);
        if (!those.isEmpty()) {
            lines.add(warning.formatted(those.size(), controls.size()));
            those.forEach(
                    control -> lines.add("  %s: %s (%s)".formatted(state.json(), control.name(), control.detail())));
        }
    }
}
