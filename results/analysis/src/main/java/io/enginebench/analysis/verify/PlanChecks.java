package io.enginebench.analysis.verify;

import io.enginebench.analysis.timing.TimingGroup;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cells are those of a plan: each named after what it is, none twice, none left out. The plan itself is not in
 * the result, so its hash is held only by the content hash.
 */
final class PlanChecks {
    /** The last rung that answers alone can show; what is beyond it is a step of a training. */
    private static final int FORWARD = 3;

    private final RunResult result;
    private final Findings findings;
    private final Map<String, List<QualityCell>> trainings;
    private final Map<Division, List<String>> trainers = new EnumMap<>(Division.class);

    private PlanChecks(RunResult result, Findings findings) {
        this.result = result;
        this.findings = findings;
        this.trainings = result.qualityCells().stream().collect(Collectors.groupingBy(QualityCell::id));
    }

    static void of(RunResult result, Findings findings) {
        PlanChecks checks = new PlanChecks(result, findings);
        checks.ids(
                "engines",
                result.engines(),
                record -> "%s, %s, with %d threads"
                        .formatted(record.id(), record.division().json(), record.numThreads()));
        Set<String> tasks = checks.ids("tasks", result.tasks(), TaskDescriptor::id);
        Set<String> data = checks.ids("data", result.data(), DataRecord::task);
        findings.unless(data.equals(tasks), "data[].task", tasks + " (the tasks)", data);
        Set<String> cells = checks.ids("cells", result.cells(), CellResult::id);
        findings.each("cells", result.cells(), (at, cell) -> checks.cell(at, cell, tasks));
        checks.models();
        checks.grid(cells);
        checks.questions(cells);
        checks.rounds();
        checks.pooled(cells);
    }

    private <T> Set<String> ids(String where, List<T> all, Function<T, String> id) {
        Set<String> known = new LinkedHashSet<>();
        findings.each(
                where,
                all,
                (at, one) -> at.unless(known.add(id.apply(one)), ".id", "different from every other", id.apply(one)));
        return known;
    }

    private void cell(Findings at, CellResult cell, Set<String> tasks) {
        List<EngineRecord> records = result.engines().stream()
                .filter(record -> record.id().equals(cell.engine()) && record.division() == cell.division())
                .toList();
        Optional<TaskDescriptor> task = result.task(cell.task());
        at.unless(
                !records.isEmpty(),
                ".engine",
                "one of " + result.engineIds() + ", described in its division",
                cell.engine() + ", " + cell.division().json());
        at.unless(task.isPresent(), ".task", "one of " + tasks, cell.task());
        task.map(TaskDescriptor::models)
                .ifPresent(
                        models -> at.unless(models.contains(cell.model()), ".model", "one of " + models, cell.model()));
        if (!records.isEmpty() && cell.status() == CellStatus.OK) {
            ranOn(at, cell, records);
        }
        at.same(".id", id(cell), "from what the cell is", cell.id());
        if (cell instanceof QualityCell && task.isPresent()) {
            List<@Nullable Integer> folds = folds(cell.task());
            at.unless(folds.contains(cell.fold()), ".fold", "one of " + folds, cell.fold());
        } else if (cell instanceof CrossCell cross) {
            cross(at, cross);
        }
    }

    private static String id(CellResult cell) {
        if (cell instanceof ThroughputCell timed) {
            return ThroughputSpec.id(timed.setting(), timed.timing());
        }
        return cell instanceof CrossCell cross
                ? CrossSpec.id(cross.trainedCell(), cross.engine())
                : QualitySpec.id(cell.setting(), ((QualityCell) cell).control());
    }

    /** An engine that gives figures was ready, on the cell's device and with its number of threads. */
    private static void ranOn(Findings at, CellResult cell, List<EngineRecord> records) {
        List<Integer> threads = records.stream()
                .map(EngineRecord::numThreads)
                .filter(Objects::nonNull)
                .toList();
        at.unless(
                threads.isEmpty() || threads.contains(cell.numThreads()),
                ".num_threads",
                threads.stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " (the engine's)",
                cell.numThreads());
        EngineRecord engine = records.stream()
                .filter(record -> Objects.equals(record.numThreads(), cell.numThreads()))
                .findFirst()
                .orElse(records.get(0));
        at.same(".status", EngineStatus.READY, "what an engine must be to give figures", engine.status());
        at.unless(
                cell.device().equals(engine.device())
                        || (cell.device().equals("gpu") && "gpu:0".equals(engine.device())),
                ".device",
                "the engine's " + engine.device(),
                cell.device());
        at.same(".dtype", engine.dtype(), "the engine's", cell.dtype());
    }

