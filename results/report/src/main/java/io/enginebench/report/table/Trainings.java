package io.enginebench.report.table;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.DataKind;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.StudyFigures;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.report.text.Grouped;
import io.enginebench.report.text.Numbers;
import io.enginebench.report.text.Ordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of one task, model, division and protocol.
 *
 * @param cells one or more, whatever became of them
 */
public record Trainings(
        RunResult result,
        TaskDescriptor task,
        String model,
        Division division,
        Protocol protocol,
        List<QualityCell> cells) {
    public Trainings {
        cells = List.copyOf(cells);
    }

    /** Those that a run has, in the order of its tasks. */
    public static List<Trainings> of(RunResult result) {
        return result.tasks().stream()
                .flatMap(task -> task.models().stream().flatMap(model -> of(result, task, model).stream()))
                .toList();
    }

    /** Those of one task and model, for each division and protocol. */
    public static List<Trainings> of(RunResult result, TaskDescriptor task, String model) {
        List<QualityCell> cells = result.qualityCells().stream()
                .filter(cell -> cell.setting().isOf(task.id(), model))
                .toList();
        List<Trainings> trainings = new ArrayList<>();
        new TreeMap<>(Grouped.by(QualityCell::division, cells))
                .forEach((division, driven) -> new TreeMap<>(Grouped.by(QualityCell::protocol, driven))
                        .forEach((protocol, own) ->
                                trainings.add(new Trainings(result, task, model, division, protocol, own))));
        return trainings;
    }

    /** What they are, in words. */
    public String title() {
        return title(division.words());
    }

    /** The same for figures of speed, which depend on what the engines were driven with. */
    public String timedTitle() {
        return title(Divisions.heading(result, division));
    }

    private String title(String driven) {
        return task.id() + ", " + model + ", " + driven + ", " + protocol.json() + " protocol"
                + (synthetic() ? ", synthetic data" : "");
    }

    Optional<DataRecord> data() {
        return result.data().stream()
                .filter(record -> record.task().equals(task.id()))
                .findFirst();
    }

    /** Whether the rows are drawn ones; a result that does not tell is not called real. */
    public boolean synthetic() {
        return data().map(data -> data.kind() == DataKind.SYNTHETIC).orElse(true);
    }

    /** The study's figures, if they may stand beside these: the study trained this very network on these very rows. */
    public Optional<StudyFigures> study() {
        return data().filter(DataRecord::study)
                .flatMap(data -> Optional.ofNullable(task.study()))
                .filter(study -> study.areOf(model));
    }

    /** Whether there are classes to tell apart. */
    public boolean hasClasses() {
        return task.kind().hasClasses();
    }

    /** Whether they had the machine to themselves, so that their times are a measure of speed. */
    public boolean timesCount() {
        return result.campaign().jobs() == 1;
    }

    /** In the order in which the run was asked for them. */
    public List<String> engines() {
        return Ordered.by(
                result.engineIds(), cells.stream().map(QualityCell::engine).toList());
    }

    /** The cells of an engine, whatever became of them. */
    public List<QualityCell> of(String engine) {
        return cells.stream().filter(cell -> cell.engine().equals(engine)).toList();
    }

    /** The cells of an engine that have figures. */
    public List<QualityCell> measured(String engine) {
        return of(engine).stream()
                .filter(cell -> cell.status() == CellStatus.OK)
                .toList();
    }

    /** What a training shares with those of other engines. */
    private record Drawn(long seed, @Nullable Integer fold) {
        static Drawn of(QualityCell cell) {
            return new Drawn(cell.seed(), cell.fold());
        }
    }

    /**
     * Those of them whose seed and fold every engine with figures has: what may stand side by side. A run that was stopped has more of one
     * engine than of another, and a mean over easy folds alone would flatter it.
     */
    public List<QualityCell> common(String engine) {
        List<Set<Drawn>> drawn = engines().stream()
                .map(one -> measured(one).stream().map(Drawn::of).collect(Collectors.toSet()))
                .filter(one -> !one.isEmpty())
                .toList();
        return measured(engine).stream()
                .filter(cell -> drawn.stream().allMatch(one -> one.contains(Drawn.of(cell))))
                .toList();
    }

    /** How many trainings with figures are left out of the means, for another engine has none of their seed and fold. */
    public int alone() {
        return engines().stream()
                .mapToInt(engine -> measured(engine).size() - common(engine).size())
                .sum();
    }

    /** What the task is judged by, in a word. */
    public String scoreName() {
        return task.kind().judgedBy().label();
    }

    /** What the task is judged by, of a cell that has figures. */
    public static double score(QualityCell cell) {
        return Objects.requireNonNull(cell.metrics()).judged().score();
    }

    /** The engine's mean over the folds and seeds that all engines have; null without figures. */
    public @Nullable Double score(String engine) {
        return mean(engine, Trainings::score);
    }

    /** The mean of a figure over the folds and seeds that all engines have; null without any. */
    public @Nullable Double mean(String engine, Function<QualityCell, @Nullable Double> figure) {
        return Numbers.meanOrNull(common(engine).stream()
                .flatMap(cell -> Stream.ofNullable(figure.apply(cell)))
                .toList());
    }

    /** How many different seeds there are. */
    public long seeds() {
        return cells.stream().mapToLong(QualityCell::seed).distinct().count();
    }

    /** How many folds; 1 without any. */
    public long folds() {
        return cells.stream().map(QualityCell::fold).distinct().count();
    }
}
