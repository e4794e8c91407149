package io.enginebench.campaign.plan;

import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.setting.Mode;
import org.jspecify.annotations.Nullable;

/**
 * How many windows of how many steps a cell is timed in. Worked out from what the network's operators cost on an engine and a core that are
 * typical, never from what an engine turns out to need, so that all engines do the same work between two readings. On a GPU a worker does it
 * several times over ({@link ThroughputSpec#sizedByMeasure}).
 *
 * @param steps of a window; null for as many as an epoch has
 * @param untimed steps before each window
 * @param windows that are measured
 * @param mostWarmups windows before them, at most
 */
record WindowPlan(@Nullable Integer steps, int untimed, int windows, int mostWarmups) {
    /** By then an engine has made what it makes at first use, moments of the optimiser included; more would only take longer. */
    static final int UNTIMED_STEPS = 3;

    /** Of a step so long that what the engine makes at first use is nothing beside it. */
    private static final int UNTIMED_LONG_STEPS = 1;

    private static final double LONG_MILLIS = 150;

    private static final int WINDOWS = 11;
    private static final int MOST_WARMUPS = 15;
    /** With fewer a window that was disturbed weighs too much. */
    private static final int FEWEST_WINDOWS = 5;

    private static final int FEWEST_WARMUPS = 2;
    /** Enough that their halves can be told apart, and their median from one that was disturbed. */
    private static final int BRIEF_WINDOWS = 7;

    /** An engine is warm after a second, however short the windows are. */
    private static final int BRIEF_WARMUPS = 8;

    /** Of a usual window. */
    private static final int BRIEF_PART = 3;

    /** An epoch takes seconds. */
    private static final int EPOCH_WINDOWS = 6;

    private static final int MOST_EPOCH_WARMUPS = 9;
    /** What the measured windows of a cell may take together; of a large network there are then fewer. */
    private static final double CELL_MILLIS = 10_000;
    /** Those of the study's network, which the typical costs below are of. */
    private static final double USUAL_FLOPS = 5_647_178;
    /** Of a task that is asked for whole, before it is read. */
    static final int USUAL_ROWS = 10_000;
    /** Start and end of a worker. */
    static final double PROCESS_SECONDS = 3;

    /**
     * The plan of a cell.
     *
     * @param batch rows in a step
     * @param network what is known of its cost; null if nothing is
     */
    static WindowPlan of(Mode mode, int batch, @Nullable ModelRecord network) {
        if (mode == Mode.EPOCH) {
            return new WindowPlan(null, 0, EPOCH_WINDOWS, MOST_EPOCH_WARMUPS);
        }
        double millis = stepMillis(mode, batch, network);
        int steps = (int) Math.max(1, Math.round(ThroughputSpec.WINDOW_MILLIS / millis));
        int untimed = mode == Mode.INFER ? 0 : millis < LONG_MILLIS ? UNTIMED_STEPS : UNTIMED_LONG_STEPS;
        double affordable = CELL_MILLIS / ((untimed + steps) * millis);
        return new WindowPlan(steps, untimed, (int) Math.max(FEWEST_WINDOWS, Math.min(WINDOWS, affordable)), (int)
                Math.max(FEWEST_WARMUPS, Math.min(MOST_WARMUPS, affordable)));
    }

    /** Few and short windows, which make a cell a fifth as long: for a first word. */
    WindowPlan brief() {
        return new WindowPlan(
                steps == null ? null : (Integer) Math.max(1, steps / BRIEF_PART),
                untimed,
                Math.min(BRIEF_WINDOWS, windows),
                Math.min(BRIEF_WARMUPS, mostWarmups));
    }

    /** What a step takes on an engine and a core that are typical; in training where the mode trains. */
    static double stepMillis(Mode mode, int batch, @Nullable ModelRecord network) {
        Long flopsPerRow = network == null ? null : network.flopsPerRow();
        double times = flopsPerRow == null ? 1 : flopsPerRow / USUAL_FLOPS;
        return mode.trains() ? 1.5 + 0.4 * times * batch : 0.3 + 0.1 * times * batch;
    }

    /** About what a process takes that times the cell, start and end included. */
    double seconds(Mode mode, int batch, @Nullable ModelRecord network) {
        int each = steps == null ? Math.max(1, USUAL_ROWS / batch) : steps;
        return PROCESS_SECONDS + (mostWarmups + windows) * (untimed + each) * stepMillis(mode, batch, network) / 1e3;
    }
}
