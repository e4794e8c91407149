package io.enginebench.campaign.plan;

import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.campaign.engine.Appearance;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.ground.BenchException;
import io.enginebench.record.Mistakes;
import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What of a request every plan needs, checked.
 *
 * @param appearances in the order asked for
 * @param named whether the request names its engines
 * @param variants ids of the engines that are one engine's other way to run a network, of which the tutorials know nothing
 * @param training ids of the engines that do more than answer
 * @param divisions without doubles
 * @param tasks that have one of the networks, in the catalog's order, with the optimiser that was asked for
 * @param models the networks asked for; empty for each task's first
 * @param seed the first
 * @param reference the engine that every other is compared with; null: each two are
 * @param retries 1: what lost its process is tried once more; null: nothing is
 * @param maxMemoryMb 10^6 bytes that a worker may hold resident; null for any number
 */
record Selection(
        List<Appearance> appearances,
        boolean named,
        List<String> variants,
        List<String> training,
        List<Division> divisions,
        List<TaskDescriptor> tasks,
        List<String> models,
        String env,
        long seed,
        @Nullable String reference,
        @Nullable Integer retries,
        @Nullable Integer maxMemoryMb) {
    static final long MOST_SEED = 1L << 40;
    private static final int MOST_MEGABYTES = 1_000_000_000;
    private static final String NO_REFERENCE = "none";

    Selection {
        appearances = List.copyOf(appearances);
        variants = List.copyOf(variants);
        training = List.copyOf(training);
        divisions = List.copyOf(divisions);
        models = List.copyOf(models);
        tasks = List.copyOf(tasks);
    }

    /**
     * What the request comes to; where it is wrong, something harmless, so that the rest can be checked too.
     *
     * @param usualEngines that take part where none is named
     * @param usualDivisions likewise
     */
    static Selection of(
            SelectionRequest request,
            Offer offer,
            List<String> usualEngines,
            List<Division> usualDivisions,
            Mistakes mistakes) {
        List<String> engines = mistakes.known("engine", request.engines, offer.ids(), usualEngines);
        List<String> variants = offer.ids(Offer.Engine::variant);
        boolean plainToo = !variants.containsAll(engines);
        List<Division> divisions =
                chosen(mistakes, "division", request.divisions, List.of(Division.values()), usualDivisions);
        mistakes.unless(
                plainToo || !divisions.equals(List.of(Division.PLAIN)),
                "division",
                "tuned for variants of engines",
                "plain for " + String.join(", ", engines));
        List<String> ids = offer.tasks().ids();
        List<String> chosen =
                mistakes.chosen("task", request.tasks, ids, offer.tasks().usual());
        List<TaskDescriptor> all = trainedAsAsked(offer.tasks().all(), request, mistakes);
        List<TaskDescriptor> tasks =
                all.stream().filter(task -> chosen.contains(task.id())).toList();
        List<String> known = (tasks.isEmpty() ? all : tasks)
                .stream().flatMap(task -> task.models().stream()).distinct().toList();
        List<String> devices = request.devices.isEmpty() ? List.of("cpu") : request.devices;
        List<Dtype> dtypes = chosen(mistakes, "dtype", request.dtypes, List.of(Dtype.values()), List.of(Dtype.FLOAT32));
        String env = Objects.requireNonNullElse(request.env, Tuning.NAMES.get(0));
        long seed = Objects.requireNonNullElse(request.seed, 1L);
        // Who names a plugin wants its networks.
        List<String> models = request.models.isEmpty()
                ? offer.tasks().pluginNetworks()
                : mistakes.chosen("model", request.models, known, List.of()).stream()
                        .filter(known::contains)
                        .toList();
        devices.forEach(one -> mistakes.unless(Placement.isDevice(one), "device", "cpu, gpu or gpu:N", one));
        List<OptionalInt> numbers =
                devices.stream().filter(Placement::isDevice).map(Placement::gpu).toList();
        mistakes.unless(
                numbers.stream().distinct().count() == numbers.size(),
                "device",
                "different ones (gpu is gpu:0)",
                devices);
        // A task that is named is not left out in silence.
        tasks.stream()
                .filter(task -> request.tasks.contains(task.id())
                        && modelsOf(task, models).isEmpty())
                .forEach(task -> mistakes.unless(
                        false,
                        "model for task " + task.id(),
                        "one of " + String.join(", ", task.models()),
                        String.join(", ", models)));
        mistakes.unless(
                tasks.isEmpty()
                        || tasks.stream()
                                .anyMatch(task -> !modelsOf(task, models).isEmpty()),
                "models",
                "ones that take the rows of " + String.join(", ", chosen),
                String.join(", ", models));
        mistakes.oneOf("env", Tuning.NAMES, env);
        mistakes.unless(seed >= 0 && seed <= MOST_SEED, "seed", "0.." + MOST_SEED, seed);
        List<Appearance> appearances = new ArrayList<>(Appearance.of(engines, devices, dtypes));
        offer.network()
                .ifPresent(file -> appearances.addAll(serving(
                        file,
                        request,
                        offer,
                        engines,
                        devices.get(0),
                        tasks.stream()
                                .mapToInt(task -> modelsOf(task, models).size())
                                .sum(),
                        mistakes)));
        return new Selection(
                appearances,
                !request.engines.isEmpty(),
                variants,
                offer.ids(Offer.Engine::trains),
                divisions.stream()
                        .filter(one -> plainToo || one == Division.TUNED)
                        .toList(),
                tasks.stream().filter(task -> !modelsOf(task, models).isEmpty()).toList(),
                models,
                env,
                seed,
                reference(
                        request.reference,
                        appearances.stream().map(Appearance::id).toList(),
                        mistakes),
                mistakes.within("retries", request.retries, 0, 0, 1) == 1 ? (Integer) 1 : null,
                request.maxMemoryMb == null
                        ? null
                        : (Integer) mistakes.within("max-memory", request.maxMemoryMb, 1, 100, MOST_MEGABYTES));
    }

    /** The engines that answer from a network's file too, once it is clear which one network it stands for. */
    private static List<Appearance> serving(
            String file,
            SelectionRequest request,
            Offer offer,
            List<String> engines,
            String device,
            int networks,
            Mistakes mistakes) {
        if (!mistakes.unless(
                request instanceof TimingRequest,
                file,
                "served by throughput, for it is not trained",
                "another command")) {
            return List.of();
        }
        List<String> able = offer.ids(Offer.Engine::servesOnnx);
        List<String> serving =
                engines.stream().filter(able::contains).distinct().toList();
        mistakes.unless(
                !serving.isEmpty(),
                "engines for " + file,
                "with one that serves it (" + String.join(", ", able) + ")",
                String.join(", ", engines));
        mistakes.unless(
                networks == 1,
                "tasks and models for " + file,
                "one task and one model, which it stands for",
                networks + " pairs of them");
        return serving.stream()
                .map(engine -> Appearance.serving(engine, device))
                .toList();
    }

    /** The tasks with the optimiser and the loss that are asked for. */
    private static List<TaskDescriptor> trainedAsAsked(
            List<TaskDescriptor> tasks, SelectionRequest request, Mistakes mistakes) {
        Double asked = request.learningRate;
        Double rate =
                asked == null || mistakes.unless(asked > 0 && Double.isFinite(asked), "lr", "a positive number", asked)
                        ? asked
                        : null;
        try {
            TrainingLoss loss = request.loss == null ? null : TrainingLoss.typed(request.loss);
            return tasks.stream()
                    .map(task -> loss == null ? task : task.with(loss))
                    .map(task -> {
                        Optimiser own = task.hyperParameters().optimiser();
                        Optimiser chosen = request.optimizer == null ? own : own.replacedBy(request.optimizer);
                        return task.with(rate == null ? chosen : chosen.withLearningRate(rate));
                    })
                    .toList();
        } catch (IllegalArgumentException e) {
            mistakes.add(BenchException.messageOf(e));
            return tasks;
        }
    }

    private static @Nullable String reference(@Nullable String asked, List<String> ids, Mistakes mistakes) {
        if (asked == null) {
            return ids.size() > Opponents.FEW ? ids.get(0) : null;
        }
        mistakes.unless(
                asked.equals(NO_REFERENCE) || ids.contains(asked),
                "reference",
                "one of the engines (" + String.join(", ", ids) + ") or " + NO_REFERENCE,
                "'" + asked + "'");
        return ids.contains(asked) ? asked : null;
    }

    /** Ids in the order asked for, with a number behind the second and later appearances of one. */
    List<String> engines() {
        return appearances.stream().map(Appearance::id).toList();
    }

    /** Whether the engine of an id of {@link #engines()} does more than answer. */
    boolean trains(String id) {
        return appearances.stream()
                .anyMatch(
                        one -> one.id().equals(id) && one.dtype() == Dtype.FLOAT32 && training.contains(one.engine()));
    }

    /**
     * Those that take part in a division. In what trains, an engine that only answers takes part where engines are named, so that its rows say
     * why they have no figures; who named none asked for no such rows.
     *
     * @param training whether it is of what trains
     */
    List<String> engines(Division division, boolean training) {
        return in(division).stream()
                .filter(one -> !training || named || this.training.contains(one.engine()))
                .map(Appearance::id)
                .toList();
    }

    /** The same without engines that nobody asked for, that only answer and that cannot be had here. */
    Selection ready(Offer offer, int threads) {
        List<String> lacking = offer.ready()
                .lacking(
                        placements(threads),
                        appearances.stream()
                                .filter(one -> !named
                                        && offer.network().isEmpty()
                                        && !one.id().equals(reference))
                                .map(Appearance::engine)
                                .filter(engine -> !training.contains(engine))
                                .toList());
        return new Selection(
                appearances.stream()
                        .filter(one -> !lacking.contains(one.engine()))
                        .toList(),
                named,
                variants,
                training,
                divisions,
                tasks,
                models,
                env,
                seed,
                reference,
                retries,
                maxMemoryMb);
    }

    private List<Appearance> in(Division division) {
        return appearances.stream()
                .filter(one -> division == Division.TUNED || !variants.contains(one.engine()))
                .toList();
    }

    /** Where all of them are, with so many threads. */
    List<Placement> placements(int threads) {
        return divisions.stream()
                .flatMap(division -> in(division).stream()
                        .map(one -> new Placement(one.id(), division, one.device(), one.dtype(), threads)))
                .toList();
    }

    /** A setting on the engine of an id of {@link #engines()}. */
    Setting on(String id, Setting any) {
        Appearance one = appearances.stream()
                .filter(appearance -> appearance.id().equals(id))
                .findFirst()
                .orElseThrow();
        return any.on(id, one.device(), one.dtype());
    }

    /** Every task with every network of it that takes part, in the order of the tasks and of each one's networks. */
    List<TaskNetwork> networks() {
        return tasks.stream()
                .flatMap(task -> modelsOf(task, models).stream().map(model -> new TaskNetwork(task, model)))
                .toList();
    }

    /** How an engine of a division, the first, is to be measured; of a task with folds, in none of them. */
    Setting setting(TaskNetwork network, Division division, int threads, Protocol protocol, long ofSeed) {
        Appearance first = in(division).get(0);
        return new Setting(
                first.id(),
                division,
                first.device(),
                first.dtype(),
                threads,
                network.task().id(),
                network.model(),
                protocol,
                null,
                ofSeed);
    }

    /** What the names mean, each checked and no two the same, or what stands for none. */
    static <E extends JsonEnum> List<E> chosen(
            Mistakes mistakes, String what, List<String> asked, List<E> known, List<E> otherwise) {
        return mistakes
                .chosen(
                        what,
                        asked,
                        known.stream().map(JsonEnum::json).toList(),
                        otherwise.stream().map(JsonEnum::json).toList())
                .stream()
                .flatMap(name -> known.stream().filter(one -> one.json().equals(name)))
                .toList();
    }

    private static List<String> modelsOf(TaskDescriptor task, List<String> asked) {
        return asked.isEmpty()
                ? task.models().subList(0, 1)
                : task.models().stream().filter(asked::contains).toList();
    }
}
