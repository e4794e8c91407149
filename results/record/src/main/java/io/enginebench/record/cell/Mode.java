package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a throughput cell repeats. */
public enum Mode {
    /** Training steps: forward, backward and the optimiser's update of one batch each. */
    TRAIN,
    /** Whole epochs of training: all rows in a new order, the last, partial batch included. */
    EPOCH,
    /** Forward passes, the answers read back by the host: those of a window at its end, but of single rows each by itself. */
    INFER;

    /** What is timed where nothing else is asked for. */
    public static final List<Mode> USUAL = List.of(TRAIN, INFER);

    /** The name in JSON and on the command line. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the network learns. */
    public boolean trains() {
        return this != INFER;
    }

    /** The name of its throughput in a result. */
    public String metric() {
        return trains() ? "train_throughput" : "infer_throughput";
    }

    /** The mode of that name, if there is one. */
    public static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.json().equals(name)).findFirst();
    }
}
