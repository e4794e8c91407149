package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;

/** How honestly a task's split is used. */
public enum Protocol implements JsonEnum {
    /** Fresh weights for each fold; the images of a record are its channels. */
    CLEAN,
    /**
     * What the study's notebook did: one model trained on across the folds, so that each fold's test rows were training
     * rows before, and a reshape that mixes the images of a record.
     */
    NOTEBOOK
}
