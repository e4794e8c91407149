package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;

/** The part a throughput cell has in a measurement of the measuring. */
public enum ControlArm implements JsonEnum {
    /** The same engine once more: the ratio to it must come out equivalent. */
    AGAIN,
    /** The same engine with a tenth of each window's own time spent idly at its end: the delay must be detected. */
    DELAYED
}
