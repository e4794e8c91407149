package io.enginebench.analysis.verify;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.DataRecord;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cells are those of a plan: each named after what it is, none twice, none left out. The plan itself is not in
 * the result, so its hash is held only by the content hash.
 */
final class PlanChecks {
    private final RunResult result;
    private final Findings findings;
    private final List<String> engines;
    private final Map<String, TaskDescriptor> tasks;

    private PlanChecks(RunResult result, Findings findings) {
        this.result = result;
        this.findings = findings;
        engines = result.engineIds();
        byId("engines", result.engines(), record -> record.id() + " with " + record.numThreads() + " threads");
        tasks = byId("tasks", result.tasks(), TaskDescriptor::id);
    }

    static void of(RunResult result, Findings findings) {
        PlanChecks checks = new PlanChecks(result, findings);
        checks.data();
        checks.byId("cells", result.cells(), CellResult::id);
        for (int i = 0; i < result.cells().size(); i++) {
            checks.cell("cells[" + i + "]", result.cells().get(i));
        }
        checks.grid();
        checks.rounds();
    }

    private <T> Map<String, T> byId(String where, List<T> all, Function<T, String> id) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            findings.unless(
                    map.put(id.apply(all.get(i)), all.get(i)) == null,
                    where + "[" + i + "].id",
                    "different from every other",
                    id.apply(all.get(i)));
        }
        return map;
    }

    private void data() {
        Map<String, DataRecord> known = byId("data", result.data(), DataRecord::task);
        findings.same("data[].task", tasks.keySet(), "the tasks", known.keySet());
        for (int i = 0; i < result.data().size(); i++) {
            DataRecord data = result.data().get(i);
            String where = "data[" + i + "]";
            findings.same(
                    where + ".sha256",
                    DataRecord.sha256Of(data.files()),
                    "from the hashes of its files",
                    data.sha256());
            findings.unless(!data.study() || data.verified(), where + ".study", "false for unverified files", true);
        }
    }

    private void cell(String where, CellResult cell) {
        List<EngineRecord> records = result.engines().stream()
                .filter(record -> record.id().equals(cell.engine()))
                .toList();
        TaskDescriptor task = tasks.get(cell.task());
        findings.unless(!records.isEmpty(), where + ".engine", "one of " + engines, cell.engine());
        findings.unless(task != null, where + ".task", "one of " + tasks.keySet(), cell.task());
        if (task != null) {
            findings.unless(
                    task.models().contains(cell.model()), where + ".model", "one of " + task.models(), cell.model());
        }
        if (!records.isEmpty() && cell.status() == CellStatus.OK) {
            ranOn(where, cell, records);
        }
        if (cell.status() == CellStatus.INTERRUPTED) {
            findings.same(
                    "campaign.termination",
                    Termination.INTERRUPTED.json(),
                    "from " + where,
                    result.campaign().termination().json());
        }
        if (cell instanceof QualityCell quality) {
            findings.same(where + ".id", QualitySpec.id(quality.setting()), "from what the cell is", quality.id());
        } else if (cell instanceof CrossCell cross) {
            cross(where, cross);
        }
    }

    /** An engine that gives figures was ready, on the cell's device and with its number of threads. */
    private void ranOn(String where, CellResult cell, List<EngineRecord> records) {
        List<@Nullable Integer> threads = records.stream()
                .map(EngineRecord::numThreads)
                .filter(Objects::nonNull)
                .toList();
        findings.unless(
                threads.isEmpty() || threads.contains(cell.numThreads()),
                where + ".num_threads",
                threads.stream().map(String::valueOf).collect(Collectors.joining(" or ")) + " (the engine's)",
                cell.numThreads());
        EngineRecord engine = records.stream()
                .filter(record -> Objects.equals(record.numThreads(), cell.numThreads()))
                .findFirst()
                .orElse(records.get(0));
        findings.same(
                where + ".status",
                EngineStatus.READY.json(),
                "what an engine must be to give figures",
                engine.status().json());
        findings.unless(
                cell.device().equals(engine.device())
                        || (cell.device().equals("gpu") && "gpu:0".equals(engine.device())),
                where + ".device",
                "the engine's " + engine.device(),
                cell.device());
    }

    private void cross(String where, CrossCell cross) {
        findings.same(
                where + ".id", CrossSpec.id(cross.trainedCell(), cross.engine()), "from what the cell is", cross.id());
        List<QualityCell> trained = result.qualityCells().stream()
                .filter(cell -> cell.id().equals(cross.trainedCell()))
                .toList();
        findings.unless(trained.size() == 1, where + ".trained_cell", "the id of a training", cross.trainedCell());
        for (QualityCell cell : trained) {
            findings.same(where + ".trained_on", cell.engine(), "the trained cell's engine", cross.trainedOn());
            findings.same(
                    where + ": what the training and the answering have in common",
                    cell.setting().shared(),
                    "the trained cell's",
                    cross.setting().shared());
        }
    }

    /** Every engine has every fold of every seed of a task, model and protocol. */
    private void grid() {
        Map<List<Object>, Map<String, Set<List<@Nullable Object>>>> grid = new LinkedHashMap<>();
        for (QualityCell cell : result.qualityCells()) {
            Map<String, Set<List<@Nullable Object>>> ofEngine = grid.computeIfAbsent(
                    List.of(cell.task(), cell.model(), cell.protocol().json()), key -> new LinkedHashMap<>());
            engines.forEach(engine -> ofEngine.computeIfAbsent(engine, key -> new LinkedHashSet<>()));
            Set<List<@Nullable Object>> own = ofEngine.get(cell.engine());
            if (own != null) {
                findings.unless(
                        own.add(Arrays.asList(cell.seed(), cell.fold())),
                        "trainings of %s on %s".formatted(grid.keySet(), cell.engine()),
                        "without duplicates",
                        "seed " + cell.seed() + " and fold " + cell.fold() + " twice");
            }
        }
        grid.forEach((group, ofEngine) -> {
            Set<@Nullable Object> seeds = ofEngine.values().stream()
                    .flatMap(Set::stream)
                    .map(cell -> cell.get(0))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Set<List<@Nullable Object>> expected = new HashSet<>();
            for (Object seed : seeds) {
                folds(String.valueOf(group.get(0))).forEach(fold -> expected.add(Arrays.asList(seed, fold)));
            }
            ofEngine.forEach((engine, cells) -> findings.unless(
                    cells.equals(expected),
                    "trainings of %s on %s".formatted(group, engine),
                    "every fold of the seeds " + seeds,
                    "seeds and folds " + cells));
        });
    }

    private List<@Nullable Integer> folds(String task) {
        TaskDescriptor descriptor = tasks.get(task);
        List<@Nullable Integer> folds = new ArrayList<>();
        if (descriptor != null && descriptor.split() instanceof Split.KFold split) {
            IntStream.range(0, split.folds()).forEach(folds::add);
        } else {
            folds.add(null);
        }
        return folds;
    }

    /** The cells of a round have places of their own, and rounds are numbered from 1 without a gap. */
    private void rounds() {
        Map<List<Object>, Map<Integer, List<Integer>>> rounds = new HashMap<>();
        for (ThroughputCell cell : result.throughputCells()) {
            rounds.computeIfAbsent(
                            List.of(
                                    cell.task(),
                                    cell.model(),
                                    cell.mode().json(),
                                    cell.globalBatchSize(),
                                    cell.numThreads(),
                                    cell.control() != null),
                            key -> new LinkedHashMap<>())
                    .computeIfAbsent(cell.round(), key -> new ArrayList<>())
                    .add(cell.timing().position());
        }
        rounds.forEach((group, ofRound) -> {
            findings.same(
                    "rounds of " + group,
                    IntStream.rangeClosed(1, ofRound.size()).boxed().collect(Collectors.toSet()),
                    "without a gap",
                    Set.copyOf(ofRound.keySet()));
            ofRound.forEach((round, positions) -> findings.unless(
                    new HashSet<>(positions).size() == positions.size(),
                    "positions in round " + round + " of " + group,
                    "different",
                    Objects.toString(positions)));
        });
    }
}
