package io.enginebench.analysis.timing;

import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.analysis.verdict.Subject;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.verdict.PairedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the cells of timing rounds: each round gives one pair, the throughput of each side's median window, recomputed from the
 * raw durations. A cell that crashed or diverged is a pair without that side; one that was never tried makes no pair.
 */
public final class TimingSamples {
    private TimingSamples() {}

    /** One side of a pair: an engine, or a control of it. */
    private record Side(String engine, @Nullable ControlArm control) {
        String name() {
            return control == null ? engine : engine + "." + control.json();
        }

        /** Its cells by their rounds. */
        Map<Integer, ThroughputCell> of(List<ThroughputCell> cells) {
            return cells.stream()
                    .filter(cell -> cell.engine().equals(engine)
                            && cell.control() == control
                            && cell.status().tried())
                    .collect(Collectors.toMap(ThroughputCell::round, cell -> cell, (one, other) -> one, TreeMap::new));
        }
    }

    /**
     * The engines in every group, controls left out. How steady they were counts where all windows did the same work; in
     * older results a step's cost may have changed with its number, and their verdicts were made without a look at it.
     */
    public static List<PairedRuns> of(Opponents opponents, List<ThroughputCell> cells) {
        return of(opponents, cells, Machines.ONE);
    }

    /** The same, rounds of unlike processors apart. */
    public static List<PairedRuns> of(Opponents opponents, List<ThroughputCell> cells, Machines machines) {
        List<PairedRuns> samples = new ArrayList<>();
        TimingGroup.of(cells).forEach((group, own) -> {
            for (Opponents.Two two : opponents.pairs()) {
                PairedRuns sample =
                        sample(group, own, new Side(two.first(), null), new Side(two.second(), null), true, machines);
                if (!(sample.pairing() instanceof PairedRuns.Pairs one)
                        || !one.pairs().isEmpty()) {
                    samples.add(sample);
                }
            }
        });
        return samples;
    }

    /** An engine against a control of it, of a group's cells: what the rounds can see, whether its speed is steady or not. */
    static PairedRuns control(
            TimingGroup group, List<ThroughputCell> cells, String engine, ControlArm control, Machines machines) {
        return sample(group, cells, new Side(engine, null), new Side(engine, control), false, machines);
    }

    /** Whether a cell with figures had no one speed. */
    public static boolean unsteady(ThroughputCell cell) {
        return cell.outcome() instanceof Outcome.Timed timed && drift(timed) > 1;
    }

    private static double drift(Outcome.Timed timed) {
        return new Windows(timed.raw().windowDurationsNs())
                .driftAfter(timed.warmup() == null ? List.of() : timed.warmup().windowDurationsNs());
    }

    private static PairedRuns.Drifts drifts(Stream<ThroughputCell> cells) {
        return new PairedRuns.Drifts(cells.map(ThroughputCell::outcome)
                .filter(Outcome.Timed.class::isInstance)
                .map(outcome -> drift((Outcome.Timed) outcome))
                .toList());
    }

    private static PairedRuns sample(
            TimingGroup group,
            List<ThroughputCell> cells,
            Side first,
            Side second,
            boolean steadinessCounts,
            Machines machines) {
        Map<Integer, ThroughputCell> others = second.of(cells);
        List<Two> rounds = new ArrayList<>();
        first.of(cells).forEach((round, cell) -> {
            ThroughputCell other = others.get(round);
            if (other != null) {
                rounds.add(new Two(cell, other));
            }
        });
        return new PairedRuns(
                new Subject(
                        group.task(),
                        group.model(),
                        group.shared().protocol(),
                        group.division(),
                        first.name(),
                        second.name(),
                        group.scope()),
                group.mode().throughput(),
                machines.apart(rounds, Two::first, own -> pairs(own, steadinessCounts)));
    }

    /** The cells of two sides in one round. */
    private record Two(ThroughputCell first, ThroughputCell second) {}

    private static PairedRuns.Pairs pairs(List<Two> rounds, boolean steadinessCounts) {
        return new PairedRuns.Pairs(
                PairedBy.ROUND,
                rounds.stream()
                        .map(two -> new Pair(throughput(two.first()), throughput(two.second())))
                        .toList(),
                steadinessCounts
                        ? List.of(
                                drifts(rounds.stream().map(Two::first)),
                                drifts(rounds.stream().map(Two::second)))
                        : null);
    }

    /** Rows per second in the median window; null for a cell without figures. */
    public static @Nullable Double throughput(ThroughputCell cell) {
        return cell.outcome() instanceof Outcome.Timed timed
                ? (Double) TimingFigures.of(cell.mode(), cell.globalBatchSize(), timed.raw())
                        .throughput()
                        .score()
                : null;
    }
}
