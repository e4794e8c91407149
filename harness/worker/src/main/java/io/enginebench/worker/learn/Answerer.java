package io.enginebench.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.enginebench.engines.spi.ImageLayout;
import io.enginebench.models.Networks;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.TaskKind;
import io.enginebench.worker.learn.Draws.Purpose;
import io.enginebench.worker.session.Digest;
import io.enginebench.worker.session.EngineSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A network with its weights on one engine: answers rows. It has what that takes and nothing else: no optimiser, no loss, no
 * gradients.
 *
 * <p>Owns every array it makes; {@link #close} frees them. Not for several threads.
 */
public sealed class Answerer implements AutoCloseable permits Learner {
    final EngineSession session;
    final NDManager manager;
    final Block network;
    final List<Parameter> parameters;
    final ParameterStore store;
    final boolean classification;
    private final Shape row;
    private final Map<Form, Block> forms = new HashMap<>();

    /** A network with fresh weights drawn from the cell's seed and fold. */
    public Answerer(EngineSession session, QualitySpec spec) {
        this(session, spec, false);
    }

    Answerer(EngineSession session, QualitySpec spec, boolean learns) {
        this.session = session;
        this.manager = session.engine().newBaseManager(session.device());
        this.classification = spec.task().kind() == TaskKind.CLASSIFICATION;
        this.row = new Shape(
                spec.task().inputShape().stream().mapToLong(Integer::longValue).toArray());
        network = Networks.create(spec.model(), row, spec.task().outputs());
        network.setInitializer(
                new GlorotUniform(Draws.stream(spec.seed(), Purpose.WEIGHTS, spec.fold())), Parameter.Type.WEIGHT);
        if (!learns) {
            // Before the weights exist: MXNet makes room for a gradient with the weight and never gives it back.
            network.freezeParameters(true);
        }
        network.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(row));
        parameters = new ArrayList<>(network.getParameters().values());
        store = new ParameterStore(manager, false);
    }

    /** Moves rows to the device, where they stay until this is closed or the set is, and waits until they are there. */
    public final DeviceRows load(Rows rows) {
        NDManager owner = manager.newSubManager();
        int count = rows.count();
        ImageLayout layout = session.adapter().imageLayout(session.device());
        NDArray images = layout == ImageLayout.CHANNELS_LAST
                ? owner.create(rows.imagesChannelsLast(), new Shape(count, row.get(1), row.get(2), row.get(0)))
                : owner.create(rows.images(), new Shape(count).addAll(row));
        NDArray truth = owner.create(rows.truth(), classification ? new Shape(count) : new Shape(count, 1));
        session.adapter().awaitAll();
        return new DeviceRows(owner, images, truth, session.adapter(), layout);
    }

    /** {@link #answer(DeviceRows, int, int, int, IntConsumer)} for all rows. */
    public final float[] answer(DeviceRows rows, int batchSize, IntConsumer afterBatch) {
        return answer(rows, 0, rows.count(), batchSize, afterBatch);
    }

    /**
     * The network's outputs for the rows from {@code first} to before {@code end}, row by row: (row, output) flattened.
     *
     * <p>All batches are queued before the first is read, so the engine is never left waiting for the host.
     *
     * @param afterBatch told the number of rows of each batch
     */
    public final float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch) {
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
            return read(queued);
        }
    }

    /** All parameters in the network's order, one after the other, as an array of one axis. */
    public final Npy weights() {
        float[] weights = read(parameters.stream().map(Parameter::getArray).toList());
        return Npy.of(List.of(weights.length), weights);
    }

    /** SHA-256 of {@link #weights}. */
    public final String weightsSha256() {
        return new Digest().add(weights()).hex();
    }

    /**
     * Replaces all parameters.
     *
     * @param learnt what {@link #weights} of the same network gave
     */
    public final void take(Npy learnt) {
        List<Integer> shape = List.of(parameters.stream()
                .mapToInt(one -> Math.toIntExact(one.getArray().size()))
                .sum());
        if (!learnt.shape().equals(shape)) {
            throw new IllegalArgumentException("weights must be (%d), got %s".formatted(shape.get(0), learnt.shape()));
        }
        float[] all = learnt.rows(IntStream.range(0, shape.get(0)).toArray());
        int taken = 0;
        for (Parameter parameter : parameters) {
            int size = Math.toIntExact(parameter.getArray().size());
            parameter.getArray().set(Arrays.copyOfRange(all, taken, taken + size));
            taken += size;
        }
    }

    /** What is called for batches of some rows: whatever the engine makes of the network, asked for once. */
    final Block called(int rows, boolean training) {
        return forms.computeIfAbsent(
                new Form(rows, training),
                form -> session.adapter().compiled(network, manager, new Shape(rows).addAll(row), training));
    }

    private record Form(int rows, boolean training) {}

    /** The numbers of some arrays, one array after the other. */
    private static float[] read(List<NDArray> arrays) {
        float[] all = new float
                [Math.toIntExact(arrays.stream().mapToLong(NDArray::size).sum())];
        int filled = 0;
        for (NDArray array : arrays) {
            float[] values = array.toFloatArray();
            System.arraycopy(values, 0, all, filled, values.length);
            filled += values.length;
        }
        return all;
    }

    @Override
    public void close() {
        network.clear();
        manager.close();
    }
}
