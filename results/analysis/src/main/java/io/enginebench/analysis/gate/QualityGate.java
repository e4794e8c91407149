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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One engine's trainings of a model in two runs, as if they were two engines of one run. */
record QualityGate(String engine, TaskDescriptor task, String model, List<QualityCell> before, List<QualityCell> now) {
    private static final String BASELINE = "baseline";
    private static final String CANDIDATE = "candidate";
    private static final List<String> SIDES = List.of(BASELINE, CANDIDATE);

    static List<GateRow> rows(
            RunResult baseline, RunResult candidate, String engine, List<String> tasks, Map<Metric, Double> margins) {
        List<GateRow> rows = new ArrayList<>();
        for (TaskDescriptor task : candidate.tasks()) {
            for (String model : tasks.contains(task.id()) ? task.models() : List.<String>of()) {
                List<QualityCell> before = cells(baseline, engine, task.id(), model, BASELINE);
                List<QualityCell> now = cells(candidate, engine, task.id(), model, CANDIDATE);
                if (!before.isEmpty() || !now.isEmpty()) {
                    rows.addAll(new QualityGate(engine, task, model, before, now).rows(margins));
                }
            }
        }
        return rows;
    }

    private static List<QualityCell> cells(RunResult result, String engine, String task, String model, String side) {
        return result.qualityCells().stream()
                .filter(cell -> cell.engine().equals(engine) && cell.setting().isOf(task, model))
                .map(cell -> cell.ofEngine(side))
                .toList();
    }

    private List<GateRow> rows(Map<Metric, Double> margins) {
        List<GateRow> rows = new ArrayList<>(lost());
        if (sameAnswers()) {
            rows.add(row(
                    "answers",
                    Outcome.IDENTICAL,
                    "%d trainings gave the same answer to every test row".formatted(now.size())));
        } else {
            rows.addAll(compared(margins));
        }
        return rows;
    }

    private GateRow row(String metric, Outcome outcome, String text) {
        return new GateRow(engine, task.id(), model, metric, outcome, text);
    }

    private List<GateRow> compared(Map<Metric, Double> margins) {
        List<CellResult> both = new ArrayList<>(before);
        both.addAll(now);
        List<PairedRuns> samples = CellComparisons.samples(List.of(task), SIDES, both, List.of(), false).stream()
                .map(runs -> {
                    Double margin = margins.get(runs.metric());
                    return margin == null ? runs : runs.within(margin);
                })
                .toList();
        if (samples.isEmpty()) {
            return List.of(row(
                    "all",
                    Outcome.NOT_COMPARED,
                    "no seed in common: %s in the baseline, %s now".formatted(seeds(before), seeds(now))));
        }
        return Comparisons.of(samples).stream()
                .map(one -> row(metric(one), Gate.outcome(one.verdict(), CANDIDATE.equals(one.better())), one.text()))
                .toList();
    }

    private static String metric(Comparison one) {
        return one.scope() == null || one.scope().className() == null
                ? one.metric().id()
                : one.metric().id() + " " + one.scope().className();
    }

    private static Set<Long> seeds(List<QualityCell> cells) {
        return cells.stream().map(QualityCell::seed).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Of two runs, and so perhaps of two devices and numbers of threads. */
    private static boolean sameTraining(QualityCell one, QualityCell other) {
        return one.setting().anywhere().equals(other.setting().anywhere());
    }

    /** Trainings that had figures and have none now. */
    private List<GateRow> lost() {
        return now.stream()
                .filter(cell -> cell.status() != CellStatus.OK
                        && cell.status() != CellStatus.INTERRUPTED
                        && cell.status() != CellStatus.SKIPPED
                        && before.stream()
                                .anyMatch(other -> other.status() == CellStatus.OK && sameTraining(other, cell)))
                .map(cell -> row(
                        "status",
                        Outcome.WORSE,
                        "%s: %s, %s; the baseline's had figures".formatted(cell.id(), cell.ending(), cell.reason())))
                .toList();
    }

    /** Whether both runs have the same trainings, given the same, and each pair the same answers. */
    private boolean sameAnswers() {
        return before.size() == now.size()
                && now.stream()
                        .allMatch(cell -> cell.status() == CellStatus.OK
                                && before.stream()
                                        .anyMatch(other -> sameTraining(other, cell)
                                                && other.hyperParameters().equals(cell.hyperParameters())
                                                && Objects.equals(other.predictions(), cell.predictions())));
    }
}
