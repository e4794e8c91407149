package io.enginebench.analysis.timing;

import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.Load;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Timings of a machine that did something else meanwhile, by what their cells tell of the load.
 *
 * <p>A cell is of a busy machine if the load average was above {@value #MOST_LOAD} of the cores, if the machine's host gave more
 * than {@value #MOST_STEAL} of its time to others, or if the process, on a CPU, used less than {@value #LEAST_CPU} of the time
 * that its windows took: it waited for a core. More CPU time than that says nothing: an engine may well have threads that spin. Nor do waits
 * of its own: an engine that hands each call to another thread waits for that to wake up, which takes up to {@value #MOST_HAND_OVER_NANOS} ns a time
 * where there is a free core, and far more where there is none.
 *
 * @param cells timed cells that tell of the load
 * @param busy those of a busy machine
 * @param loaded ids of those of them whose load average says so
 */
public record BusyMachine(List<ThroughputCell> cells, List<ThroughputCell> busy, Set<String> loaded) {
    private static final double MOST_LOAD = 1.25;
    private static final double MOST_STEAL = 0.02;
    private static final double LEAST_CPU = 0.9;
    private static final long MOST_HAND_OVER_NANOS = 25_000;

    /** The share of a group's cells that the median over rounds looks away from. */
    private static final double TOLERATED = 0.1;

    public BusyMachine {
        cells = List.copyOf(cells);
        busy = List.copyOf(busy);
        loaded = Set.copyOf(loaded);
    }

    /** What the timed cells of a result tell. */
    public static BusyMachine of(RunResult result) {
        List<ThroughputCell> cells = result.throughputCells().stream()
                .filter(cell -> cell.load() != null)
                .toList();
        int cores = result.environment().host().hostProcessorCoreCount();
        Machines machines = Machines.of(result);
        Set<String> loaded = cells.stream()
                .filter(cell -> loaded(cell, machines.cores(cell, cores)))
                .map(ThroughputCell::id)
                .collect(Collectors.toSet());
        return new BusyMachine(
                cells,
                cells.stream()
                        .filter(cell -> loaded.contains(cell.id()) || stolen(cell) || waited(cell))
                        .toList(),
                loaded);
    }

    /** Of how many cells it is true and by what, in words; nothing if of none. */
    public Optional<String> text() {
        if (busy.isEmpty()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        tell(reasons, cell -> loaded.contains(cell.id()), "load average above %.2f a core", MOST_LOAD);
        tell(reasons, BusyMachine::stolen, "more than %.0f %% of the CPU time given to others", MOST_STEAL * 100);
        tell(reasons, BusyMachine::waited, "less CPU than %.0f %% of the time on the clock", LEAST_CPU * 100);
        return Optional.of(
                "%d of %d timed cells (%s)".formatted(busy.size(), cells.size(), String.join("; ", reasons)));
    }

    private void tell(List<String> reasons, Predicate<ThroughputCell> reason, String text, Object... values) {
        long count = busy.stream().filter(reason).count();
        if (count > 0) {
            reasons.add(String.format(Locale.ROOT, text, values) + " in " + count);
        }
    }

    /** Whether, in any group that is compared, it is true of more cells than the median over rounds looks away from. */
    public boolean spoilsAGroup() {
        Map<TimingGroup, List<ThroughputCell>> groups = TimingGroup.of(cells);
        return TimingGroup.of(busy).entrySet().stream()
                .anyMatch(own -> own.getValue().size()
                        > TOLERATED
                                * Objects.requireNonNull(groups.get(own.getKey()))
                                        .size());
    }

    private static Load load(ThroughputCell cell) {
        return Objects.requireNonNull(cell.load());
    }

    private static boolean loaded(ThroughputCell cell, int cores) {
        Double average = load(cell).loadAverage();
        return average != null && average > MOST_LOAD * cores;
    }

    private static boolean stolen(ThroughputCell cell) {
        Double stolen = load(cell).stealFraction();
        return stolen != null && stolen > MOST_STEAL;
    }

    private static boolean waited(ThroughputCell cell) {
        Double cpuMs = load(cell).cpuMsPerStep();
        TimingRaw raw = Objects.requireNonNull(cell.raw());
        double clockNs =
                raw.windowDurationsNs().stream().mapToLong(Long::longValue).sum();
        long steps = (long) raw.stepsPerWindow() * raw.windowDurationsNs().size();
        long handOvers = Objects.requireNonNullElse(load(cell).voluntaryContextSwitches(), 0L);
        return cpuMs != null
                && cell.device().equals("cpu")
                && cpuMs * 1e6 * steps + (double) handOvers * MOST_HAND_OVER_NANOS < LEAST_CPU * clockNs;
    }
}
