package io.enginebench.record.job;

import io.enginebench.record.json.JsonEnum;

/** What a worker is at. */
public enum WorkerPhase implements JsonEnum {
    /** Before the first cell. */
    STARTING,
    /** An epoch of a training. */
    TRAINING,
    /** Answering test rows. */
    EVALUATING,
    /** The steps of a timing round. */
    TIMING,
    /** Nothing follows. */
    DONE
}