    private void cross(Findings at, CrossCell cross) {
        List<QualityCell> trained = trainings.getOrDefault(cross.trainedCell(), List.of());
        at.unless(trained.size() == 1, ".trained_cell", "the id of a training", cross.trainedCell());
        for (QualityCell cell : trained) {
            at.same(".trained_on", cell.engine(), "the trained cell's engine", cross.trainedOn());
            at.same(
                    "",
                    cell.setting().shared(),
                    "the trained cell's",
                    cross.setting().shared());
        }
    }

    /** Where networks are told at all, those of the cells are, and, but for the others of a plan of which this is a share, no more. */
    private void models() {
        if (result.models().isEmpty()) {
            return;
        }
        Set<List<String>> run = result.cells().stream()
                .map(cell -> List.of(cell.task(), cell.model()))
                .collect(Collectors.toSet());
        List<List<String>> told = result.models().stream()
                .map(model -> List.of(model.task(), model.model()))
                .toList();
        findings.unless(told.containsAll(run), "models", "those of " + run, told);
        findings.unless(
                result.campaign().share() != null || run.containsAll(told),
                "models",
                "those of " + run + " alone",
                told);
    }

    private record Planned(Setting training, @Nullable ControlArm control) {
        Planned(QualityCell cell, @Nullable ControlArm control) {
            this(cell.setting().inFold(null).anywhere(), control);
        }

        /** With each control the training that it is a control of. */
        static Stream<Planned> of(QualityCell cell) {
            return Stream.of(new Planned(cell, null), new Planned(cell, cell.control()));
        }
    }

    /**
     * The engines of a division that must have trainings where others have: all but those that have none whatever, as one that only answers
     * has where nobody named it. One that parity has seen take a step is none of these.
     */
    private List<String> trainers(Division division) {
        return trainers.computeIfAbsent(division, driven -> {
            Set<String> stepped = Stream.concat(
                            result.cells().stream()
                                    .filter(cell -> cell.division() == driven && trains(cell))
                                    .map(CellResult::engine),
                            result.parity().stream()
                                    .filter(report -> report.division() == driven
                                            && report.engines().contains(ParityReport.REFERENCE)
                                            && report.rungs().stream().anyMatch(rung -> rung.number() > FORWARD))
                                    .flatMap(report -> report.engines().stream()))
                    .collect(Collectors.toSet());
            return result.engineIds(driven).stream().filter(stepped::contains).toList();
        });
    }

    private static boolean trains(CellResult cell) {
        return cell instanceof QualityCell
                || (cell instanceof ThroughputCell timed && timed.mode().trains());
    }

    /** Every engine that trains has every fold of every training, and of every control, that any engine has. */
    private void grid(Set<String> ids) {
        CellResult.ofKind(QualityCell.class, result.cells()).stream()
                .flatMap(Planned::of)
                .distinct()
                .forEach(planned -> trainers(planned.training().division())
                        .forEach(engine -> folds(planned.training().task()).forEach(fold -> {
                            String id =
                                    QualitySpec.id(planned.training().on(engine).inFold(fold), planned.control());
                            findings.unless(
                                    ids.contains(id), "cells", "every fold of the seeds on every engine", "no " + id);
                        })));
    }

    /** Of trainings that any engine was asked about, what each engine learnt is asked of every other. */
    private void questions(Set<String> ids) {
        Set<Setting> asked = result.crossCells().stream()
                .map(cell -> cell.setting().anywhere())
                .collect(Collectors.toSet());
        result.qualityCells().stream()
                .filter(cell -> cell.status().tried()
                        && cell.protocol() == Protocol.CLEAN
                        && asked.contains(cell.setting().anywhere()))
                .forEach(cell -> result.engineIds(cell.division()).stream()
                        .filter(engine -> !engine.equals(cell.engine()))
                        .map(engine -> CrossSpec.id(cell.id(), engine))
                        .forEach(id -> findings.unless(
                                ids.contains(id), "cells", "what was learnt, asked of every engine", "no " + id)));
    }

