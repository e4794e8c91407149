package io.enginebench.campaign.plan;

import io.enginebench.campaign.process.Tuning;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Setting;
import io.enginebench.record.job.Job;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a request as a whole and expands it into a plan. */
public final class Planner {
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_EPOCHS = 10_000;
    private static final int MOST_ROWS = 10_000_000;
    static final long MOST_SEED = 1L << 40;

    private final TaskCatalog catalog;
    private final List<String> knownEngines;
    private final List<String> usualEngines;
    private final int cores;

    /**
     * A planner.
     *
     * @param knownEngines ids of the engines that are built here
     * @param usualEngines those of them that take part in a request that names none
     * @param cores of this machine: the most threads, and the most jobs side by side
     */
    public Planner(TaskCatalog catalog, List<String> knownEngines, List<String> usualEngines, int cores) {
        this.catalog = catalog;
        this.knownEngines = List.copyOf(knownEngines);
        this.usualEngines = List.copyOf(usualEngines);
        this.cores = cores;
    }

    /**
     * The plan for a request.
     *
     * @throws Usage with every mistake of the request, one a line
     */
    public Plan plan(PlanRequest request) {
        Mistakes mistakes = new Mistakes();
        Preset preset = mistakes.named("preset", request.preset(), Preset.NONE, Preset::named, "quick, seed, full");
        List<String> engines = numbered(mistakes.known("engine", request.engines(), knownEngines, usualEngines));
        List<String> taskIds = mistakes.chosen("task", request.tasks(), catalog.ids());
        List<TaskDescriptor> tasks = catalog.all().stream()
                .filter(task -> taskIds.contains(task.id()))
                .toList();
        List<String> models = mistakes.chosen(
                "model",
                request.models(),
                tasks.stream()
                        .flatMap(task -> task.models().stream())
                        .distinct()
                        .toList());
        List<Protocol> protocols = request.protocols().isEmpty()
                ? preset.protocols()
                : mistakes.chosen("protocol", request.protocols(), List.of("clean", "notebook")).stream()
                        .flatMap(name -> Protocol.named(name).stream())
                        .toList();
        String device = Objects.requireNonNullElse(request.device(), "cpu");
        mistakes.unless(device.matches("cpu|gpu|gpu:[0-9]{1,3}"), "device", "cpu, gpu or gpu:N", device);
        String env = Objects.requireNonNullElse(request.env(), Tuning.NAMES.get(0));
        mistakes.unless(
                Tuning.NAMES.contains(env), "env", "one of " + String.join(", ", Tuning.NAMES), "'" + env + "'");
        int seeds = mistakes.within("seeds", request.seeds(), preset.seeds(), 1, MOST_SEEDS);
        int threads = mistakes.within("threads", request.threads(), 1, 1, cores);
        // Who asks for a target asks how long it takes, which only a training that is alone can tell.
        boolean sideBySide =
                (preset.sideBySide() || seeds > 1) && request.targets().isEmpty();
        int jobs = mistakes.within("jobs", request.jobs(), sideBySide ? Math.max(1, cores / threads) : 1, 1, cores);
        long firstSeed = Objects.requireNonNullElse(request.firstSeed(), 1L);
        mistakes.unless(firstSeed >= 0 && firstSeed <= MOST_SEED, "seed", "0.." + MOST_SEED, firstSeed);
        mistakes.within("epochs", request.epochs(), 1, 1, MOST_EPOCHS);
        mistakes.within("batch", request.batch(), 1, 1, MOST_ROWS);
        mistakes.within("samples", request.samples(), 1, 1, MOST_ROWS);
        Map<String, Double> targets = Targets.of(request.targets(), tasks, mistakes);
        int rounds = mistakes.within("rounds", request.rounds(), preset.rounds(), 0, TimingPlanner.MOST_ROUNDS);
        mistakes.throwAny();

        List<Round> trainings = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            for (TaskDescriptor task : tasks) {
                HyperParameters hyper = override(preset.adapt(task.hyperParameters()), request);
                for (String model :
                        task.models().stream().filter(models::contains).toList()) {
                    for (Protocol protocol : protocols) {
                        if (protocol == Protocol.NOTEBOOK && task.split() instanceof Split.HoldOut) {
                            continue; // Without folds the notebook did nothing that a clean run does not.
                        }
                        Setting first =
                                new Setting(engines.get(0), device, threads, task.id(), model, protocol, null, seed);
                        trainings.add(training(task, first, hyper, targets.get(task.id()), engines));
                    }
                }
            }
        }
        if (trainings.isEmpty()) {
            throw new Usage(List.of("protocol must be clean for tasks without folds ("
                    + String.join(", ", tasks.stream().map(TaskDescriptor::id).toList()) + "), got notebook"));
        }
        return new Plan(
                preset.id(),
                engines,
                tasks,
                env,
                jobs,
                List.of(
                        new Stage(Stage.Kind.TRAIN, trainings),
                        new Stage(Stage.Kind.ASK, crossEvaluations(trainings, firstSeed)),
                        new Stage(
                                Stage.Kind.TIME,
                                timings(
                                        tasks,
                                        models,
                                        override(request),
                                        engines,
                                        device,
                                        threads,
                                        firstSeed,
                                        rounds))));
    }

    /** Timing rounds of training with the task's own batch and of inference with the same. */
    private static List<Round> timings(
            List<TaskDescriptor> tasks,
            List<String> models,
            Function<TaskDescriptor, Integer> batch,
            List<String> engines,
            String device,
            int threads,
            long seed,
            int rounds) {
        List<TimingRounds.Group> groups = new ArrayList<>();
        for (TaskDescriptor task : tasks) {
            for (String model : task.models().stream().filter(models::contains).toList()) {
                for (Mode mode : Mode.USUAL) {
                    groups.add(new TimingRounds.Group(task, model, mode, batch.apply(task), threads));
                }
            }
        }
        return new TimingRounds(groups, engines, device, seed, rounds, rounds >= TimingRounds.FEWEST_FOR_CONTROLS)
                .inOrder();
    }

    private static Function<TaskDescriptor, Integer> override(PlanRequest request) {
        return task -> Objects.requireNonNullElse(
                request.batch(), task.hyperParameters().globalBatchSize());
    }

    /** A training on each engine, which serves the folds in turn. */
    private static Round training(
            TaskDescriptor task, Setting first, HyperParameters hyper, @Nullable Double target, List<String> engines) {
        Stream<@Nullable Integer> folds = task.split() instanceof Split.KFold split
                ? IntStream.range(0, split.folds()).boxed()
                : Stream.of((Integer) null);
        List<Setting> settings = folds.map(first::inFold).toList();
        return new Round(engines.stream()
                .<Job.OfCells>map(engine -> new Job.Train(
                        settings.stream()
                                .map(setting -> new QualitySpec(task, setting.on(engine), hyper, target))
                                .toList(),
                        first.protocol() == Protocol.NOTEBOOK))
                .toList());
    }

    /** What each engine learnt from the first seed under the clean protocol, asked on each other engine. */
    private static List<Round> crossEvaluations(List<Round> trainings, long firstSeed) {
        Map<String, Map<String, Set<CrossSpec>>> tasks = new LinkedHashMap<>();
        for (Round round : trainings) {
            for (CellSpec cell : round.cells()) {
                for (Job other : round.jobs()) {
                    String engine = other.placement().engine();
                    if (cell instanceof QualitySpec trained
                            && trained.seed() == firstSeed
                            && trained.protocol() == Protocol.CLEAN
                            && !trained.engine().equals(engine)) {
                        tasks.computeIfAbsent(trained.task().id(), task -> new LinkedHashMap<>())
                                .computeIfAbsent(engine, one -> new LinkedHashSet<>())
                                .add(new CrossSpec(trained, engine));
                    }
                }
            }
        }
        return tasks.values().stream()
                .map(engines -> new Round(engines.values().stream()
                        .<Job.OfCells>map(cells -> new Job.Ask(List.copyOf(cells)))
                        .toList()))
                .toList();
    }

    /** The same with a number behind an engine's second and later appearances, so that A/A has two names. */
    static List<String> numbered(List<String> engines) {
        Map<String, Integer> seen = new HashMap<>();
        return engines.stream()
                .map(engine -> {
                    int times = seen.merge(engine, 1, Integer::sum);
                    return times == 1 ? engine : engine + "." + times;
                })
                .toList();
    }

    private static HyperParameters override(HyperParameters base, PlanRequest request) {
        return new HyperParameters(
                Objects.requireNonNullElse(request.epochs(), base.epochs()),
                Objects.requireNonNullElse(request.batch(), base.globalBatchSize()),
                base.optName(),
                base.optBaseLearningRate(),
                base.optEpsilon(),
                request.samples() == null ? base.trainSamples() : request.samples(),
                base.evalSamples());
    }
}
