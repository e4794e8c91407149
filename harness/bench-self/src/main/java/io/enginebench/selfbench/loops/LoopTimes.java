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

    /** Rows of training a second, of all epochs but the first ones. */
    public double trained(int rows, int leftOut) {
        List<Long> kept = epochDurationsNs.subList(leftOut, epochDurationsNs.size());
        return rows
                * 1e9
                * kept.size()
                / kept.stream().mapToLong(Long::longValue).sum();
    }

    /** Test rows a second. */
    public double answered(int rows) {
        return rows * 1e9 / predictDurationNs;
    }
}
