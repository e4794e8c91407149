package io.enginebench.selfbench.loops;

import java.util.List;

/**
 * What a loop measured.
 *
 * @param epochDurationsNs of each epoch, the engine's queue drained at its end
 * @param predictDurationsNs of the pass over the test rows after each epoch, all outputs read
 */
public record LoopTimes(List<Long> epochDurationsNs, List<Long> predictDurationsNs) {
    public LoopTimes {
        epochDurationsNs = List.copyOf(epochDurationsNs);
        predictDurationsNs = List.copyOf(predictDurationsNs);
    }

    /** Rows of training a second, of all epochs but the first ones. */
    public double trained(int rows, int leftOut) {
        return rate(epochDurationsNs, rows, leftOut);
    }

    /** Test rows a second, of the passes after all epochs but the first ones. */
    public double answered(int rows, int leftOut) {
        return rate(predictDurationsNs, rows, leftOut);
    }

    private static double rate(List<Long> durationsNs, int rows, int leftOut) {
        List<Long> kept = durationsNs.subList(leftOut, durationsNs.size());
        return rows
                * 1e9
                * kept.size()
                / kept.stream().mapToLong(Long::longValue).sum();
    }
}
