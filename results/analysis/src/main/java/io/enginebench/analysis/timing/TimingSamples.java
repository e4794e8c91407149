package io.enginebench.analysis.timing;

import io.enginebench.analysis.verdict.Pair;
import io.enginebench.analysis.verdict.PairedRuns;
import io.enginebench.analysis.verdict.Subject;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.run.PairedBy;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the cells of timing rounds: each round gives one pair, the throughput of each side's median window, recomputed from the
 * raw durations. A cell that crashed or diverged is a pair without that side; one that was never tried makes no pair.
 */
public final class TimingSamples {
    private TimingSamples() {}

    /** Every two engines in every group, controls left out. */
    public static List<PairedRuns> of(List<String> engines, List<ThroughputCell> cells) {
        List<PairedRuns> samples = new ArrayList<>();
        for (TimingGroup group : TimingGroup.of(cells)) {
            for (int first = 0; first < engines.size(); first++) {
                for (int second = first + 1; second < engines.size(); second++) {
                    PairedRuns sample = sample(
                            group,
                            cells,
                            engines.get(first),
                            measurement(engines.get(first)),
                            engines.get(second),
                            measurement(engines.get(second)));
                    if (!((PairedRuns.Pairs) sample.pairing()).pairs().isEmpty()) {
                        samples.add(sample);
                    }
                }
            }
        }
        return samples;
    }

    /** An engine against a control of it. */
    static PairedRuns control(TimingGroup group, List<ThroughputCell> cells, String engine, ControlArm control) {
        return sample(
                group,
                cells,
                engine,
                measurement(engine),
                engine + "." + control.json(),
                cell -> cell.engine().equals(engine) && cell.control() == control);
    }

    private static Predicate<ThroughputCell> measurement(String engine) {
        return cell -> cell.engine().equals(engine) && cell.control() == null;
    }

    private static PairedRuns sample(
            TimingGroup group,
            List<ThroughputCell> cells,
            String first,
            Predicate<ThroughputCell> isFirst,
            String second,
            Predicate<ThroughputCell> isSecond) {
        List<ThroughputCell> tried = cells.stream()
                .filter(cell ->
                        TimingGroup.of(cell).equals(group) && cell.status().tried())
                .toList();
        List<Pair> rounds = new ArrayList<>();
        for (int round : tried.stream()
                .mapToInt(ThroughputCell::round)
                .distinct()
                .sorted()
                .toArray()) {
            @Nullable ThroughputCell one = only(tried, round, isFirst);
            @Nullable ThroughputCell other = only(tried, round, isSecond);
            if (one != null && other != null) {
                rounds.add(new Pair(throughput(one), throughput(other)));
            }
        }
        return new PairedRuns(
                new Subject(group.task(), group.model(), Protocol.CLEAN, first, second, group.scope()),
                group.mode().throughput(),
                new PairedRuns.Pairs(PairedBy.ROUND, rounds));
    }

    private static @Nullable ThroughputCell only(
            List<ThroughputCell> cells, int round, Predicate<ThroughputCell> wanted) {
        return cells.stream()
                .filter(cell -> cell.round() == round)
                .filter(wanted)
                .findFirst()
                .orElse(null);
    }

    /** Rows per second in the median window; null for a cell without figures. */
    public static @Nullable Double throughput(ThroughputCell cell) {
        TimingRaw raw = cell.raw();
        if (raw == null) {
            return null;
        }
        return TimingFigures.of(cell.mode(), cell.globalBatchSize(), raw)
                .throughput()
                .score();
    }
}
