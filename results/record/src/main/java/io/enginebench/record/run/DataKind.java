package io.enginebench.record.run;

import io.enginebench.record.json.JsonEnum;

/** Whether rows are the data set's own. */
public enum DataKind implements JsonEnum {
    /** They are. */
    REAL,
    /** They are stand-ins that were drawn, so that figures on them are not comparable with others. */
    SYNTHETIC
}
