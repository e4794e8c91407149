package io.enginebench.campaign.plan;

import io.enginebench.campaign.engine.Appearance;
import io.enginebench.campaign.process.Tuning;
import io.enginebench.record.Mistakes;
import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import java.util.Objects;

/**
 * What of a request every plan needs, checked.
 *
 * @param engines ids in the order asked for, with a number behind the second and later appearances of one
 * @param tasks that have one of the networks, in the catalog's order
 * @param models the networks asked for; empty for each task's first
 * @param seed the first
 */
record Selection(
        List<String> engines, List<TaskDescriptor> tasks, List<String> models, String device, String env, long seed) {
    static final long MOST_SEED = 1L << 40;

    Selection {
        engines = List.copyOf(engines);
        models = List.copyOf(models);
        tasks = List.copyOf(tasks);
    }

    /** What the request comes to; where it is wrong, something harmless, so that the rest can be checked too. */
    static Selection of(SelectionRequest request, Offer offer, Mistakes mistakes) {
        List<String> engines = mistakes.known("engine", request.engines, offer.engines(), offer.usualEngines());
        List<String> ids = offer.tasks().ids();
        List<String> chosen = mistakes.chosen("task", request.tasks, ids, ids);
        List<TaskDescriptor> tasks = offer.tasks().all().stream()
                .filter(task -> chosen.contains(task.id()))
                .toList();
        List<String> known = (tasks.isEmpty() ? offer.tasks().all() : tasks)
                .stream().flatMap(task -> task.models().stream()).distinct().toList();
        String device = Objects.requireNonNullElse(request.device, "cpu");
        String env = Objects.requireNonNullElse(request.env, Tuning.NAMES.get(0));
        long seed = Objects.requireNonNullElse(request.seed, 1L);
        List<String> models = mistakes.chosen("model", request.models, known, List.of()).stream()
                .filter(known::contains)
                .toList();
        mistakes.unless(device.matches("cpu|gpu|gpu:[0-9]{1,3}"), "device", "cpu, gpu or gpu:N", device);
        mistakes.oneOf("env", Tuning.NAMES, env);
        mistakes.unless(seed >= 0 && seed <= MOST_SEED, "seed", "0.." + MOST_SEED, seed);
        return new Selection(
                Appearance.of(engines).stream().map(Appearance::id).toList(),
                tasks.stream().filter(task -> !modelsOf(task, models).isEmpty()).toList(),
                models,
                device,
                env,
                seed);
    }

    /** Every task with every network of it that takes part, in the order of the tasks and of each one's networks. */
    List<Network> networks() {
        return tasks.stream()
                .flatMap(task -> modelsOf(task, models).stream().map(model -> new Network(task, model)))
                .toList();
    }

    /** A task with one of its networks. */
    record Network(TaskDescriptor task, String model) {}

    /** How the first engine is to be measured; of a task with folds, in none of them. */
    Setting setting(Network network, int threads, Protocol protocol, long ofSeed) {
        return new Setting(
                engines.get(0), device, threads, network.task().id(), network.model(), protocol, null, ofSeed);
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
