package io.enginebench.campaign.plan;

import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Timing rounds: within one, the engines run back to back for each group; the rounds of a group are spread over the whole
 * campaign, so that what changes slowly on the machine meets every engine and every round alike.
 *
 * @param selection its seed is that of weights and rows, and of the order within the rounds; each of its engines has controls of what it does
 * @param costs of the networks
 * @param rounds fixed beforehand
 * @param controls whether the machine is put to the test
 * @param look whether they are for a first word: cells are timed in few windows, as in so few rounds that nothing can be inferred, and those of
 *     an engine and a round in one process, answers before steps
 */
record TimingRounds(
        List<Group> groups,
        Selection selection,
        Map<TaskNetwork, ModelRecord> costs,
        int rounds,
        boolean controls,
        boolean look) {
    /** With fewer rounds nothing can be inferred, of a control no more than of an engine. */
    static final int FEWEST_FOR_INFERENCE = 5;

    TimingRounds {
        groups = List.copyOf(groups);
        costs = Map.copyOf(costs);
    }

    /**
     * What is timed on every engine.
     *
     * @param batch rows in a step
     */
    record Group(TaskNetwork network, Division division, Mode mode, int batch, int threads) {
        TaskDescriptor task() {
            return network.task();
        }
    }

    /** Whether so many rounds have controls: as is asked, or where anything can be inferred of them. */
    static boolean controlled(@Nullable Boolean asked, int rounds) {
        return Objects.requireNonNullElse(asked, rounds >= FEWEST_FOR_INFERENCE);
    }

    private record Arm(String engine, @Nullable ControlArm control) {}

    /** The rounds in the order in which they run. */
    List<Round> inOrder() {
        List<Group> controlled = controls ? controlled() : List.of();
        List<Map<Group, List<Arm>>> together = together().stream()
                .map(timed -> {
                    Map<Group, List<Arm>> arms = new LinkedHashMap<>();
                    timed.forEach(group -> arms.put(group, arms(group, controlled.contains(group))));
                    return arms;
                })
                .toList();
        List<RandomGenerator> draws = new ArrayList<>();
        for (int i = 0; i < together.size(); i++) {
            draws.add(RandomGeneratorFactory.of("L64X128MixRandom").create(selection.seed() * 1_000_003L + i));
        }
        List<List<Arm>> orders = new ArrayList<>(Collections.nCopies(together.size(), List.of()));
        List<Round> all = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            for (int i = 0; i < together.size(); i++) {
                Map<Group, List<Arm>> arms = together.get(i);
                List<Arm> order = number % 2 == 1
                        ? drawn(
                                arms.values().stream()
                                        .flatMap(List::stream)
                                        .distinct()
                                        .toList(),
                                draws.get(i))
                        : reversed(orders.get(i));
                orders.set(i, order);
                all.add(round(number, arms, order));
            }
        }
        return all;
    }

    /** The groups that are timed in the same processes, answers first: what a process held in training it would hold in answering too. */
    private List<List<Group>> together() {
        if (!look) {
            return groups.stream().map(List::of).toList();
        }
        Map<Object, List<Group>> alike = new LinkedHashMap<>();
        groups.stream()
                .sorted(Comparator.comparing(group -> group.mode().trains()))
                .forEach(group -> alike.computeIfAbsent(
                                List.of(group.network(), group.division(), group.threads()), key -> new ArrayList<>())
                        .add(group));
        return List.copyOf(alike.values());
    }

    private Round round(int number, Map<Group, List<Arm>> arms, List<Arm> order) {
        Map<Group, Integer> places = new HashMap<>();
        List<Job.OfCells> jobs = new ArrayList<>();
        double seconds = 0;
        for (Arm arm : order) {
            List<ThroughputSpec> cells = new ArrayList<>();
            for (Group group : arms.keySet()) {
                if (Objects.requireNonNull(arms.get(group)).contains(arm)) {
                    WindowPlan windows = windows(group);
                    cells.add(cell(group, windows, number, places.merge(group, 1, Integer::sum) - 1, arm));
                    seconds += windows.seconds(group.mode(), group.batch(), costs.get(group.network()));
                }
            }
            if (selection.trains(arm.engine())) {
                jobs.add(new Job.Time(cells));
            } else { // What else it is asked for ends without a process.
                cells.forEach(cell -> jobs.add(new Job.Time(List.of(cell))));
            }
        }
        return new Round(jobs, seconds);
    }

    private WindowPlan windows(Group group) {
        WindowPlan usual = WindowPlan.of(group.mode(), group.batch(), costs.get(group.network()));
        return look || rounds < FEWEST_FOR_INFERENCE ? usual.brief() : usual;
    }

    private List<Arm> arms(Group group, boolean withControls) {
        List<Arm> arms = new ArrayList<>();
        List<String> engines = selection.engines(group.division(), group.mode().trains());
        engines.forEach(engine -> arms.add(new Arm(engine, null)));
        if (withControls) {
            for (ControlArm control : ControlArm.OF_TIMING) {
                engines.stream()
                        .filter(engine -> !group.mode().trains() || selection.trains(engine))
                        .forEach(engine -> arms.add(new Arm(engine, control)));
            }
        }
        return arms;
    }

    private static List<Arm> drawn(List<Arm> arms, RandomGenerator draw) {
        List<Arm> order = new ArrayList<>(arms);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, draw.nextInt(i + 1));
        }
        return order;
    }

    /** Every second round is the mirror image of the one before: each arm runs before each other as often as after it. */
    private static List<Arm> reversed(List<Arm> order) {
        List<Arm> mirror = new ArrayList<>(order);
        Collections.reverse(mirror);
        return mirror;
    }

    /**
     * The groups that have controls: for each division, mode and number of threads the first task's, with the batch nearest to the task's
     * own. It is the machine that is tested, with every engine, for one may be uneven where another is not; and that does not
     * depend on the network.
     */
    private List<Group> controlled() {
        List<Group> chosen = new ArrayList<>();
        for (Group one : groups) {
            groups.stream()
                    .filter(group -> group.mode() == one.mode()
                            && group.threads() == one.threads()
                            && group.division() == one.division())
                    .filter(group -> group.network().equals(groups.get(0).network()))
                    .min(Comparator.comparingInt(group -> Math.abs(
                            group.batch() - group.task().hyperParameters().globalBatchSize())))
                    .filter(group -> !chosen.contains(group))
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    private ThroughputSpec cell(Group group, WindowPlan windows, int round, int position, Arm arm) {
        return new ThroughputSpec(
                group.task(),
                selection
                        .on(
                                arm.engine(),
                                selection.setting(
                                        group.network(),
                                        group.division(),
                                        group.threads(),
                                        Protocol.CLEAN,
                                        selection.seed()))
                        .inFold(group.task().split() instanceof Split.KFold ? 0 : null),
                new Timing(group.mode(), group.batch(), round, position, arm.control()),
                windows.steps(),
                windows.untimed(),
                windows.windows(),
                windows.mostWarmups());
    }
}
