package io.enginebench.campaign.plan;

import io.enginebench.campaign.process.Tuning;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.record.cell.Mode;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Checks a request for timing rounds as a whole and expands it into a plan. */
public final class TimingPlanner {
    /** As many as a look needs; what is published has 20. */
    static final int ROUNDS = 10;

    static final int MOST_ROUNDS = 1000;
    private static final int MOST_BATCH = 65_536;
    private static final List<Integer> BATCHES = List.of(1, 32, 256);

    private final TaskCatalog catalog;
    private final List<String> knownEngines;
    private final List<String> usualEngines;
    private final int cores;

    /**
     * A planner.
     *
     * @param knownEngines ids of the engines that are built here
     * @param usualEngines those of them that take part in a request that names none
     * @param cores of this machine: the most threads
     */
    public TimingPlanner(TaskCatalog catalog, List<String> knownEngines, List<String> usualEngines, int cores) {
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
    public Plan plan(TimingRequest request) {
        Mistakes mistakes = new Mistakes();
        List<String> engines =
                Planner.numbered(mistakes.known("engine", request.engines(), knownEngines, usualEngines));
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
        List<Mode> modes = mistakes
                .chosen(
                        "mode",
                        request.modes(),
                        Arrays.stream(Mode.values()).map(Mode::json).toList(),
                        Mode.USUAL.stream().map(Mode::json).toList())
                .stream()
                .flatMap(name -> Mode.named(name).stream())
                .toList();
        List<Integer> batches = numbers(mistakes, "batch", request.batches(), BATCHES, MOST_BATCH);
        List<Integer> threads = numbers(mistakes, "threads", request.threads(), List.of(1), cores);
        int rounds = mistakes.within("rounds", request.rounds(), ROUNDS, 1, MOST_ROUNDS);
        long seed = Objects.requireNonNullElse(request.seed(), 1L);
        mistakes.unless(seed >= 0 && seed <= Planner.MOST_SEED, "seed", "0.." + Planner.MOST_SEED, seed);
        String device = Objects.requireNonNullElse(request.device(), "cpu");
        mistakes.unless(device.matches("cpu|gpu|gpu:[0-9]{1,3}"), "device", "cpu, gpu or gpu:N", device);
        String env = Objects.requireNonNullElse(request.env(), Tuning.NAMES.get(0));
        mistakes.unless(
                Tuning.NAMES.contains(env), "env", "one of " + String.join(", ", Tuning.NAMES), "'" + env + "'");
        mistakes.throwAny();

        List<TimingRounds.Group> groups = new ArrayList<>();
        for (TaskDescriptor task : tasks) {
            for (String model : task.models().stream().filter(models::contains).toList()) {
                for (Mode mode : modes) {
                    for (int batch : batches) {
                        for (int count : threads) {
                            groups.add(new TimingRounds.Group(task, model, mode, batch, count));
                        }
                    }
                }
            }
        }
        boolean controls = Objects.requireNonNullElse(request.controls(), rounds >= TimingRounds.FEWEST_FOR_CONTROLS);
        return new Plan(
                "throughput",
                engines,
                tasks,
                env,
                1,
                List.of(new Stage(
                        Stage.Kind.TIME, new TimingRounds(groups, engines, device, seed, rounds, controls).inOrder())));
    }

    private static List<Integer> numbers(
            Mistakes mistakes, String name, List<Integer> asked, List<Integer> otherwise, int most) {
        asked.forEach(one -> mistakes.within(name, one, 1, 1, most));
        mistakes.unless(asked.stream().distinct().count() == asked.size(), name, "different numbers", asked);
        return asked.isEmpty() ? otherwise : asked;
    }
}
