package io.enginebench.models.graph;

import ai.djl.ndarray.types.DataType;
import io.enginebench.record.Check;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes one graph for batches of any size of the recordings of two sizes. Both must be the same calls on the same parameters;
 * where lengths differ they must be the same multiple of both sizes, and leading.
 */
final class Unification {
    private final Recording first;
    private final Recording second;
    private final Map<Value, String> names = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();

    /**
     * What a network did with a batch.
     *
     * @param batch the size of the batch
     */
    record Recording(long batch, List<Value> inputs, List<Value> outputs) {
        /** What the outputs are made of, in order of execution. */
        List<Value> values() {
            Set<Value> seen = new HashSet<>();
            Deque<Value> open = new ArrayDeque<>(outputs);
            while (!open.isEmpty()) {
                Value value = open.pop();
                if (seen.add(value)) {
                    open.addAll(value.inputs());
                }
            }
            return seen.stream().sorted(Comparator.comparingLong(Value::order)).toList();
        }
    }

    private Unification(Recording first, Recording second) {
        this.first = first;
        this.second = second;
    }

    /**
     * The graph.
     *
     * @param parameters in order, with the values that stand for them
     * @throws IllegalArgumentException if the network does something else for another size of batch
     */
    static Graph of(Recording first, Recording second, Map<Graph.Parameter, Value> parameters) {
        return new Unification(first, second).graph(parameters);
    }

    /** The names that the graph has for the values of the first recording. */
    static Map<Value, String> names(Recording first, Recording second, Map<Graph.Parameter, Value> parameters) {
        Unification unification = new Unification(first, second);
        unification.graph(parameters);
        return unification.names;
    }

    private Graph graph(Map<Graph.Parameter, Value> parameters) {
        List<Graph.Input> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            Value value = first.inputs().get(i);
            String name = first.inputs().size() == 1 ? "input" : "input_" + (i + 1);
            names.put(value, name);
            names.put(second.inputs().get(i), name);
            inputs.add(new Graph.Input(
                    name, shape(name, value, second.inputs().get(i)), elementType(name, value.dtype())));
        }
        parameters.forEach((parameter, value) -> names.putIfAbsent(value, parameter.name()));
        List<Value> left = first.values();
        List<Value> right = second.values();
        mustBeSame("number of operators", left.size(), right.size());
        List<Graph.Node> nodes = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            String given = names.get(left.get(i));
            if (given == null) {
                nodes.add(node(left.get(i), right.get(i)));
            } else {
                mustBeSame("arrays that are used", given, names.getOrDefault(right.get(i), "another"));
            }
        }
        mustBeSame("outputs", named(first.outputs()), named(second.outputs()));
        return new Graph(inputs, List.copyOf(parameters.keySet()), nodes, named(first.outputs()));
    }

    private Graph.Node node(Value left, Value right) {
        mustBeSame("operators", left.operator(), right.operator());
        String name = left.operator() + "_" + calls.merge(left.operator(), 1, Integer::sum);
        mustBeSame("attributes of " + name, left.attributes(), right.attributes());
        mustBeSame("inputs of " + name, named(left.inputs()), named(right.inputs()));
        names.put(left, name);
        names.put(right, name);
        return new Graph.Node(
                name,
                left.operator(),
                named(left.inputs()),
                shape(name, left, right),
                elementType(name, left.dtype()),
                left.attributes());
    }

    private List<String> named(List<Value> values) {
        return values.stream()
                .map(value -> Objects.requireNonNull(names.get(value), "an array must be recorded before it is used"))
                .toList();
    }

    private List<Long> shape(String name, Value left, Value right) {
        long[] lengths = left.lengths();
        long[] others = right.lengths();
        mustBeSame("number of axes of " + name, lengths.length, others.length);
        for (int axis = 0; axis < lengths.length; axis++) {
            if (lengths[axis] != others[axis]) {
                Check.that(
                        axis == 0
                                && lengths[axis] % first.batch() == 0
                                && lengths[axis] / first.batch() * second.batch() == others[axis],
                        "shape of " + name,
                        "the same for every size of batch but for a leading multiple of the batch",
                        left.shape() + " and " + right.shape() + " for batches of " + first.batch() + " and "
                                + second.batch());
                lengths = Lengths.with(lengths, axis, -(lengths[axis] / first.batch()));
            }
        }
        return Call.list(lengths);
    }

    private void mustBeSame(String what, Object left, Object right) {
        Check.that(
                left.equals(right),
                what,
                "the same for every size of batch",
                left + " and " + right + " for batches of " + first.batch() + " and " + second.batch());
    }

    static ElementType elementType(String name, DataType dtype) {
        try {
            return ElementType.valueOf(dtype.name());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Check.mistake("elements of " + name, "of one of " + List.of(ElementType.values()), dtype), e);
        }
    }
}
