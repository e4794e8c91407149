package io.enginebench.worker.learn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import io.enginebench.engines.spi.ParameterUpdate;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.worker.session.EngineSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** An {@link Answerer} that also trains: it has an optimiser and a loss, and its parameters have gradients. */
public final class Learner extends Answerer {
    private final ParameterUpdate adam;
    private final Loss loss;

    /** A network with fresh weights drawn from the cell's seed and fold, and an optimiser that has made no step. */
    public Learner(EngineSession session, QualitySpec spec) {
        super(session, spec, true);
        HyperParameters hyper = spec.hyperParameters();
        adam = session.adapter()
                .adam(parameters, manager, (float) hyper.optBaseLearningRate(), (float) hyper.optEpsilon());
        // The weight 1 makes DJL's L2 loss, which carries a half, the mean squared error.
        loss = classification ? Loss.softmaxCrossEntropyLoss() : Loss.l2Loss("mse", 1f);
    }

    /** Looks at a training step between its backward pass and its update. */
    @FunctionalInterface
    public interface Probe {
        /**
         * A batch has been differentiated and the weights are still those it was differentiated at.
         *
         * @param outputs (row, output), freed after the step
         * @param loss the mean over the rows, freed after the step
         */
        void differentiated(NDArray outputs, NDArray loss);
    }

    /** {@link #trainEpoch(DeviceRows, int[], int, Probe, IntConsumer)} without a look at the steps. */
    public float trainEpoch(DeviceRows rows, int[] order, int batchSize, IntConsumer afterStep) {
        return trainEpoch(rows, order, batchSize, (outputs, mean) -> {}, afterStep);
    }

    /**
     * Trains on every row once, the last, partial batch included, and returns the mean loss over the rows.
     *
     * <p>Nothing here waits for the engine: the rows are gathered in their order at once, batches are slices of that, the
     * loss is summed on the device and read after the last step. The read also ends the last forward pass; {@link
     * EngineSession#adapter} waits for the updates after it.
     *
     * @param order positions in {@code rows}: each once in an epoch; any in a part of one that is timed
     * @param afterStep told the number of rows of each step
     */
    public float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep) {
        Engine engine = session.engine();
        try (NDManager epoch = manager.newSubManager()) {
            DeviceRows inOrder = rows.gather(epoch, order);
            NDArray total = epoch.zeros(new Shape());
            for (int from = 0; from < order.length; from += batchSize) {
                int to = Math.min(from + batchSize, order.length);
                Block called = called(to - from, true);
                try (NDManager step = epoch.newSubManager()) {
                    NDList images = new NDList(inOrder.images(step, from, to));
                    NDList truth = new NDList(inOrder.truth(step, from, to));
                    NDList outputs;
                    NDArray mean;
                    try (GradientCollector gradients = engine.newGradientCollector()) {
                        outputs = called.forward(store, images, true);
                        mean = loss.evaluate(truth, outputs);
                        gradients.backward(mean);
                    }
                    probe.differentiated(outputs.singletonOrThrow(), mean);
                    // A short last batch counts by its rows, so that the result is the mean over rows.
                    total.addi(to - from == batchSize ? mean : mean.mul((to - from) / (float) batchSize));
                    adam.step();
                }
                afterStep.accept(to - from);
            }
            float sum = total.getFloat();
            session.adapter().awaitAll();
            return sum * batchSize / order.length;
        }
    }

    /**
     * The output of each layer for some rows by the layer's name, in the order of the forward pass; empty for a network that is
     * not a sequence of layers.
     *
     * @param positions in {@code rows}
     */
    public Map<String, Npy> layers(DeviceRows rows, int[] positions) {
        Map<String, Npy> layers = new LinkedHashMap<>();
        if (network instanceof SequentialBlock sequence) {
            try (NDManager pass = manager.newSubManager()) {
                NDList values = new NDList(rows.gather(pass, positions).images(pass, 0, positions.length));
                List<NDArray> outputs = new ArrayList<>();
                // Recorded as in a training step, for MXNet takes other kernels when it records.
                try (GradientCollector recorded = session.engine().newGradientCollector()) {
                    for (Block layer : sequence.getChildren().values()) {
                        values = layer.forward(store, values, true);
                        outputs.add(values.singletonOrThrow());
                    }
                }
                // Read at the end only: MXNet gives an array that is read another layout, and the next layer another
                // kernel.
                for (int i = 0; i < outputs.size(); i++) {
                    layers.put(sequence.getChildren().keyAt(i), copy(outputs.get(i)));
                }
            }
        }
        return layers;
    }

    /** Each parameter by its name, in the network's order. */
    public Map<String, Npy> namedWeights() {
        Map<String, Npy> weights = new LinkedHashMap<>();
        network.getParameters()
                .forEach(named ->
                        weights.put(named.getKey(), copy(named.getValue().getArray())));
        return weights;
    }

    /** The gradient of each parameter as the last backward pass left it; to be called from a {@link Probe}. */
    public Map<String, Npy> gradients() {
        Map<String, Npy> gradients = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            try (NDArray gradient = named.getValue().getArray().getGradient()) {
                gradients.put(named.getKey(), copy(gradient));
            }
        }
        return gradients;
    }

    private static Npy copy(NDArray array) {
        return Npy.of(
                Arrays.stream(array.getShape().getShape())
                        .mapToObj(Math::toIntExact)
                        .toList(),
                array.toFloatArray());
    }

    @Override
    public void close() {
        adam.close();
        super.close();
    }
}
