package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** A network's forward pass for batches of one size. */
public final class Forward {
    /** What works on images in the place of each pixel. */
    private static final Set<Operator> OF_IMAGES = Set.of(
            Operator.CONVOLUTION,
            Operator.MAX_POOL,
            Operator.AVG_POOL,
            Operator.GLOBAL_AVG_POOL,
            Operator.GLOBAL_MAX_POOL,
            Operator.BATCH_NORM);

    private final Ops ops;
    private final Graph graph;
    private final Mode mode;
    private final int rows;
    private final Map<String, Graph.Array> known;
    private final Map<String, Storage> storages;
    private final Map<String, Placed> arrays = new HashMap<>();
    private final Map<Output<?>, Output<?>> turned = new HashMap<>();
    /** By node, what it has been given in the place of inputs. */
    private final Map<String, Map<String, Placed>> substitutes = new HashMap<>();

    /** Those of the node that is being lowered. */
    private Map<String, Placed> current = Map.of();

    private final Map<String, Output<?>> statistics = new HashMap<>();
    private final Map<String, Derivative> derivatives = new HashMap<>();

    /**
     * What the pass is for.
     *
     * @param training whether BatchNorm takes the batch's statistics
     * @param dropoutSeed of what dropout draws; null where it drops nothing
     */
    public record Mode(boolean training, @Nullable Long dropoutSeed) {
        /** To answer. */
        public static final Mode EVALUATION = new Mode(false, null);
    }

    /** What a node's own lowering has in the place of TensorFlow's derivatives. */
    @FunctionalInterface
    interface Derivative {
        /**
         * Of the loss by the node's inputs.
         *
         * @param byOutput that by its output
         * @return by the names of inputs; those that have none are left out
         */
        Map<String, Output<?>> byInputs(Output<?> byOutput);
    }

    private Forward(Ops ops, Graph graph, Mode mode, int rows) {
        this.ops = ops;
        this.graph = graph;
        this.mode = mode;
        this.rows = rows;
        known = graph.arrays();
        storages = Storage.of(graph);
    }

