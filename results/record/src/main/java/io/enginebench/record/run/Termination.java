package io.enginebench.record.run;

import io.enginebench.record.json.JsonEnum;

/** How a campaign ended. */
public enum Termination implements JsonEnum {
    /** All planned cells were tried. */
    NORMAL,
    /** It was stopped before that. */
    INTERRUPTED
}
