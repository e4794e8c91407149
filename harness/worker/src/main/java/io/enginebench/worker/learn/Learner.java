package io.enginebench.worker.learn;

import ai.djl.ndarray.NDArray;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Division;
import io.enginebench.worker.session.EngineSession;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntConsumer;

/** An {@link Answerer} that also trains: it has an optimiser and a loss, and its parameters have gradients. */
public interface Learner extends Answerer {
    /**
     * A network with fresh weights drawn from the cell's seed and fold, and an optimiser that has made no step. Of a control the
     * weights are all off by one rounding.
     */
    static Learner of(EngineSession session, QualitySpec spec) {
        return of(session, spec, spec.control() == null ? DjlNetwork.Purpose.LEARN : DjlNetwork.Purpose.LEARN_NUDGED);
    }

    /** The same without dropout, so that another engine can make the same steps. */
    static Learner traced(EngineSession session, QualitySpec spec) {
        return of(session, spec, DjlNetwork.Purpose.TRACE);
    }

    /** As {@link #traced}, with starting weights that are all off by one part in a million. */
    static Learner nudged(EngineSession session, QualitySpec spec) {
        return of(session, spec, DjlNetwork.Purpose.TRACE_NUDGED);
    }

    private static Learner of(EngineSession session, QualitySpec spec, DjlNetwork.Purpose purpose) {
        return spec.division() == Division.PLAIN
                ? new PlainLearner(session, spec, purpose)
                : new TunedLearner(session, spec, purpose);
    }

    /** Looks at a training step between its backward pass and its update. */
    @FunctionalInterface
    interface Probe {
        /**
         * A batch has been differentiated and the weights are still those it was differentiated at.
         *
         * @param outputs (row, output), freed after the step
         * @param loss the mean over the rows, freed after the step
         */
        void differentiated(NDArray outputs, NDArray loss);
    }

    /** {@link #trainEpoch(DeviceRows, int[], int, Probe, IntConsumer)} without a look at the steps. */
    default float trainEpoch(DeviceRows rows, int[] order, int batchSize, IntConsumer afterStep) {
        return trainEpoch(rows, order, batchSize, (outputs, mean) -> {}, afterStep);
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

    /**
     * Parameters by their names, in the network's order.
     *
     * @param trained those that training changes by their gradients, or the others: running statistics
     */
    Map<String, Npy> namedWeights(boolean trained);

    /** The gradient of each parameter that has one, as the last backward pass left it; to be called from a {@link Probe}. */
    Map<String, Npy> gradients();
}
