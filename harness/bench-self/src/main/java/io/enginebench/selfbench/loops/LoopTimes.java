package io.enginebench.selfbench.loops;

import java.util.List;

/**
 * What a loop measured.
 *
 * @param epochDurationsNs of each epoch, the engine's queue drained at its end
 * @param predictDurationNs of one pass over the test rows after the last epoch, all outputs read
 */
public record LoopTimes(List<Long> epochDurationsNs, long predictDurationNs) {
    public LoopTimes {
        epochDurationsNs = List.copyOf(epochDurationsNs);
    }
}
