package io.enginebench.record.run;

import io.enginebench.record.json.JsonEnum;

/** Whether an engine could be used on this machine. */
public enum EngineStatus implements JsonEnum {
    /** It was started and described itself. */
    READY,
    /** It is not for this machine or device. */
    UNSUPPORTED,
    /** It should run here and did not start. */
    BROKEN
}
