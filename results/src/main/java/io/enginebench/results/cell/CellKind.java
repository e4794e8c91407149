package io.enginebench.results.cell;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a cell measures. */
public enum CellKind {
    /** A whole training and the evaluation after it. */
    QUALITY;

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
