package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of operators. Without {@code max} and {@code min} over axes: which of equal numbers gets the derivative is each engine's own
 * affair.
 */
public final class Kernels {
    private static final Map<Operator, Kernel> TABLE = new EnumMap<>(Map.ofEntries(
            Map.entry(Operator.LINEAR, Product.LINEAR),
            Map.entry(Operator.CONVOLUTION, new Convolution()),
            Map.entry(Operator.MAT_MUL, Product.MAT_MUL),
            Map.entry(Operator.EMBEDDING, Moved.EMBEDDING),
            Map.entry(Operator.MAX_POOL, Pool.MAX),
            Map.entry(Operator.AVG_POOL, Pool.AVERAGE),
            Map.entry(Operator.GLOBAL_AVG_POOL, Reduction.CHANNEL_MEAN),
            Map.entry(Operator.BATCH_NORM, Normalisation.BATCH),
            Map.entry(Operator.LAYER_NORM, Normalisation.LAYER),
            Map.entry(Operator.DROPOUT, Elementwise.IDENTITY),
            Map.entry(Operator.LSTM, new Recurrent(Cell.LSTM)),
            Map.entry(Operator.GRU, new Recurrent(Cell.GRU)),
            Map.entry(Operator.RELU, Elementwise.RELU),
            Map.entry(Operator.SIGMOID, Elementwise.SIGMOID),
            Map.entry(Operator.TANH, Elementwise.TANH),
            Map.entry(Operator.SOFT_PLUS, Elementwise.SOFT_PLUS),
            Map.entry(Operator.SOFT_SIGN, Elementwise.SOFT_SIGN),
            Map.entry(Operator.GELU, Elementwise.GELU),
            Map.entry(Operator.SELU, Elementwise.SELU),
            Map.entry(Operator.LEAKY_RELU, Elementwise.LEAKY_RELU),
            Map.entry(Operator.ELU, Elementwise.ELU),
            Map.entry(Operator.SWISH, Elementwise.SWISH),
            Map.entry(Operator.EXP, Elementwise.EXP),
            Map.entry(Operator.LOG, Elementwise.LOG),
            Map.entry(Operator.SQRT, Elementwise.SQRT),
            Map.entry(Operator.SQUARE, Elementwise.SQUARE),
            Map.entry(Operator.ERF, Elementwise.ERF),
            Map.entry(Operator.ABS, Elementwise.ABS),
            Map.entry(Operator.NEG, Elementwise.NEG),
            Map.entry(Operator.ADD, Pairwise.ADD),
            Map.entry(Operator.SUB, Pairwise.SUB),
            Map.entry(Operator.MUL, Pairwise.MUL),
            Map.entry(Operator.DIV, Pairwise.DIV),
            Map.entry(Operator.POW, Pairwise.POW),
            Map.entry(Operator.MAXIMUM, Pairwise.MAXIMUM),
            Map.entry(Operator.MINIMUM, Pairwise.MINIMUM),
            Map.entry(Operator.SOFTMAX, new Softmax(false)),
            Map.entry(Operator.LOG_SOFTMAX, new Softmax(true)),
            Map.entry(Operator.SUM, Reduction.SUM),
            Map.entry(Operator.MEAN, Reduction.MEAN),
            Map.entry(Operator.RESHAPE, Moved.RESHAPE),
            Map.entry(Operator.TRANSPOSE, Moved.TRANSPOSE),
            Map.entry(Operator.CONCAT, new Joined(false)),
            Map.entry(Operator.STACK, new Joined(true)),
            Map.entry(Operator.SLICE, Moved.SLICE),
            Map.entry(Operator.BROADCAST, Moved.BROADCAST),
            Map.entry(Operator.TO_TYPE, Elementwise.CAST),
            Map.entry(Operator.CONSTANT, new Constant())));

    private static final Set<Operator> WINDOWED =
            EnumSet.of(Operator.CONVOLUTION, Operator.MAX_POOL, Operator.AVG_POOL);

    private Kernels() {}

    /** The kernel of a node that {@link #missing} does not name. */
    public static Kernel of(Node node) {
        return find(node).orElseThrow(() -> new IllegalArgumentException("no operator here is " + node.operator()));
    }

    /** What a graph has that there is no kernel for, each once, in order of execution. */
    public static List<String> missing(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> find(node).isEmpty())
                .map(Node::operator)
                .distinct()
                .toList();
    }

    private static Optional<Kernel> find(Node node) {
        return node.known()
                .filter(operator -> !WINDOWED.contains(operator) || Windows.may(node.shape()))
                .map(TABLE::get);
    }
}
