package io.enginebench.report.page;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The trainings of one task, model and protocol.
 *
 * @param prefix begins the ids of its figures
 * @param cells one or more, whatever became of them
 */
record Subject(
        String prefix,
        RunResult result,
        TaskDescriptor task,
        String model,
        Protocol protocol,
        List<QualityCell> cells) {
    Subject {
        cells = List.copyOf(cells);
    }

    /** Those that a run has, in the order of its tasks. */
    static List<Subject> of(RunScope run) {
        List<Subject> subjects = new ArrayList<>();
        for (TaskDescriptor task : run.result().tasks()) {
            for (String model : task.models()) {
                for (Protocol protocol : Protocol.values()) {
                    List<QualityCell> cells = run.result().qualityCells().stream()
                            .filter(cell -> cell.task().equals(task.id())
                                    && cell.model().equals(model)
                                    && cell.protocol() == protocol)
                            .toList();
                    if (!cells.isEmpty()) {
                        String prefix = run.id("q" + subjects.size());
                        subjects.add(new Subject(prefix, run.result(), task, model, protocol, cells));
                    }
                }
            }
        }
        return subjects;
    }

    String title() {
        return task.id() + ", " + model + ", " + protocol.json() + " protocol"
                + (synthetic() ? ", synthetic data" : "");
    }

    /** Whether the rows are drawn ones; a result that does not tell is not called real. */
    boolean synthetic() {
        Optional<DataRecord> data = result.data().stream()
                .filter(record -> record.task().equals(task.id()))
                .findFirst();
        return data.isEmpty() || data.get().kind() == DataKind.SYNTHETIC;
    }

    boolean classification() {
        return task.kind() == TaskKind.CLASSIFICATION;
    }

    List<String> engines() {
        return cells.stream().map(QualityCell::engine).distinct().toList();
    }

    /** The cells of an engine that have figures. */
    List<QualityCell> measured(String engine) {
        return cells.stream()
                .filter(cell -> cell.engine().equals(engine) && cell.status() == CellStatus.OK)
                .toList();
    }

    String scoreName() {
        return task.kind().judgedBy().label();
    }

    /** What the task is judged by. */
    double score(QualityCell cell) {
        return Objects.requireNonNull(cell.metrics()).judged().score();
    }

    /** The mean over folds and seeds; empty without figures. */
    Optional<Double> score(String engine) {
        List<Double> scores = measured(engine).stream().map(this::score).toList();
        return scores.isEmpty() ? Optional.empty() : Optional.of(Numbers.mean(scores));
    }

    long seeds() {
        return cells.stream().mapToLong(QualityCell::seed).distinct().count();
    }

    long folds() {
        return cells.stream().map(QualityCell::fold).distinct().count();
    }
}
