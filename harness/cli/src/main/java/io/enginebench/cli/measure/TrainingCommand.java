package io.enginebench.cli.measure;

import io.enginebench.campaign.plan.PlanRequest;
import io.enginebench.campaign.plan.Planner;
import io.enginebench.campaign.plan.Preset;
import io.enginebench.campaign.plan.TaskCatalog;
import io.enginebench.cli.terminal.Offered;
import io.enginebench.data.sources.DataStore;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code compare} and {@code run} share: the flags of trainings. */
abstract class TrainingCommand extends CampaignCommand {

    @Option(
            names = "--preset",
            completionCandidates = Offered.Presets.class,
            paramLabel = "NAME",
            description = "quick, seed or full; without one, each task's own settings")
    @Nullable
    String preset;

    @Option(
            names = "--protocol",
            split = ",",
            paramLabel = "P",
            description = "clean, notebook or both: clean,notebook")
    List<String> protocols = List.of();

    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds")
    @Nullable
    Integer seeds;

    @Option(names = "--threads", paramLabel = "N", description = "threads of each engine (1)")
    @Nullable
    Integer threads;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training rows")
    @Nullable
    Integer epochs;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description =
                    "rows in a training step; several: every task once for each, as a task of its own (fashion-batch64)")
    List<Integer> batches = List.of();

    @Option(names = "--samples", paramLabel = "N", description = "training rows, drawn by the seed")
    @Nullable
    Integer samples;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "trainings side by side (cores / threads with several seeds or the preset quick or seed, on CPUs and without a target, else 1); with more than 1, their times are not shown")
    @Nullable
    Integer jobs;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "rounds of timing after the trainings (0; full: 10; quick: 5, of the first network)")
    @Nullable
    Integer rounds;

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "T",
            description =
                    "score every epoch, outside the clock, and tell when it is reached: an accuracy for each classification (0.88), or TASK=SCORE (navigability=0.5, a squared error); trainings then run one at a time unless --jobs says otherwise")
    List<String> targets = List.of();

    @Option(
            names = "--end-at-target",
            description =
                    "end a training with the first epoch that reaches its target, however many epochs it has left; figures are then of that epoch")
    boolean endsAtTarget;

    final Asked asked(
            List<String> engines, List<String> named, @Nullable String reference, @Nullable Boolean controls) {
        TaskCatalog.Chosen tasks = swept(program.tasks(looked(named)));
        PlanRequest request = fill(new PlanRequest(), engines, tasks);
        request.reference = reference;
        request.preset = preset;
        request.protocols = protocols;
        request.seeds = seeds;
        request.threads = threads;
        request.epochs = epochs;
        request.batch = batches.size() == 1 ? batches.get(0) : null;
        request.samples = samples;
        request.jobs = jobs;
        request.rounds = rounds;
        request.targets = targets;
        request.endsAtTarget = endsAtTarget;
        request.controls = controls;
        return new Asked(tasks, offer -> new Planner(offer).plan(request));
    }

    /** The tasks that were named, or of a look the usual ones whose real rows can be had: stand-ins tell nothing of anybody's data. */
    private List<String> looked(List<String> named) {
        if (!named.isEmpty() || !Preset.QUICK.id().equals(preset)) {
            return named;
        }
        TaskCatalog.Chosen usual = program.tasks(named);
        DataStore store = new DataStore(program.home().cache(), line -> {});
        Map<Boolean, List<String>> real = usual.catalog().all().stream()
                .filter(task -> usual.catalog().usual().contains(task.id()))
                .collect(Collectors.partitioningBy(
                        task -> store.canBeHad(task, workers.data(usual)),
                        Collectors.mapping(TaskDescriptor::id, Collectors.toList())));
        List<String> without = Objects.requireNonNull(real.get(false));
        List<String> with = Objects.requireNonNull(real.get(true));
        if (without.isEmpty() || with.isEmpty()) {
            return named;
        }
        program.say(
                "%s: no part of a look, for their files are not here; next: ./bench data fetch, or --tasks %s for synthetic stand-ins"
                        .formatted(String.join(", ", without), String.join(",", without)));
        return with;
    }

    /** The tasks for each size of batch, where there are several. */
    private TaskCatalog.Chosen swept(TaskCatalog.Chosen tasks) {
        if (batches.size() < 2) {
            return tasks;
        }
        if (batches.stream().anyMatch(size -> size < 1 || size > PlanRequest.MOST_ROWS)
                || Set.copyOf(batches).size() < batches.size()) {
            throw new Usage("--batch", "1.." + PlanRequest.MOST_ROWS + ", and no two the same", batches);
        }
        return tasks.inBatchesOf(batches);
    }
}
