package io.enginebench.record.job;

import io.enginebench.record.json.JsonEnum;

/** How much an engine writes down. */
public enum TraceExtent implements JsonEnum {
    /** What it answers by its starting weights: all that an engine which does not train can tell. */
    ANSWERS,
    /** The first step of a training, too. */
    STEP,
    /** And the steps of a training under a smooth optimiser, and what it answers after them. */
    SMOOTH
}
