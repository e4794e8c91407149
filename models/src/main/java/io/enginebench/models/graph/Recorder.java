package io.enginebench.models.graph;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                return recorded(network, rows);
            } catch (UnsupportedOperationException e) {
                throw named(e);
            }
        });
    }

    private static Graph recorded(Block network, DataDesc[] rows) {
        RecordingManager manager = new RecordingManager();
        network.setInitializer((any, shape, dtype) -> manager.source(Value.PARAMETER, shape, dtype), parameter -> true);
        network.initialize(
                manager,
                DataType.FLOAT32,
                Arrays.stream(rows).map(row -> batch(FIRST_BATCH, row)).toArray(Shape[]::new));
        Map<Graph.Parameter, Value> parameters = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : network.getParameters()) {
            Value value = RecordedArray.valueOf(pair.getValue().getArray());
            parameters.put(parameter(pair.getKey(), pair.getValue(), value), value);
        }
        return Unification.of(
                run(network, manager, FIRST_BATCH, rows), run(network, manager, SECOND_BATCH, rows), parameters);
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
