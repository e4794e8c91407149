package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Mistakes;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a request as a whole and expands it into a plan. */
public record Planner(Offer offer) {
    /**
     * The plan for a request.
     *
     * @throws Usage with every mistake of the request, one a line
     */
    public Plan plan(PlanRequest request) {
        Mistakes mistakes = new Mistakes();
        Selection selection = Selection.of(request, offer, offer.usual(), List.of(Division.TUNED), mistakes);
        TrainingSelection trainings = TrainingSelection.of(request, selection, offer.cores(), mistakes);
        Usage.refuse(mistakes);
        return expand(
                request,
                selection.ready(offer, trainings.threads()),
                trainings,
                offer.costs().of(selection.networks()));
    }

    private Plan expand(
            PlanRequest request,
            Selection selection,
            TrainingSelection trainings,
            Map<TaskNetwork, ModelRecord> costs) {
        List<Round> rounds = new ArrayList<>();
        for (long seed : trainings.seeds()) {
            for (TaskNetwork network : selection.networks()) {
                for (Protocol protocol : trainings.protocols()) {
                    // Without folds the notebook did nothing that a clean run does not.
                    if (protocol == Protocol.CLEAN || network.task().split() instanceof Split.KFold) {
                        for (Division division : selection.divisions()) {
                            Setting setting = selection.setting(network, division, trainings.threads(), protocol, seed);
                            HyperParameters recipe =
                                    Evaluating.sized(trainings.recipe(network.task()), costs.get(network));
                            rounds.add(training(
                                    network.task(), recipe, setting, selection, trainings, costs.get(network)));
                        }
                    }
                }
            }
        }
        List<Stage> stages = List.of(
                new Stage(Stage.Kind.TRAIN, rounds),
                new Stage(Stage.Kind.ASK, crossEvaluations(rounds, selection)),
                new Stage(Stage.Kind.TIME, timings(selection, trainings, costs)));
        return new Plan(
                trainings.preset().id(),
                engines(selection, stages),
                selection.tasks(),
                selection.env(),
                trainings.jobs(),
                stages,
                selection.reference(),
                offer.plugins(),
                request.allowNoParity ? true : null,
                selection.retries(),
                selection.maxMemoryMb(),
                null);
    }

    /** One that nobody named and that has nothing to do, as an engine that only answers where nothing is asked, is none of the plan's. */
    private static List<String> engines(Selection selection, List<Stage> stages) {
        Set<String> busy = stages.stream()
                .flatMap(stage -> stage.rounds().stream())
                .flatMap(round -> round.jobs().stream())
                .map(job -> job.placement().engine())
                .collect(Collectors.toSet());
        return selection.engines().stream()
                .filter(engine -> selection.named() || busy.contains(engine))
                .toList();
    }

    /** Timing rounds of training with the task's own batch and of inference with the same. */
    private static List<Round> timings(
            Selection selection, TrainingSelection trainings, Map<TaskNetwork, ModelRecord> costs) {
        List<TimingRounds.Group> groups = new ArrayList<>();
        List<TaskNetwork> networks = selection.networks();
        for (TaskNetwork network : trainings.look() ? networks.subList(0, 1) : networks) {
            for (Mode mode : Mode.USUAL) {
                int batch = trainings.recipe(network.task()).globalBatchSize();
                selection
                        .divisions()
                        .forEach(division -> groups.add(
                                new TimingRounds.Group(network, division, mode, batch, trainings.threads())));
            }
        }
        return new TimingRounds(
                        groups, selection, costs, trainings.rounds(), trainings.timingControls(), trainings.look())
                .inOrder();
    }

    /** A training on each engine, which serves the folds in turn; then, with controls, each once more from nudged weights. */
    private static Round training(
            TaskDescriptor task,
            HyperParameters recipe,
            Setting any,
            Selection selection,
            TrainingSelection trainings,
            @Nullable ModelRecord network) {
        Stream<@Nullable Integer> folds = task.split() instanceof Split.KFold split
                ? IntStream.range(0, split.folds()).boxed()
                : Stream.of((Integer) null);
        List<Setting> settings = folds.map(any::inFold).toList();
        List<List<QualitySpec>> cells = selection.engines(any.division(), true).stream()
                .map(engine -> settings.stream()
                        .map(setting -> trainings.spec(task, selection.on(engine, setting), recipe))
                        .toList())
                .toList();
        boolean carryWeights = any.protocol() == Protocol.NOTEBOOK;
        Stream<List<QualitySpec>> controls = trainings.nudged() && !carryWeights
                ? cells.stream()
                        .map(folded -> folded.stream().map(QualitySpec::nudged).toList())
                : Stream.of();
        List<Job.OfCells> jobs = Stream.concat(cells.stream(), controls)
                .<Job.OfCells>map(one -> new Job.Train(one, carryWeights))
                .toList();
        return new Round(jobs, jobs.size() * settings.size() * seconds(recipe, network));
    }

    /** About what a training takes, its process included. */
    private static double seconds(HyperParameters recipe, @Nullable ModelRecord network) {
        int rows = Objects.requireNonNullElse(recipe.trainSamples(), WindowPlan.USUAL_ROWS);
        double steps = Math.ceil(rows / (double) recipe.globalBatchSize()) * recipe.epochs();
        return WindowPlan.PROCESS_SECONDS
                + steps * WindowPlan.stepMillis(Mode.TRAIN, recipe.globalBatchSize(), network) / 1e3;
    }

    /** What each engine that trains learnt from the first seed under the clean protocol, asked on each other engine. */
    private static List<Round> crossEvaluations(List<Round> trainings, Selection selection) {
        Map<List<Object>, Map<String, Set<CrossSpec>>> tasks = new LinkedHashMap<>();
        for (Round round : trainings) {
            for (CellSpec cell : round.cells()) {
                for (String engine : selection.engines(cell.division(), false)) {
                    if (cell instanceof QualitySpec trained
                            && trained.seed() == selection.seed()
                            && trained.protocol() == Protocol.CLEAN
                            && trained.control() == null
                            && selection.trains(trained.engine())
                            && !trained.engine().equals(engine)) {
                        tasks.computeIfAbsent(
                                        List.of(trained.task().id(), trained.division()), task -> new LinkedHashMap<>())
                                .computeIfAbsent(engine, one -> new LinkedHashSet<>())
                                .add(new CrossSpec(trained, selection.on(engine, trained.setting())));
                    }
                }
            }
        }
        return tasks.values().stream()
                .map(engines -> new Round(
                        engines.values().stream()
                                .<Job.OfCells>map(cells -> new Job.Ask(List.copyOf(cells)))
                                .toList(),
                        null))
                .toList();
    }
}