    private List<@Nullable Integer> folds(String task) {
        Split split = result.task(task).map(TaskDescriptor::split).orElseGet(Split.HoldOut::new);
        return split instanceof Split.KFold folded
                ? IntStream.range(0, folded.folds()).boxed().toList()
                : Collections.singletonList(null);
    }

    /** Campaigns that say which cells are theirs share out the cells, but for those that nobody brought. */
    private void pooled(Set<String> ids) {
        List<PooledRun> all = Objects.requireNonNullElse(result.pooled(), List.of());
        List<PooledRun> runs = all.stream().filter(run -> run.cells() != null).toList();
        if (runs.isEmpty()) {
            return;
        }
        Map<String, String> brought = new HashMap<>();
        findings.each("pooled", runs, (at, run) -> {
            for (String cell : Objects.requireNonNull(run.cells())) {
                at.unless(ids.contains(cell), ".cells", "ids of cells", cell);
                at.unless(brought.putIfAbsent(cell, at.where()) == null, ".cells", "those of no other campaign", cell);
            }
        });
        // The others' are those of a campaign that does not tell which are its own.
        findings.each(
                "cells",
                runs.size() == all.size() ? result.cells() : List.<CellResult>of(),
                (at, cell) -> at.unless(
                        brought.containsKey(cell.id()) || cell.status() == CellStatus.INTERRUPTED,
                        ".status",
                        CellStatus.INTERRUPTED + ", for no campaign brought it",
                        cell.status()));
        result.throughputCells().stream()
                .collect(Collectors.groupingBy(cell -> List.of(TimingGroup.of(cell), cell.round())))
                .values()
                .forEach(round -> findings.unless(
                        round.stream()
                                        .map(cell -> Optional.ofNullable(brought.get(cell.id())))
                                        .distinct()
                                        .count()
                                == 1,
                        "cells of the round of " + round.get(0).id(),
                        "of one campaign in pooled",
                        "those of several"));
    }

    /** Rounds are numbered from 1 without a gap, each has every engine that may have to do it, and its cells have places of their own. */
    private void rounds() {
        result.throughputCells().stream()
                .collect(Collectors.groupingBy(TimingGroup::of))
                .values()
                .forEach(cells -> {
                    Map<Integer, List<ThroughputCell>> rounds = cells.stream()
                            .collect(Collectors.groupingBy(ThroughputCell::round, TreeMap::new, Collectors.toList()));
                    findings.unless(
                            // Those of a share are with the others.
                            result.campaign().share() != null || rounds.size() == Collections.max(rounds.keySet()),
                            "rounds of the cells like " + cells.get(0).id(),
                            "without a gap from 1",
                            rounds.keySet());
                    rounds.values().forEach(this::round);
                });
    }

    private void round(List<ThroughputCell> cells) {
        String like = " of the round of " + cells.get(0).id();
        List<Integer> places =
                cells.stream().map(cell -> cell.timing().position()).sorted().toList();
        findings.same(
                "positions" + like, IntStream.range(0, cells.size()).boxed().toList(), "one after the other", places);
        ThroughputCell any = cells.get(0);
        findings.same(
                "engines" + like,
                (any.mode().trains() ? trainers(any.division()) : result.engineIds(any.division()))
                        .stream().sorted().toList(),
                "all of the division",
                engines(cells, null));
        // Older campaigns had them of the first engine alone.
        findings.same(
                "engines that have the delayed control" + like,
                engines(cells, ControlArm.AGAIN),
                "those that have the other one",
                engines(cells, ControlArm.DELAYED));
    }

    private static List<String> engines(List<ThroughputCell> cells, @Nullable ControlArm arm) {
        return cells.stream()
                .filter(cell -> cell.control() == arm)
                .map(CellResult::engine)
                .sorted()
                .toList();
    }
}
