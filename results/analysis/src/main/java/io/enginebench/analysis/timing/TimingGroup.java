package io.enginebench.analysis.timing;

import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.ComparisonScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the cells have in common that may be compared with each other.
 *
 * @param shared the setting on any engine; whatever the seed, which the speed does not depend on
 * @param batch rows in a step
 */
public record TimingGroup(Setting shared, Mode mode, int batch) {
    /** The group of a cell. */
    public static TimingGroup of(ThroughputCell cell) {
        return new TimingGroup(cell.setting().shared().seeded(0), cell.mode(), cell.globalBatchSize());
    }

    /** The groups of some cells with their own, in the order in which they first appear. */
    static Map<TimingGroup, List<ThroughputCell>> of(List<ThroughputCell> cells) {
        return cells.stream().collect(Collectors.groupingBy(TimingGroup::of, LinkedHashMap::new, Collectors.toList()));
    }

    /** The task's id. */
    public String task() {
        return shared.task();
    }

    /** One of the task's models. */
    public String model() {
        return shared.model();
    }

    /** How the engines were driven. */
    public Division division() {
        return shared.division();
    }

    /** Threads that the engine might use for one operation. */
    public int threads() {
        return shared.numThreads();
    }

    /** Whether a comparison is of the speeds of such cells. */
    public boolean isOf(Comparison one) {
        return one.task().equals(task())
                && one.model().equals(model())
                && one.division() == division()
                && one.metric() == mode.throughput()
                && scope().equals(one.scope());
    }

    /** The same as a comparison's scope. */
    public ComparisonScope scope() {
        return ComparisonScope.ofSpeed(mode, batch, threads());
    }
}
