package io.enginebench.campaign.plan;

import io.enginebench.record.Mistakes;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What of a request tells how to train, checked.
 *
 * @param threads of each engine
 * @param jobs worker processes side by side
 * @param recipes by the ids of the tasks
 * @param targets by the ids of the tasks that have one
 * @param endsAtTarget whether trainings end with the first epoch that reaches it
 * @param rounds of timing after the trainings
 * @param look whether timing is a look: at the first network on the first task alone, in few windows
 * @param nudged whether every training of the clean protocol is repeated as the control of itself
 * @param timingControls whether the rounds have controls
 */
record TrainingSelection(
        Preset preset,
        List<Protocol> protocols,
        List<Long> seeds,
        int threads,
        int jobs,
        Map<String, HyperParameters> recipes,
        Map<String, Double> targets,
        boolean endsAtTarget,
        int rounds,
        boolean look,
        boolean nudged,
        boolean timingControls) {
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_EPOCHS = 10_000;

    TrainingSelection {
        protocols = List.copyOf(protocols);
        seeds = List.copyOf(seeds);
        recipes = Map.copyOf(recipes);
        targets = Map.copyOf(targets);
    }

    /** What the request comes to; where it is wrong, something harmless, so that the rest can be checked too. */
    static TrainingSelection of(PlanRequest request, Selection selection, int cores, Mistakes mistakes) {
        Optional<Preset> named = Optional.ofNullable(request.preset).flatMap(Preset::named);
        mistakes.unless(
                request.preset == null || named.isPresent(),
                "preset",
                "one of quick, seed, full",
                "'" + request.preset + "'");
        Preset preset = named.orElse(Preset.NONE);
        List<Protocol> protocols = Selection.chosen(
                mistakes, "protocol", request.protocols, List.of(Protocol.values()), preset.protocols());
        mistakes.unless(
                !protocols.equals(List.of(Protocol.NOTEBOOK))
                        || selection.tasks().isEmpty()
                        || selection.tasks().stream().anyMatch(task -> task.split() instanceof Split.KFold),
                "protocol",
                "clean for tasks without folds (%s)"
                        .formatted(selection.tasks().stream()
                                .map(TaskDescriptor::id)
                                .collect(Collectors.joining(", "))),
                "notebook");
        int seeds = mistakes.within("seeds", request.seeds, preset.seeds(), 1, MOST_SEEDS);
        int threads = mistakes.within("threads", request.threads, 1, 1, cores);
        // Who asks for a target asks how long it takes, which only a training that is alone can tell.
        // And cores share a GPU.
        boolean sideBySide = (preset.sideBySide() || seeds > 1)
                && request.targets.isEmpty()
                && request.devices.stream().allMatch(device -> device.equals("cpu"));
        int jobs = mistakes.within(
                "jobs", request.jobs, sideBySide ? Math.max(1, cores / Math.max(1, threads)) : 1, 1, cores);
        mistakes.within("epochs", request.epochs, 1, 1, MOST_EPOCHS);
        mistakes.within("batch", request.batch, 1, 1, PlanRequest.MOST_ROWS);
        mistakes.within("samples", request.samples, 1, 1, PlanRequest.MOST_ROWS);
        Map<String, Double> targets = Targets.of(request.targets, selection.tasks(), mistakes);
        mistakes.unless(
                !request.endsAtTarget || !request.targets.isEmpty(), "--end-at-target", "with a --target", "none");
        int rounds = mistakes.within("rounds", request.rounds, preset.rounds(), 0, TimingPlanner.MOST_ROUNDS);
        boolean look = preset == Preset.QUICK && request.rounds == null;
        return new TrainingSelection(
                preset,
                protocols,
                LongStream.range(selection.seed(), selection.seed() + seeds)
                        .boxed()
                        .toList(),
                threads,
                jobs,
                mistakes.isEmpty()
                        ? selection.tasks().stream()
                                .collect(Collectors.toMap(
                                        TaskDescriptor::id, task -> override(preset.adapt(task), request)))
                        : Map.of(),
                targets,
                request.endsAtTarget,
                rounds,
                look,
                Boolean.TRUE.equals(request.controls),
                look ? Boolean.TRUE.equals(request.controls) : TimingRounds.controlled(request.controls, rounds));
    }

    /** How the task is trained. */
    HyperParameters recipe(TaskDescriptor task) {
        return Objects.requireNonNull(recipes.get(task.id()));
    }

    /** A training of the task. */
    QualitySpec spec(TaskDescriptor task, Setting setting, HyperParameters recipe) {
        QualitySpec spec = new QualitySpec(task, setting, recipe, targets.get(task.id()));
        return endsAtTarget && spec.target() != null ? spec.endingThere() : spec;
    }

    private static HyperParameters override(HyperParameters base, PlanRequest request) {
        return base.with(
                Objects.requireNonNullElse(request.epochs, base.epochs()),
                Objects.requireNonNullElse(request.batch, base.globalBatchSize()),
                request.samples == null ? base.trainSamples() : request.samples);
    }
}
