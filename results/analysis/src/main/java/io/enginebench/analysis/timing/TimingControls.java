package io.enginebench.analysis.timing;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.Conclusion;
import io.enginebench.record.run.Control;
import io.enginebench.record.setting.ControlArm;
import java.util.ArrayList;
import java.util.List;

/** What the controls of a campaign say of the machine it ran on. */
public final class TimingControls {
    private TimingControls() {}

    /**
     * One control for each arm of each group that has enough rounds: an engine against itself must come out equivalent, and
     * against itself with a tenth of its time added it must be called faster, by the rules that engines are compared by.
     * Adjusting for other comparisons would only hide a failure, so each is in a family of its own.
     */
    public static List<Control> of(List<ThroughputCell> cells) {
        List<Control> controls = new ArrayList<>();
        TimingGroup.of(cells).forEach((group, own) -> {
            for (ControlArm arm : ControlArm.values()) {
                own.stream()
                        .filter(cell -> cell.control() == arm)
                        .map(ThroughputCell::engine)
                        .distinct()
                        .forEach(engine -> {
                            Comparison comparison = Comparisons.of(
                                            List.of(TimingSamples.control(group, own, engine, arm)))
                                    .get(0);
                            if (comparison.verdict() != Conclusion.NO_INFERENCE) {
                                controls.add(control(group, arm, engine, comparison));
                            }
                        });
            }
        });
        return controls;
    }

    private static Control control(TimingGroup group, ControlArm arm, String engine, Comparison comparison) {
        boolean passed = arm == ControlArm.AGAIN
                ? comparison.verdict() == Conclusion.EQUIVALENT
                : engine.equals(comparison.better());
        return new Control(
                arm,
                engine,
                group.task(),
                group.model(),
                group.division(),
                group.mode(),
                group.batch(),
                group.threads(),
                passed,
                comparison.text());
    }
}
