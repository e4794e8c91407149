package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<String, Output<?>> turned = new HashMap<>();
    private final Map<String, Output<?>> statistics = new HashMap<>();

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
        for (Node node : graph.nodes()) {
            Placed made = Lowerings.of(node).orElseThrow().lower(forward, node);
            forward.arrays.put(node.name(), made);
        }
        return forward;
    }

    /** Tells TensorFlow the derivatives that it does not know of; once for the process. */
    public static void teachDerivatives() {
        LstmLowering.teachDerivative();
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
        return Objects.requireNonNull(arrays.get(name));
    }

    /** A parameter as it lies in memory. */
    Output<?> stored(String name) {
        return Objects.requireNonNull(arrays.get(name)).output();
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
        return turned.computeIfAbsent(name, any -> {
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
