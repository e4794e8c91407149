package io.enginebench.analysis.gate;

import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.gate.GateRow.Outcome;
import io.enginebench.analysis.verdict.Comparisons;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.Comparison;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One engine's trainings in two runs, as if they were two engines of one run. */
final class QualityGate {
    private static final String BASELINE = "baseline";
    private static final String CANDIDATE = "candidate";
    private static final List<String> SIDES = List.of(BASELINE, CANDIDATE);

    private QualityGate() {}

    /** The tasks in both runs. */
    static Set<String> tasks(RunResult baseline, RunResult candidate, List<String> differences) {
        Set<String> before = ids(baseline);
        Set<String> now = ids(candidate);
        if (!before.equals(now)) {
            differences.add("tasks: " + before + " in the baseline, " + now + " now");
        }
        Set<String> common = new LinkedHashSet<>(now);
        common.retainAll(before);
        return common;
    }

    private static Set<String> ids(RunResult result) {
        return result.tasks().stream().map(TaskDescriptor::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static List<GateRow> rows(
            RunResult baseline, RunResult candidate, String engine, List<String> tasks, Map<Metric, Double> margins) {
        List<GateRow> rows = new ArrayList<>();
        for (TaskDescriptor task : candidate.tasks()) {
            if (!tasks.contains(task.id())) {
                continue;
            }
            for (String model : task.models()) {
                List<QualityCell> before = cells(baseline, engine, task.id(), model, BASELINE);
                List<QualityCell> now = cells(candidate, engine, task.id(), model, CANDIDATE);
                if (before.isEmpty() && now.isEmpty()) {
                    continue;
                }
                List<String> lost = lost(before, now);
                lost.forEach(text -> rows.add(new GateRow(engine, task.id(), model, "status", Outcome.WORSE, text)));
                if (sameAnswers(before, now)) {
                    rows.add(new GateRow(
                            engine,
                            task.id(),
                            model,
                            "answers",
                            Outcome.IDENTICAL,
                            "%d trainings gave the same answer to every test row".formatted(now.size())));
                } else {
                    rows.addAll(compared(engine, task, model, before, now, margins));
                }
            }
        }
        return rows;
    }

    private static List<GateRow> compared(
            String engine,
            TaskDescriptor task,
            String model,
            List<QualityCell> before,
            List<QualityCell> now,
            Map<Metric, Double> margins) {
        List<CellResult> both = new ArrayList<>(before);
        both.addAll(now);
        List<PairedRuns> samples = CellComparisons.samples(List.of(task), SIDES, both, List.of(), false).stream()
                .map(runs -> {
                    Double margin = margins.get(runs.metric());
                    return margin == null ? runs : runs.within(margin);
                })
                .toList();
        if (samples.isEmpty()) {
            return List.of(new GateRow(
                    engine,
                    task.id(),
                    model,
                    "all",
                    Outcome.NOT_COMPARED,
                    "no seed in common: %s in the baseline, %s now".formatted(seeds(before), seeds(now))));
        }
        return Comparisons.of(samples).stream()
                .map(one -> new GateRow(
                        engine,
                        task.id(),
                        model,
                        metric(one),
                        Gate.outcome(one.verdict(), CANDIDATE.equals(one.better())),
                        one.text()))
                .toList();
    }

    private static String metric(Comparison one) {
        return one.scope() == null || one.scope().className() == null
                ? one.metric().id()
                : one.metric().id() + " " + one.scope().className();
    }

    private static List<QualityCell> cells(RunResult result, String engine, String task, String model, String side) {
        return result.qualityCells().stream()
                .filter(cell -> cell.engine().equals(engine)
                        && cell.task().equals(task)
                        && cell.model().equals(model))
                .map(cell -> cell.ofEngine(side))
                .toList();
    }

    private static Set<Long> seeds(List<QualityCell> cells) {
        return cells.stream().map(QualityCell::seed).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<@Nullable Object> coordinates(QualityCell cell) {
        return Arrays.asList(cell.protocol(), cell.seed(), cell.fold());
    }

    /** Trainings that had figures and have none now. */
    private static List<String> lost(List<QualityCell> before, List<QualityCell> now) {
        return now.stream()
                .filter(cell -> cell.status() != CellStatus.OK
                        && cell.status() != CellStatus.INTERRUPTED
                        && cell.status() != CellStatus.SKIPPED
                        && before.stream()
                                .anyMatch(other -> other.status() == CellStatus.OK
                                        && coordinates(other).equals(coordinates(cell))))
                .map(cell ->
                        "%s: %s, %s; the baseline's had figures".formatted(cell.id(), cell.ending(), cell.reason()))
                .toList();
    }

    /** Whether both runs have the same trainings, given the same, and each pair the same answers. */
    private static boolean sameAnswers(List<QualityCell> before, List<QualityCell> now) {
        return before.size() == now.size()
                && now.stream()
                        .allMatch(cell -> cell.status() == CellStatus.OK
                                && before.stream()
                                        .anyMatch(other -> coordinates(other).equals(coordinates(cell))
                                                && other.hyperParameters().equals(cell.hyperParameters())
                                                && Objects.equals(other.predictions(), cell.predictions())));
    }
}
