package io.enginebench.engines.spi;

import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntConsumer;

/** An {@link Answerer} that also trains: it has an optimiser and a loss, and its parameters have gradients. */
public interface Learner extends Answerer {
    /** What a network is trained for. */
    enum Purpose {
        /** To learn. */
        LEARN,
        /** To learn as the control of a training: from starting weights that are all off by one rounding. */
        LEARN_NUDGED,
        /** So that another engine can make the same steps: dropout, which no two draw alike, is off. */
        TRACE,
        /** The same from starting weights that are all off by one part in a million. */
        TRACE_NUDGED;

        /** What a cell is trained for. */
        public static Purpose of(QualitySpec spec) {
            return spec.control() == null ? LEARN : LEARN_NUDGED;
        }
    }

    /** What a training step has computed; read only if it is asked for, and only until the step ends. */
    interface Step {
        /** (row, output) flattened. */
        float[] outputs();

        /** The mean over the rows. */
        float loss();
    }

    /** Looks at a training step between its backward pass and its update. */
    @FunctionalInterface
    interface Probe {
        /** A batch has been differentiated and the weights are still those it was differentiated at. */
        void differentiated(Step step);
    }

    /** {@link #trainEpoch(DeviceRows, int[], int, Probe, IntConsumer)} without a look at the steps. */
    default float trainEpoch(DeviceRows rows, int[] order, int batchSize, IntConsumer afterStep) {
        return trainEpoch(rows, order, batchSize, step -> {}, afterStep);
    }

    /**
     * Trains on every row once, the last, partial batch included, and returns the mean loss over the rows when all work is
     * done.
     *
     * @param order positions in {@code rows}: each once in an epoch; any in a part of one that is timed
     * @param afterStep told the number of rows of each step
     */
    float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep);

    /** Told of each layer. */
    @FunctionalInterface
    interface LayerSink {
        /** A layer has made its output for a batch. */
        void made(String layer, Npy output) throws IOException;
    }

    /**
     * Tells the output of each layer for some rows, in the order of the forward pass, in training. Layers within layers are named by
     * their path. BatchNorm's running statistics are changed by it: to be asked of a learner that is of no further use.
     *
     * @param positions in {@code rows}
     */
    void layers(DeviceRows rows, int[] positions, LayerSink sink) throws IOException;

    /** The gradient of each parameter that has one, as the last backward pass left it; to be called from a {@link Probe}. */
    Map<String, Npy> gradients();
}
