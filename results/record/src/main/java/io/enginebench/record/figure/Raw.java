package io.enginebench.record.figure;

import java.util.List;

/**
 * Readings that figures are derived from.
 *
 * @param epochDurationsNs of each epoch, the engine's queue drained at both borders, evaluation outside
 */
public record Raw(List<Long> epochDurationsNs) {
    public Raw {
        epochDurationsNs = List.copyOf(epochDurationsNs);
    }
}
