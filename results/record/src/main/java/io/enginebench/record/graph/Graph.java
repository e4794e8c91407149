package io.enginebench.record.graph;

import io.enginebench.record.Check;
import io.enginebench.record.json.CanonicalJson;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.JsonEnum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a network computes in evaluation, for batches of any size.
 *
 * <p>A shape lists the length of each axis; its leading length is negative where the array has rows of a batch: −1 is the size
 * of the batch, −k is k times that. No other axis depends on the batch.
 *
 * @param inputs in the order in which the network takes them
 * @param parameters in the network's order, those that nothing uses included
 * @param nodes in order of execution: each uses only inputs, parameters and nodes before it
 * @param outputs names of inputs or nodes
 */
public record Graph(List<Input> inputs, List<Parameter> parameters, List<Node> nodes, List<String> outputs) {
    public Graph {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        Map<String, Array> known = new HashMap<>();
        inputs.forEach(input -> add(known, input));
        parameters.forEach(parameter -> add(known, parameter));
        for (Node node : nodes) {
            mustBeKnown(known, "inputs of " + node.name(), node.inputs());
            add(known, node);
        }
        parameters.forEach(parameter -> known.remove(parameter.name()));
        mustBeKnown(known, "outputs", outputs);
    }

    private static void add(Map<String, Array> known, Array array) {
        Check.that(known.put(array.name(), array) == null, "names in a graph", "distinct", array.name() + " twice");
    }

    private static void mustBeKnown(Map<String, Array> known, String name, List<String> names) {
        Check.that(known.keySet().containsAll(names), name, "arrays named before it", names);
    }

    /** Whatever has a name, a shape and elements of a type. */
    public sealed interface Array {
        String name();

        /** The length of each axis, the leading one negative for a multiple of the batch. */
        List<Long> shape();

        ElementType dtype();
    }

    /** What the network is given, usually (batch, …). */
    public record Input(String name, List<Long> shape, ElementType dtype) implements Array {
        public Input {
            shape = Dimensions.checked(name, shape);
        }
    }

    /**
     * An array that the network owns.
     *
     * @param shape without a batch
     * @param role what it is in its layer, which decides how it is initialised
     * @param trainable whether it has a gradient; false of running statistics, which change in training all the same
     */
    public record Parameter(String name, List<Long> shape, ElementType dtype, Role role, boolean trainable)
            implements Array {
        public Parameter {
            shape = Dimensions.checked(name, shape);
            Check.that(shape.isEmpty() || shape.get(0) > 0, "shape of parameter " + name, "free of a batch", shape);
        }
    }

    /** What a parameter is in its layer, as DJL tells them apart. */
    public enum Role implements JsonEnum {
        WEIGHT,
        BIAS,
        GAMMA,
        BETA,
        RUNNING_MEAN,
        RUNNING_VAR,
        OTHER
    }

    /**
     * One call of an operator; its name is also that of the array it makes.
     *
     * @param operator as DJL's method is called; a name that {@link Operator} lacks is of an operator nobody here knows yet
     * @param inputs names, in the order of {@link Operator}
     * @param shape of the output
     * @param dtype of the output
     * @param attributes by name: a {@code Long}, {@code Double}, {@code Boolean} or {@code String} or a list of these. Numbers
     *     that were {@code float} are the shortest decimals that are that float
     */
    public record Node(
            String name,
            String operator,
            List<String> inputs,
            List<Long> shape,
            ElementType dtype,
            Map<String, Object> attributes)
            implements Array {
        public Node {
            inputs = List.copyOf(inputs);
            shape = Dimensions.checked(name, shape);
            Map<String, Object> plain = new TreeMap<>();
            attributes.forEach((key, value) -> plain.put(key, plain(key, value)));
            attributes = Collections.unmodifiableMap(plain);
        }

        /** So that an attribute equals itself when it has been written and read. */
        private static Object plain(String key, Object value) {
            if (value instanceof Integer whole) {
                return whole.longValue();
            } else if (value instanceof Float number) {
                return Double.valueOf(number.toString());
            } else if (value instanceof Collection<?> many) {
                return many.stream().map(one -> plain(key, one)).toList();
            }
            Check.that(
                    value instanceof Long
                            || value instanceof Double
                            || value instanceof Boolean
                            || value instanceof String,
                    "attribute " + key,
                    "numbers, flags or texts",
                    value);
            return value;
        }

        /** The operator, unless nobody here knows it. */
        public Optional<Operator> known() {
            return Operator.named(operator);
        }

        /** A whole number, or 0 where the attribute is absent. */
        public long whole(String attribute) {
            return attributes.get(attribute) instanceof Long number ? number : 0;
        }

        /** A number that need not be whole, or 0 where the attribute is absent. */
        public double number(String attribute) {
            return attributes.get(attribute) instanceof Number number ? number.doubleValue() : 0;
        }

        /** Whether a flag is set. */
        public boolean flag(String attribute) {
            return Boolean.TRUE.equals(attributes.get(attribute));
        }

        /** Whole numbers, none where the attribute is absent. */
        public List<Long> wholes(String attribute) {
            return attributes.get(attribute) instanceof List<?> many
                    ? many.stream().map(Long.class::cast).toList()
                    : List.of();
        }
    }

    /** Inputs, parameters and nodes by their names. */
    public Map<String, Array> arrays() {
        Map<String, Array> arrays = new LinkedHashMap<>();
        inputs.forEach(input -> arrays.put(input.name(), input));
        parameters.forEach(parameter -> arrays.put(parameter.name(), parameter));
        nodes.forEach(node -> arrays.put(node.name(), node));
        return arrays;
    }

    /** The operators nobody here knows, each once, in order of execution. */
    public List<String> unknownOperators() {
        return nodes.stream()
                .filter(node -> node.known().isEmpty())
                .map(Node::operator)
                .distinct()
                .toList();
    }

    /**
     * SHA-256 of what is computed, in lower-case hex: of the canonical JSON (RFC 8785) of this graph with every array named by
     * its place (x… an input, p… a parameter at its first use, n… a node, counted together) and without parameters that no node
     * uses. Two networks of one structure have one hash whatever their layers are called.
     */
    public String sha256() {
        Map<String, String> places = new HashMap<>();
        List<Input> placedInputs = new ArrayList<>();
        for (Input input : inputs) {
            placedInputs.add(new Input(place(places, "x", input), input.shape(), input.dtype()));
        }
        Map<String, Array> arrays = arrays();
        List<Parameter> placedParameters = new ArrayList<>();
        List<Node> placedNodes = new ArrayList<>();
        for (Node node : nodes) {
            for (String name : node.inputs()) {
                if (arrays.get(name) instanceof Parameter parameter && !places.containsKey(name)) {
                    placedParameters.add(new Parameter(
                            place(places, "p", parameter),
                            parameter.shape(),
                            parameter.dtype(),
                            parameter.role(),
                            parameter.trainable()));
                }
            }
            List<String> from = node.inputs().stream().map(places::get).toList();
            placedNodes.add(new Node(
                    place(places, "n", node), node.operator(), from, node.shape(), node.dtype(), node.attributes()));
        }
        List<String> placedOutputs = outputs.stream().map(places::get).toList();
        return CanonicalJson.sha256(
                Json.tree(new Graph(placedInputs, placedParameters, placedNodes, placedOutputs)), "graph");
    }

    private static String place(Map<String, String> places, String kind, Array array) {
        String name = kind + places.size();
        places.put(array.name(), name);
        return name;
    }
}
