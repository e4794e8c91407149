package io.enginebench.models.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.enginebench.models.graph.Unification.Recording;
import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Records what any network in DJL's block API computes, with every shape and attribute, without an engine and without any
 * number being computed.
 *
 * <p>The network is run twice in evaluation, on batches of two sizes, so that its graph says which lengths are the batch's. It may
 * call whatever {@code OperatorRules} has a shape for; it must not look at numbers.
 */
public final class Recorder {
    /** Primes that are unlikely as lengths of anything else, and nothing is computed, so they cost nothing. */
    private static final long FIRST_BATCH = 101;

    private static final long SECOND_BATCH = 103;

    private Recorder() {}

    /**
     * What a network computes. While it is recorded, no other thread of the process may use DJL, whose default engine is
     * another one for that time.
     *
     * @param network not initialised; it is used up, for its parameters become arrays without numbers
     * @param rows shape, without a batch, and type of one row of each input
     * @throws IllegalArgumentException if the network cannot take such rows, or does something else for another size of batch
     * @throws UnsupportedOperationException if it calls an operator that cannot be recorded; names it
     */
    public static Graph record(Block network, DataDesc... rows) {
        Check.that(!network.isInitialized(), "a network that is recorded", "not initialised", "one that is");
        return RecordingEngine.asDefault(() -> {
            try {
                return Recorded.of(network, rows).graph();
            } catch (UnsupportedOperationException e) {
                throw named(e);
            }
        });
    }

    /**
     * For each layer of a network that makes one array, named by its path in the order of the forward pass, the name that the network's
     * graph has for that array.
     *
     * @param network as {@link #record} takes it: another one of the same
     */
    public static Map<String, String> layers(Block network, DataDesc row) {
        return RecordingEngine.asDefault(() -> {
            Recorded recorded = Recorded.of(network, row);
            Meanings meanings = new Meanings();
            meanings.source(recorded.first().inputs().get(0), 0);
            Map<Integer, String> arrays = new HashMap<>();
            Map<Value, String> names = Unification.names(recorded.first(), recorded.second(), recorded.parameters());
            recorded.first()
                    .values()
                    .forEach(value -> arrays.put(meanings.of(value), Objects.requireNonNull(names.get(value))));
            NDArray input = recorded.manager().source(Value.INPUT, batch(FIRST_BATCH, row), row.getDataType());
            meanings.source(RecordedArray.valueOf(input), 0);
            Map<String, String> layers = new LinkedHashMap<>();
            LayerWalk walk = new LayerWalk(new ParameterStore(recorded.manager(), false), false, (path, output) -> {
                String array = arrays.get(meanings.of(RecordedArray.valueOf(output)));
                if (array != null) {
                    layers.put(path, array);
                }
            });
            walk.through(network, new NDList(input));
            return layers;
        });
    }

    /** A network that has been run on batches of both sizes. */
    private record Recorded(
            RecordingManager manager, Map<Graph.Parameter, Value> parameters, Recording first, Recording second) {
        static Recorded of(Block network, DataDesc... rows) {
            RecordingManager manager = new RecordingManager();
            network.setInitializer(
                    (any, shape, dtype) -> manager.source(Value.PARAMETER, shape, dtype), parameter -> true);
            network.initialize(
                    manager,
                    DataType.FLOAT32,
                    Arrays.stream(rows).map(row -> batch(FIRST_BATCH, row)).toArray(Shape[]::new));
            Map<Graph.Parameter, Value> parameters = new LinkedHashMap<>();
            for (Pair<String, Parameter> pair : network.getParameters()) {
                Value value = RecordedArray.valueOf(pair.getValue().getArray());
                parameters.put(parameter(pair.getKey(), pair.getValue(), value), value);
            }
            return new Recorded(
                    manager,
                    parameters,
                    run(network, manager, FIRST_BATCH, rows),
                    run(network, manager, SECOND_BATCH, rows));
        }

        Graph graph() {
            return Unification.of(first, second, parameters);
        }
    }

    private static Shape batch(long size, DataDesc row) {
        return new Shape(Lengths.concat(new long[] {size}, row.getShape().getShape()));
    }

    private static Graph.Parameter parameter(String name, Parameter parameter, Value value) {
        return new Graph.Parameter(
                name,
                Call.list(value.lengths()),
                Unification.elementType(name, value.dtype()),
                Graph.Role.valueOf(parameter.getType().name()),
                parameter.requiresGradient());
    }

    private static Recording run(Block network, RecordingManager manager, long batch, DataDesc[] rows) {
        NDList inputs = new NDList();
        for (DataDesc row : rows) {
            inputs.add(manager.source(Value.INPUT, batch(batch, row), row.getDataType()));
        }
        // Blocks may change the list that they are given; LSTM adds its states to it.
        List<Value> given = values(inputs);
        NDList outputs = network.forward(new ParameterStore(manager, false), inputs, false);
        return new Recording(batch, given, values(outputs));
    }

    private static List<Value> values(NDList arrays) {
        return arrays.stream().map(RecordedArray::valueOf).toList();
    }

    /** DJL says only "Not supported!" of what a manager cannot make; the method that said so has the name. */
    private static UnsupportedOperationException named(UnsupportedOperationException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 || !trace[0].getClassName().startsWith("ai.djl.")
                ? e
                : new UnsupportedOperationException(
                        "operators of a network must be ones that can be recorded, got " + trace[0].getMethodName(), e);
    }
}
