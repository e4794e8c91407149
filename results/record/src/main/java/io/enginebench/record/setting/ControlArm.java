package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;
import java.util.List;

/** The part a cell has in a measurement of the measuring. */
public enum ControlArm implements JsonEnum {
    /** The same engine timed once more: the ratio to it must come out equivalent. */
    AGAIN,
    /** The same engine with a tenth of each window's own time spent idly at its end: the delay must be detected. */
    DELAYED,
    /**
     * The same engine trained once more from starting weights that are off by one rounding: the scores must come out
     * equivalent. Without the nudge it would repeat the training to the bit, which no test can call different.
     */
    NUDGED;

    /** Those of timing rounds. */
    public static final List<ControlArm> OF_TIMING = List.of(AGAIN, DELAYED);
}