    /**
     * Lowers a network of one input and one output.
     *
     * @param rows of a batch
     * @param batch images as {@link #imagesChannelsLast} says; whatever else as the network has it
     * @param parameters as their {@link Storage} says, by name
     * @throws UnsupportedException naming the operators that are not known here
     */
    public static Forward of(
            Ops ops, Graph graph, Mode mode, int rows, Output<?> batch, Map<String, Output<?>> parameters) {
        List<String> unknown = graph.nodes().stream()
                .filter(node -> Lowerings.of(node).isEmpty())
                .map(Node::operator)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            throw unsupported("operators", "known to the lowering", unknown);
        }
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            throw unsupported(
                    "inputs and outputs",
                    "one each",
                    graph.inputs().size() + " and " + graph.outputs().size());
        }
        Forward forward = new Forward(ops, graph, mode, rows);
        parameters.forEach((name, output) -> forward.arrays.put(name, Placed.inOrder(output)));
        forward.arrays.put(graph.inputs().get(0).name(), new Placed(batch, imagesChannelsLast(graph)));
        Map<String, Set<String>> ancestors = new HashMap<>();
        for (Node node : graph.nodes()) {
            forward.lower(node, ancestors);
        }
        return forward;
    }

    /**
     * Lowers a node. Where one of its inputs is made of another, it is given both by operations that stand for them: TensorFlow's
     * derivative by the other is to be of what this node makes of it, and not of what the first is made of.
     *
     * @param ancestors of each node so far: everything that it is made of
     */
    private void lower(Node node, Map<String, Set<String>> ancestors) {
        Set<String> before = new HashSet<>(node.inputs());
        boolean apart = false;
        for (String input : node.inputs()) {
            Set<String> ofInput = ancestors.getOrDefault(input, Set.of());
            before.addAll(ofInput);
            apart |= node.inputs().stream().anyMatch(ofInput::contains);
        }
        ancestors.put(node.name(), before);
        Map<String, Placed> standing = new HashMap<>();
        for (String input : apart ? Set.copyOf(node.inputs()) : Set.<String>of()) {
            Placed placed = Objects.requireNonNull(arrays.get(input));
            standing.put(input, placed.with(ops.add("Identity", placed.output())));
        }
        current = standing;
        Placed made = Lowerings.of(node).orElseThrow().lower(this, node);
        current = Map.of();
        substitutes.put(node.name(), standing);
        arrays.put(node.name(), made);
    }

    /** Whether the network wants its input's channels last: it is of images, and looks at them as such. */
    public static boolean imagesChannelsLast(Graph graph) {
        return graph.inputs().get(0).shape().size() == 4
                && graph.nodes().stream()
                        .anyMatch(
                                node -> node.known().filter(OF_IMAGES::contains).isPresent());
    }

    static UnsupportedException unsupported(String what, String rule, Object got) {
        return new UnsupportedException(Check.mistake(what + " of a network for TensorFlow", rule, got));
    }

    Ops ops() {
        return ops;
    }

    Mode mode() {
        return mode;
    }

    Placed array(String name) {
        Storage storage = storages.get(name);
        if (storage != null && !storage.inOrder()) {
            throw unsupported("filters", "used by convolutions alone", name);
        }
        return placed(name);
    }

    private Placed placed(String name) {
        Placed placed = current.get(name);
        return placed == null ? Objects.requireNonNull(arrays.get(name)) : placed;
    }

    /** The lengths of an array as the network has it. */
    long[] lengths(String name) {
        return Objects.requireNonNull(known.get(name)).shape().stream()
                .mapToLong(length -> length < 0 ? -length * rows : length)
                .toArray();
    }

    long[] lengths(Node node) {
        return lengths(node.name());
    }

    /** An array in the order that the network has it in. */
    public Output<?> inOrder(String name) {
        Placed placed = array(name);
        return placed.channelsLast() ? turned(name, placed) : placed.output();
    }

    /** An image with its channels last. */
    Output<?> channelsLast(String name) {
        Placed placed = array(name);
        return placed.channelsLast() ? placed.output() : turned(name, placed);
    }

    /** In the other order. An image of one channel or one pixel has its numbers in the same order either way. */
    private Output<?> turned(String name, Placed placed) {
        return turned.computeIfAbsent(placed.output(), any -> {
            long[] lengths = lengths(name);
            boolean same = lengths[1] == 1 || lengths[2] * lengths[3] == 1;
            if (placed.channelsLast()) {
                return same ? ops.reshape(placed.output(), lengths) : ops.transpose(placed.output(), 0, 3, 1, 2);
            }
            return same
                    ? ops.reshape(placed.output(), lengths[0], lengths[2], lengths[3], lengths[1])
                    : ops.transpose(placed.output(), 0, 2, 3, 1);
        });
    }

    /** Notes what a running statistic is to become when the pass was one of training. */
    void becomes(String statistic, Output<?> value) {
        statistics.put(statistic, value);
    }

    /** Says how a node is differentiated. */
    void differentiated(Node node, Derivative derivative) {
        derivatives.put(node.name(), derivative);
    }

    /** What was said of a node, if anything was. */
    Optional<Derivative> derivative(Node node) {
        return Optional.ofNullable(derivatives.get(node.name()));
    }

    /** An array as it was made. */
    Output<?> asMade(String name) {
        return placed(name).output();
    }

    /** An input of a node as the node was given it. */
    Output<?> asGiven(String input, Node node) {
        Placed substitute = Objects.requireNonNull(substitutes.get(node.name())).get(input);
        return substitute == null ? asMade(input) : substitute.output();
    }

    Graph graph() {
        return graph;
    }

    /** What each running statistic becomes by this pass, by its parameter's name. */
    public Map<String, Output<?>> statistics() {
        return Map.copyOf(statistics);
    }

    /** What the network makes, in the order that it has it in. */
    public Output<?> output() {
        return inOrder(graph.outputs().get(0));
    }

    /** Of an operator that is written with an axis from either end. */
    static int axis(Node node, int axes) {
        return Math.floorMod((int) node.whole("axis"), axes);
    }

    /** The inputs of a node in the network's order. */
    List<Output<?>> inputs(Node node) {
        List<Output<?>> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(inOrder(name)));
        return inputs;
    }
}
