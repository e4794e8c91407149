package io.enginebench.record.setting;

import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.metric.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a throughput cell repeats. */
public enum Mode implements JsonEnum {
    /** Training steps: forward, backward and the optimiser's update of one batch each. */
    TRAIN,
    /** Whole epochs of training: all rows in a new order, the last, partial batch included. */
    EPOCH,
    /** Forward passes, the answers read back by the host: those of a window at its end, but of single rows each by itself. */
    INFER;

    /** What is timed where nothing else is asked for. */
    public static final List<Mode> USUAL = List.of(TRAIN, INFER);

    /** Whether the network learns. */
    public boolean trains() {
        return this != INFER;
    }

    /** Rows per second in it. */
    public Metric throughput() {
        return trains() ? Metric.TRAIN_THROUGHPUT : Metric.INFER_THROUGHPUT;
    }

    /** The mode of that name, if there is one. */
    public static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(mode -> mode.json().equals(name)).findFirst();
    }
}
