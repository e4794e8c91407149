package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.engines.tensorflow.lowering.Forward;
import io.enginebench.engines.tensorflow.lowering.Ops;
import io.enginebench.engines.tensorflow.lowering.Storage;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A recorded network in a graph of TensorFlow with its parameters as variables, in a session of its own. Forward passes are added for each
 * size of batch that turns up, so that every shape is known to what optimises them.
 */
final class Network implements AutoCloseable {
    private final Graph recorded;
    private final RowInput input;
    private final boolean channelsLast;
    private final org.tensorflow.Graph graph = new org.tensorflow.Graph();
    private final Ops ops;
    private final boolean onCard;
    private final Session session;
    private final Map<String, Storage> storages;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Output<?> x;
    private final Output<?> from;

    /** Its parameters have no values yet. */
    Network(TensorFlowSession runtime, Graph recorded, RowInput input) {
        this.recorded = recorded;
        this.input = input;
        channelsLast = input.image() && Forward.imagesChannelsLast(recorded);
        storages = Storage.of(recorded);
        ops = runtime.place().ops(graph);
        onCard = runtime.place().gpu().isPresent();
        session = new Session(graph, runtime.config());
        for (Graph.Parameter parameter : recorded.parameters()) {
            variables.put(
                    parameter.name(),
                    Variable.of(
                            ops,
                            parameter.name(),
                            DataType.DT_FLOAT,
                            storage(parameter).lengths()));
        }
        long[] rows = rowInMemory();
        long[] all = new long[rows.length + 1];
        all[0] = -1;
        System.arraycopy(rows, 0, all, 1, rows.length);
        x = ops.placeholder(input.text() ? DataType.DT_INT64 : DataType.DT_FLOAT, all);
        from = ops.placeholder(DataType.DT_INT32, 1);
    }

    /** What a network computes. */
    static Graph recorded(RecordingRequest request) {
        Recording recording = RecorderMain.recorded(request);
        Graph graph = recording.graph();
        if (graph == null) {
            throw new UnsupportedException(String.valueOf(recording.reason()));
        }
        return graph;
    }

    Graph recorded() {
        return recorded;
    }

    /** Whether it is on a GPU. */
    boolean onCard() {
        return onCard;
    }

    Ops ops() {
        return ops;
    }

    org.tensorflow.Graph graph() {
        return graph;
    }

    Variable variable(String parameter) {
        return Objects.requireNonNull(variables.get(parameter));
    }

    private Storage storage(Graph.Parameter parameter) {
        return Objects.requireNonNull(storages.get(parameter.name()));
    }

    /** The lengths of a row as {@link TensorRows} have it. */
    long[] rowInMemory() {
        long[] row = input.lengths();
        return channelsLast ? new long[] {row[1], row[2], row[0]} : row;
    }

    boolean channelsLast() {
        return channelsLast;
    }

    /**
     * So many rows behind one another, from the one that each run is told. They are taken on the host, where all rows are, so that a card
     * is sent these alone.
     */
    Output<?> rowsInTurn(Output<?> all, int rows) {
        return ops.onHost(() -> slice(all, rows));
    }

    private Output<?> slice(Output<?> all, int rows) {
        long[] size = all.shape().asArray();
        size[0] = rows;
        Output<?> begin = from;
        if (size.length > 1) {
            Output<?> others = ops.wholes(new long[size.length - 1]);
            begin = ops.concat(from, others);
        }
        return ops.add("Slice", all, begin, ops.wholes(size));
    }

    /** Rows at some positions, on the host as well. */
    Output<?> rowsAt(Output<?> all, Output<?> positions) {
        return ops.onHost(() -> ops.add("GatherV2", all, positions, ops.whole(0)));
    }

    /** All rows of a run. */
    Output<?> x() {
        return x;
    }

    Forward forward(Forward.Mode mode, int rows, Output<?> batch) {
        Map<String, Output<?>> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> values.put(name, variable.read()));
        return Forward.of(ops, recorded, mode, rows, batch, values);
    }

    /** A run on some rows from one on. */
    Session.Runner runner(TensorRows rows, TInt32 first) {
        return runner().feed(x, rows.x()).feed(from, first);
    }

    Session.Runner runner() {
        return session.runner();
    }

    /** Does something that needs nothing. */
    void run(Operation operation) {
        run(runner().addTarget(operation)).close();
    }

    /** What comes of a run, once all of it has been done. */
    static Result run(Session.Runner runner) {
        return Place.refusing(runner::run);
    }

    /** Copies an array of floats. */
    static int copy(Tensor from, float[] to, int at) {
        int length = Math.toIntExact(from.shape().size());
        from.asRawTensor().data().asFloats().read(to, at, length);
        return length;
    }

    /** Some arrays of a run; the same array may be asked for twice. */
    static List<float[]> fetched(Session.Runner runner, Collection<Output<?>> outputs) {
        Map<Output<?>, float[]> values = new LinkedHashMap<>();
        outputs.forEach(output ->
                values.put(output, new float[Math.toIntExact(output.shape().size())]));
        values.keySet().forEach(runner::fetch);
        try (Result result = run(runner)) {
            int i = 0;
            for (float[] each : values.values()) {
                copy(result.get(i++), each, 0);
            }
        }
        return outputs.stream()
                .map(output -> Objects.requireNonNull(values.get(output)))
                .toList();
    }

    /** Every parameter by its name, as the network has it. */
    Map<String, float[]> weights() {
        List<Output<?>> reads = new ArrayList<>();
        variables.values().forEach(variable -> reads.add(variable.read()));
        List<float[]> values = fetched(runner(), reads);
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Graph.Parameter parameter : recorded.parameters()) {
            weights.put(parameter.name(), inOrder(parameter, values.get(weights.size())));
        }
        return weights;
    }

    /** An array of a parameter's, its values or their derivatives, as the network has it. */
    float[] inOrder(Graph.Parameter parameter, float[] stored) {
        return storage(parameter).loaded(stored, parameter.shape());
    }

    /** Replaces every parameter. */
    void become(Map<String, float[]> weights) {
        for (Graph.Parameter parameter : recorded.parameters()) {
            Storage storage = storage(parameter);
            float[] values = storage.stored(
                    Objects.requireNonNull(weights.get(parameter.name()), parameter.name()), parameter.shape());
            Variable variable = variable(parameter.name());
            try (TFloat32 given =
                    TFloat32.tensorOf(Shape.of(storage.lengths()), DataBuffers.of(values, false, false))) {
                run(runner().feed(variable.given(), given).addTarget(variable.assign()))
                        .close();
            }
        }
    }

    /** Lengths as an array of this project has them. */
    static List<Integer> lengths(List<Long> shape) {
        return shape.stream().map(Math::toIntExact).toList();
    }

    static List<Integer> lengths(Shape shape) {
        return Arrays.stream(shape.asArray()).mapToObj(Math::toIntExact).toList();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
