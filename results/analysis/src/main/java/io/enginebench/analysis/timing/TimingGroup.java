package io.enginebench.analysis.timing;

import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.ComparisonScope;
import io.enginebench.record.setting.Mode;
import java.util.List;

/**
 * What the cells have in common that may be compared with each other.
 *
 * @param batch rows in a step
 */
public record TimingGroup(String task, String model, Mode mode, int batch, int threads, String device) {
    /** The group of a cell. */
    public static TimingGroup of(ThroughputCell cell) {
        return new TimingGroup(
                cell.task(), cell.model(), cell.mode(), cell.globalBatchSize(), cell.numThreads(), cell.device());
    }

    /** The groups of some cells, in the order in which they first appear. */
    public static List<TimingGroup> of(List<ThroughputCell> cells) {
        return cells.stream().map(TimingGroup::of).distinct().toList();
    }

    /** The same as a comparison's scope. */
    public ComparisonScope scope() {
        return ComparisonScope.ofSpeed(mode, batch, threads);
    }
}
