package io.enginebench.engines.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.LayerWalk;
import io.enginebench.models.graph.Recorder;
import io.enginebench.models.weights.GlorotUniform;
import io.enginebench.models.weights.Nudged;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A network in DJL's block API with its parameters on one engine: what both divisions have in common. */
abstract class DjlNetwork implements Answerer {
    final DjlSession session;
    final NDManager manager;
    final Block network;
    /** Makes the same network without parameters. */
    private final Supplier<Block> definition;

    private @Nullable Graph graph;
    /** All of them, running statistics included. */
    final List<Parameter> parameters;

    /** Those that training changes by their gradients, even if they are frozen. */
    private final Set<Parameter> trained;

    /** What answers in its place; null where that is the network itself. */
    private final @Nullable HalfNetwork half;

    final ParameterStore store;
    final boolean classification;
    private final int outputs;
    private final RowInput input;
    /** The shape of a row. */
    final Shape row;

    /**
     * Fresh weights drawn from the cell's seed and fold.
     *
     * @param purpose of its training; null for a network that only answers, whose parameters get no gradients
     */
    DjlNetwork(DjlSession session, QualitySpec spec, Learner.@Nullable Purpose purpose) {
        if (spec.setting().dtype() == Dtype.BFLOAT16) {
            // The library of DJL's PyTorch, asked for an array of it, ends the process, on every device.
            throw new UnsupportedException("dtype must be float32 or float16, got bfloat16");
        }
        this.session = session;
        this.manager = session.engine().newBaseManager(session.device());
        this.classification = spec.task().kind() == TaskKind.CLASSIFICATION;
        this.outputs = spec.task().outputs();
        this.input = spec.task().input();
        this.row = new Shape(input.lengths());
        definition = () -> defined(spec, purpose);
        network = definition.get();
        network.setInitializer(
                new GlorotUniform(
                        Draws.stream(spec.seed(), Draws.Purpose.WEIGHTS, spec.fold()),
                        nudged(purpose)
                                .map(size ->
                                        new Nudged(Draws.stream(spec.seed(), Draws.Purpose.NUDGE, spec.fold()), size))
                                .orElse(null)),
                Parameter.Type.WEIGHT);
        trained = network.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .collect(Collectors.toSet());
        if (purpose == null) {
            // Before the weights exist: MXNet makes room for a gradient with the weight and never gives it back.
            network.freezeParameters(true);
        }
        network.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(row));
        parameters = new ArrayList<>(network.getParameters().values());
        store = new ParameterStore(manager, false);
        half = half(spec.setting().dtype());
    }

    private @Nullable HalfNetwork half(Dtype dtype) {
        if (dtype == Dtype.FLOAT32) {
            return null;
        }
        HalfNetwork narrow = new HalfNetwork(definition.get(), manager, row);
        narrow.take(parameters);
        return narrow;
    }

    /** What answers. */
    final Block answering() {
        return half == null ? network : half.block();
    }

    /** Not every version of DJL that an engine may bring has all that the networks are made of. */
    private static Block defined(QualitySpec spec, Learner.@Nullable Purpose purpose) {
        RowInput input = spec.task().input();
        int outputs = spec.task().outputs();
        try {
            return purpose != Learner.Purpose.TRACE && purpose != Learner.Purpose.TRACE_NUDGED
                    ? Networks.create(spec.model(), input, outputs)
                    : Networks.createWithoutDropout(spec.model(), input, outputs);
        } catch (LinkageError e) {
            throw new UnsupportedException("DJL %s cannot define %s: it lacks %s"
                    .formatted(Engine.getDjlVersion(), spec.model(), e.getMessage()));
        }
    }

    /** How much starting weights are off; empty for not at all. */
    private static Optional<Nudged.Size> nudged(Learner.@Nullable Purpose purpose) {
        return purpose == Learner.Purpose.LEARN_NUDGED
                ? Optional.of(Nudged.Size.ULP)
                : purpose == Learner.Purpose.TRACE_NUDGED ? Optional.of(Nudged.Size.MILLIONTH) : Optional.empty();
    }

    /** The order in memory in which images are loaded. */
    abstract ImageLayout imageLayout();

    /** The type and shape of a batch of so many rows. */
    final DataDesc batch(int rows) {
        return described(new Shape(rows).addAll(row));
    }

    private DataDesc described(Shape shape) {
        return new DataDesc(shape, DataType.valueOf(input.dtype().name()));
    }

    /** What the network computes. */
    final Graph graph() {
        if (graph == null) {
            graph = Recorder.record(definition.get(), described(row));
        }
        return graph;
    }

    /** Adds a batch's mean loss to a total of full batches. */
    static void add(NDArray total, NDArray mean, int rows, int batchSize) {
        // A short last batch counts by its rows, so that the result is the mean over rows.
        total.addi(rows == batchSize ? mean : mean.mul(rows / (float) batchSize));
    }

    @Override
    public final DeviceRows load(Rows rows) {
        NDManager owner = manager.newSubManager();
        int count = rows.count();
        ImageLayout layout = input.image() ? imageLayout() : ImageLayout.CHANNELS_FIRST;
        Shape shape = new Shape(count).addAll(row);
        NDArray x;
        if (layout == ImageLayout.CHANNELS_LAST) {
            x = owner.create(rows.imagesChannelsLast(), new Shape(count, row.get(1), row.get(2), row.get(0)));
        } else {
            x = input.text() ? owner.create(rows.tokens(), shape) : owner.create(rows.values(), shape);
        }
        NDArray truth = owner.create(rows.truth(), classification ? new Shape(count) : new Shape(count, outputs));
        session.adapter().awaitAll();
        return new DjlRows(owner, x, truth, session.adapter(), layout);
    }

    @Override
    public final Npy weights() {
        float[] weights = read(parameters.stream().map(Parameter::getArray).toList());
        return Npy.of(List.of(weights.length), weights);
    }

    @Override
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
        if (half != null) {
            half.take(parameters);
        }
    }

    /** Those that training changes by their gradients. */
    final List<Parameter> trained() {
        return parameters.stream().filter(trained::contains).toList();
    }

    /** {@link Learner#layers}. */
    public final void layers(DeviceRows rows, int[] positions, Learner.LayerSink sink) throws IOException {
        try (NDManager pass = manager.newSubManager()) {
            NDList values = new NDList(((DjlRows) rows).gather(pass, positions).inputs(pass, 0, positions.length));
            Map<String, NDArray> outputs = new LinkedHashMap<>();
            // Recorded as in a training step, for MXNet takes other kernels when it records.
            try (GradientCollector recorded = session.engine().newGradientCollector()) {
                new LayerWalk(store, true, outputs::put).through(network, values);
            }
            // Read at the end only: MXNet gives an array that is read another layout, and the next layer another
            // kernel.
            for (Map.Entry<String, NDArray> output : outputs.entrySet()) {
                sink.made(output.getKey(), copy(output.getValue()));
            }
        }
    }

    @Override
    public final Map<String, Npy> namedWeights(boolean trained) {
        Map<String, Npy> weights = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            if (this.trained.contains(named.getValue()) == trained) {
                weights.put(named.getKey(), copy(named.getValue().getArray()));
            }
        }
        return weights;
    }

    /** {@link Learner#gradients}. */
    public final Map<String, Npy> gradients() {
        Map<String, Npy> gradients = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            if (!named.getValue().requiresGradient()) {
                continue;
            }
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

    /** The numbers of some arrays, one array after the other. */
    static float[] read(List<NDArray> arrays) {
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
        if (half != null) {
            half.close();
        }
        network.clear();
        manager.close();
    }
}
