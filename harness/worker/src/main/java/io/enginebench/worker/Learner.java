package io.enginebench.worker;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import io.enginebench.engines.spi.EngineAdapter;
import io.enginebench.engines.spi.ImageLayout;
import io.enginebench.engines.spi.ParameterUpdate;
import io.enginebench.models.Networks;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskKind;
import io.enginebench.worker.Draws.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A network with its optimiser on one engine: trains an epoch, answers a batch.
 *
 * <p>Owns every array it makes; {@link #close} frees them. Not for several threads.
 */
final class Learner implements AutoCloseable {
    private final EngineSession session;
    private final NDManager manager;
    private final Shape row;
    private final Block network;
    private final List<Parameter> parameters;
    private final ParameterStore store;
    private final ParameterUpdate adam;
    private final Loss loss;
    private final boolean classification;
    private final Map<Form, Block> forms = new HashMap<>();

    /** A network with fresh weights drawn from the cell's seed and fold, and an optimiser that has made no step. */
    Learner(EngineSession session, QualitySpec spec) {
        this.session = session;
        this.manager = session.engine().newBaseManager(session.device());
        this.classification = spec.task().kind() == TaskKind.CLASSIFICATION;
        this.row = new Shape(
                spec.task().inputShape().stream().mapToLong(Integer::longValue).toArray());
        network = Networks.create(spec.model(), row, spec.task().outputs());
        network.setInitializer(
                new GlorotUniform(Draws.stream(spec.seed(), Purpose.WEIGHTS, spec.fold() == null ? 0 : spec.fold())),
                Parameter.Type.WEIGHT);
        network.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(row));
        parameters = new ArrayList<>(network.getParameters().values());
        store = new ParameterStore(manager, false);
        HyperParameters hyper = spec.hyperParameters();
        adam = session.adapter()
                .adam(parameters, manager, (float) hyper.optBaseLearningRate(), (float) hyper.optEpsilon());
        // The weight 1 makes DJL's L2 loss, which carries a half, the mean squared error.
        loss = classification ? Loss.softmaxCrossEntropyLoss() : Loss.l2Loss("mse", 1f);
    }

    /** Moves rows to the device, where they stay until the learner is closed or the set is. */
    DeviceRows load(Rows rows) {
        NDManager owner = manager.newSubManager();
        int count = rows.count();
        ImageLayout layout = session.adapter().imageLayout(session.device());
        return new DeviceRows(
                owner,
                layout == ImageLayout.CHANNELS_LAST
                        ? owner.create(rows.imagesChannelsLast(), new Shape(count, row.get(1), row.get(2), row.get(0)))
                        : owner.create(rows.images(), new Shape(count).addAll(row)),
                owner.create(rows.truth(), classification ? new Shape(count) : new Shape(count, 1)),
                session.adapter(),
                layout);
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
    float trainEpoch(DeviceRows rows, int[] order, int batchSize, IntConsumer afterStep) {
        return trainEpoch(rows, order, batchSize, Probe.NONE, afterStep);
    }

    /** As above, with a look at each step. */
    float trainEpoch(DeviceRows rows, int[] order, int batchSize, Probe probe, IntConsumer afterStep) {
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

    /** {@link #answer(DeviceRows, int, int, int, int, IntConsumer)} for all rows. */
    float[] answer(DeviceRows rows, int outputs, int batchSize, IntConsumer afterBatch) {
        return answer(rows, 0, rows.count(), outputs, batchSize, afterBatch);
    }

    /**
     * The network's outputs for the rows from {@code first} to before {@code end}, row by row: (row, output) flattened.
     *
     * <p>All batches are queued before the first is read, so the engine is never left waiting for the host.
     */
    float[] answer(DeviceRows rows, int first, int end, int outputs, int batchSize, IntConsumer afterBatch) {
        float[] answers = new float[(end - first) * outputs];
        try (NDManager pass = manager.newSubManager()) {
            List<NDArray> queued = new ArrayList<>();
            for (int from = first; from < end; from += batchSize) {
                int to = Math.min(from + batchSize, end);
                try (NDManager step = pass.newSubManager()) {
                    NDArray batch = rows.images(step, from, to);
                    NDArray output = called(to - from, false)
                            .forward(store, new NDList(batch), false)
                            .singletonOrThrow();
                    output.attach(pass);
                    queued.add(output);
                }
                afterBatch.accept(to - from);
            }
            int filled = 0;
            for (NDArray output : queued) {
                float[] values = output.toFloatArray();
                System.arraycopy(values, 0, answers, filled, values.length);
                filled += values.length;
            }
        }
        return answers;
    }

    /**
     * The output of each layer for some rows, in the order of the forward pass; empty for a network that is not a sequence of
     * layers.
     *
     * @param positions in {@code rows}
     */
    List<NamedValues> layers(DeviceRows rows, int[] positions) {
        List<NamedValues> layers = new ArrayList<>();
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
                    layers.add(NamedValues.of(sequence.getChildren().keyAt(i), outputs.get(i)));
                }
            }
        }
        return layers;
    }

    /** Each parameter, in the network's order. */
    List<NamedValues> namedWeights() {
        return network.getParameters().stream()
                .map(named -> NamedValues.of(named.getKey(), named.getValue().getArray()))
                .toList();
    }

    /** The gradient of each parameter as the last backward pass left it; to be called from a {@link Probe}. */
    List<NamedValues> gradients() {
        List<NamedValues> gradients = new ArrayList<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            try (NDArray gradient = named.getValue().getArray().getGradient()) {
                gradients.add(NamedValues.of(named.getKey(), gradient));
            }
        }
        return gradients;
    }

    /** How many numbers the network learns. */
    long parameterCount() {
        return parameters.stream()
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    /** All parameters in the network's order, one after the other. */
    float[] weights() {
        float[] weights = new float[Math.toIntExact(parameterCount())];
        int filled = 0;
        for (Parameter parameter : parameters) {
            float[] values = parameter.getArray().toFloatArray();
            System.arraycopy(values, 0, weights, filled, values.length);
            filled += values.length;
        }
        return weights;
    }

    /** {@link #weights} as an array of one axis. */
    Npy parameters() {
        float[] weights = weights();
        return Npy.of(List.of(weights.length), weights);
    }

    /**
     * Replaces all parameters.
     *
     * @param learnt what {@link #parameters} of a learner of the same network gave
     */
    void take(Npy learnt) {
        if (!learnt.shape().equals(List.of(Math.toIntExact(parameterCount())))) {
            throw new IllegalArgumentException(
                    "weights must be (%d), got %s".formatted(parameterCount(), learnt.shape()));
        }
        float[] all = learnt.rows(IntStream.range(0, learnt.shape().get(0)).toArray());
        int taken = 0;
        for (Parameter parameter : parameters) {
            int size = Math.toIntExact(parameter.getArray().size());
            parameter.getArray().set(Arrays.copyOfRange(all, taken, taken + size));
            taken += size;
        }
    }

    /** SHA-256 of {@link #weights}. */
    String weightsSha256() {
        return new Digest().add(weights()).hex();
    }

    @Override
    public void close() {
        adam.close();
        network.clear();
        manager.close();
    }

    /** What is called for batches of some rows: whatever the engine makes of the network, asked for once. */
    private Block called(int rows, boolean training) {
        return forms.computeIfAbsent(
                new Form(rows, training),
                form -> session.adapter().compiled(network, manager, new Shape(rows).addAll(row), training));
    }

    private record Form(int rows, boolean training) {}

    /** Looks at a training step between its backward pass and its update. */
    @FunctionalInterface
    interface Probe {
        /** Looks away. */
        Probe NONE = (outputs, loss) -> {};

        /**
         * A batch has been differentiated and the weights are still those it was differentiated at.
         *
         * @param outputs (row, output), freed after the step
         * @param loss the mean over the rows, freed after the step
         */
        void differentiated(NDArray outputs, NDArray loss);
    }

    /**
     * Rows on the device.
     *
     * @param owner of the two arrays
     * @param x (row, channel, height, width), or (row, height, width, channel) if the layout says so
     * @param y (row) of class numbers, or (row, 1) of targets
     */
    record DeviceRows(NDManager owner, NDArray x, NDArray y, EngineAdapter adapter, ImageLayout layout)
            implements AutoCloseable {
        int count() {
            return Math.toIntExact(x.getShape().get(0));
        }

        /** The rows at some positions, in that order; owned by {@code manager}. */
        DeviceRows gather(NDManager manager, int[] positions) {
            NDIndex index = new NDIndex("{}", manager.create(positions));
            return new DeviceRows(manager, x.get(manager, index), y.get(manager, index), adapter, layout);
        }

        /** The images of rows {@code from} to {@code to - 1}: (row, channel, height, width) in either layout. */
        NDArray images(NDManager manager, int from, int to) {
            NDArray batch = adapter.rows(manager, x, from, to);
            return layout == ImageLayout.CHANNELS_LAST ? batch.transpose(0, 3, 1, 2) : batch;
        }

        /** The classes or targets of rows {@code from} to {@code to - 1}. */
        NDArray truth(NDManager manager, int from, int to) {
            return adapter.rows(manager, y, from, to);
        }

        @Override
        public void close() {
            owner.close();
        }
    }
}
