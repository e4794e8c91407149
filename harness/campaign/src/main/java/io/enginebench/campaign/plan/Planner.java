package io.enginebench.campaign.plan;

import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.Mistakes;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
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
        Selection selection = Selection.of(request, offer, mistakes);
        Trainings trainings = Trainings.of(request, selection, offer.cores(), mistakes);
        Usage.refuse(mistakes);
        return expand(selection, trainings);
    }

    private static Plan expand(Selection selection, Trainings trainings) {
        List<PlannedJob> planned = new ArrayList<>();
        for (long seed : trainings.seeds()) {
            for (TaskDescriptor task : selection.tasks()) {
                for (String model : selection.modelsOf(task)) {
                    for (Protocol protocol : trainings.protocols()) {
                        if (protocol == Protocol.NOTEBOOK && task.split() instanceof Split.HoldOut) {
                            continue; // Without folds the notebook did nothing that a clean run does not.
                        }
                        planned.addAll(jobs(
                                new Choice(
                                        task,
                                        model,
                                        protocol,
                                        seed,
                                        trainings.recipe(task),
                                        trainings.targets().get(task.id())),
                                selection.engines(),
                                selection.device(),
                                trainings.threads()));
                    }
                }
            }
        }
        planned.addAll(crossEvaluations(planned, selection.seed()));
        planned.addAll(timings(selection, trainings));
        return new Plan(
                trainings.preset().id(),
                selection.engines(),
                selection.tasks(),
                selection.device(),
                selection.env(),
                trainings.threads(),
                trainings.jobs(),
                planned);
    }

    /** Timing rounds of training with the task's own batch and of inference with the same. */
    private static List<PlannedJob> timings(Selection selection, Trainings trainings) {
        List<Rounds.Group> groups = new ArrayList<>();
        for (TaskDescriptor task : selection.tasks()) {
            for (String model : selection.modelsOf(task)) {
                for (Mode mode : Mode.USUAL) {
                    groups.add(new Rounds.Group(
                            task, model, mode, trainings.recipe(task).globalBatchSize(), trainings.threads()));
                }
            }
        }
        return new Rounds(
                        groups,
                        selection.engines(),
                        selection.device(),
                        selection.seed(),
                        trainings.rounds(),
                        trainings.rounds() >= Rounds.FEWEST_FOR_CONTROLS)
                .jobs();
    }

    private record Choice(
            TaskDescriptor task,
            String model,
            Protocol protocol,
            long seed,
            HyperParameters hyper,
            @Nullable Double target) {}

    /** The jobs of one task, model, protocol and seed: one of each engine, which serves the folds in turn. */
    private static List<PlannedJob> jobs(Choice choice, List<String> engines, String device, int threads) {
        Function<@Nullable Integer, Function<String, QualitySpec>> cell = fold -> engine -> new QualitySpec(
                QualitySpec.id(choice.task().id(), choice.model(), choice.protocol(), engine, choice.seed(), fold),
                engine,
                device,
                choice.task(),
                choice.model(),
                choice.protocol(),
                fold,
                choice.seed(),
                threads,
                choice.hyper(),
                choice.target());
        int folds = choice.task().split() instanceof Split.KFold split ? split.folds() : 0;
        List<PlannedJob> jobs = new ArrayList<>();
        for (String engine : engines) {
            List<CellSpec> cells = folds == 0
                    ? List.of(cell.apply(null).apply(engine))
                    : IntStream.range(0, folds)
                            .<CellSpec>mapToObj(fold -> cell.apply(fold).apply(engine))
                            .toList();
            jobs.add(new PlannedJob(cells, choice.protocol() == Protocol.NOTEBOOK));
        }
        return jobs;
    }

    /** What each engine learnt from the first seed under the clean protocol, asked on each other engine. */
    private static List<PlannedJob> crossEvaluations(List<PlannedJob> trainings, long firstSeed) {
        Map<List<String>, List<CellSpec>> jobs = new LinkedHashMap<>();
        for (PlannedJob training : trainings) {
            for (PlannedJob other : trainings) {
                if (training.engine().equals(other.engine()) || !training.task().equals(other.task())) {
                    continue;
                }
                String engine = other.engine();
                List<CellSpec> cells = jobs.computeIfAbsent(List.of(training.task(), engine), key -> new ArrayList<>());
                for (CellSpec cell : training.cells()) {
                    QualitySpec trained = (QualitySpec) cell;
                    if (trained.seed() == firstSeed && trained.protocol() == Protocol.CLEAN) {
                        CrossSpec asked = CrossSpec.of(trained, engine);
                        if (!cells.contains(asked)) {
                            cells.add(asked);
                        }
                    }
                }
            }
        }
        return jobs.values().stream()
                .filter(cells -> !cells.isEmpty())
                .map(cells -> new PlannedJob(cells, false))
                .toList();
    }
}
