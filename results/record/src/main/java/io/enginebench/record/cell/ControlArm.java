package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The part a throughput cell has in a measurement of the measuring. */
public enum ControlArm {
    /** The same engine once more: the ratio to it must come out equivalent. */
    AGAIN,
    /** The same engine with a tenth of each window's own time spent idly at its end: the delay must be detected. */
    DELAYED;

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
