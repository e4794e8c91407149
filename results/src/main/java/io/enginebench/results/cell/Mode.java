package io.enginebench.results.cell;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a throughput cell repeats. */
public enum Mode {
    /** Training steps: forward, backward and the optimiser's update of one batch each. */
    TRAIN,
    /** Forward passes, the answers read back by the host: those of a window at its end, but of single rows each by itself. */
    INFER;

    /** The name in JSON and on the command line. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that name, if there is one. */
    public static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.json().equals(name)).findFirst();
    }
}
