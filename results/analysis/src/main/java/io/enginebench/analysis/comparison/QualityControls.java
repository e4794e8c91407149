package io.enginebench.analysis.comparison;

import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Control;
import io.enginebench.record.verdict.Control.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the nudged trainings of a campaign say of the test that engines are told apart by: a pure function of its cells.
 *
 * <p>One control for each task, model, division and engine that has them, in the figure that the task is judged by. An engine
 * and its nudged self differ by what becomes of one rounding and by nothing else, so the two must come out equivalent, by the
 * rules that engines are compared by. The control failed if one of them is called better: then a difference of that size
 * between two engines says nothing of the engines. Unlike controls of timing, whose threshold is the margin, these have to
 * exceed nothing to be called so, and chance would do that to one in twenty; so Holm's family is all of them.
 */
final class QualityControls {
    private QualityControls() {}

    /** The controls of some cells, in the order of the first cell of each. */
    static List<Control> of(List<TaskDescriptor> tasks, List<CellResult> cells) {
        Map<Setting, List<QualityCell>> groups = QualityCell.controls(cells).stream()
                .collect(Collectors.groupingBy(QualityControls::group, LinkedHashMap::new, Collectors.toList()));
        QualityCell.trainings(cells)
                .forEach(cell -> groups.computeIfPresent(group(cell), (group, own) -> {
                    own.add(cell);
                    return own;
                }));
        List<Setting> controlled = new ArrayList<>();
        List<PairedRuns> runs = new ArrayList<>();
        groups.forEach((group, own) -> tasks.stream()
                .filter(task -> task.id().equals(group.task()))
                .findFirst()
                .flatMap(task -> QualitySamples.control(task, group, own))
                .ifPresent(sample -> {
                    controlled.add(group);
                    runs.add(sample);
                }));
        List<Comparison> comparisons = Comparisons.ofOneFamily(runs);
        List<Control> controls = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Setting group = controlled.get(i);
            Comparison comparison = comparisons.get(i);
            controls.add(Control.ofTrainings(
                    group.engine(),
                    group.task(),
                    group.model(),
                    group.division(),
                    group.numThreads(),
                    State.ofOneEngine(comparison.verdict()),
                    comparison.text()));
        }
        return controls;
    }

    private static Setting group(QualityCell cell) {
        return cell.setting().inFold(null).seeded(0);
    }
}
