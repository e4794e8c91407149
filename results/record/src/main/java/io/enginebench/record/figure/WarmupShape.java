package io.enginebench.record.figure;

import com.fasterxml.jackson.annotation.JsonValue;
import io.enginebench.record.json.JsonEnum;

/**
 * How a process came to the speed it was measured at, in the words of Barrett et al., "Virtual Machine Warmup Blows Hot and
 * Cold" (OOPSLA 2017).
 */
public enum WarmupShape implements JsonEnum {
    /** The whole warm-up ran at the speed that was measured. */
    FLAT,
    /** Some of it was slower, none was faster. */
    WARMING,
    /** Some of it was faster than what was measured. */
    SLOWING,
    /** The two halves of the measured windows differ: there is no one speed to speak of. */
    NO_STEADY_STATE;

    /** Whether what was measured is one speed, and not a slower one than before. */
    public boolean steady() {
        return this == FLAT || this == WARMING;
    }

    @Override
    @JsonValue
    public String json() {
        return JsonEnum.super.json().replace('_', ' ');
    }
}
