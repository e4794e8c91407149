package io.enginebench.record.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operators that are known here: what their inputs and attributes are, and what they cost. Named as DJL's methods are.
 *
 * <p>Cost is counted in evaluation, in floating-point operations: a multiply-add is two, and any one function of one number
 * (an addition, a comparison, {@code exp}, {@code tanh}, {@code erf}) is one. What only moves numbers costs nothing. In the
 * formulas N is the number of elements of the output.
 *
 * <p>Axes are counted from 0, or from the end if negative. Shapes by axis: images (batch, channel, height, width), one or three
 * spatial axes in their places; sequences (batch, time, feature).
 */
public enum Operator {
    /**
     * x·wᵀ + b. Inputs: (…, in), weight (out, in), bias (out) or none. Cost: N·(2·in), and N for a bias.
     */
    LINEAR("linear", cost -> cost.elements() * 2 * cost.lengthFromEnd(1) + cost.bias()),
    /**
     * Cross-correlation. Inputs: (batch, in, …), weight (out, in/groups, kernel…), bias (out) or none. Attributes: {@code
     * stride}, {@code padding} (of zeros, both sides), {@code dilation}, {@code groups}. Cost: N·(2·in/groups·kernel), and N
     * for a bias.
     */
    CONVOLUTION(
            "convolution",
            cost -> cost.elements() * 2 * (cost.size(1) / cost.of(1).get(0)) + cost.bias()),
    /**
     * The matrix product over the last two axes, the ones before broadcast. Inputs: (…, n, k), (…, k, m). Cost: N·2·k.
     */
    MAT_MUL("matMul", cost -> cost.elements() * 2 * cost.lengthFromEnd(1)),
    /** Rows of a table. Inputs: whole numbers (…), table (entries, size). Output (…, size). Cost: none. */
    EMBEDDING("embedding", cost -> 0),

    /**
     * The largest of each window. Inputs: (batch, channel, …). Attributes: {@code kernel}, {@code stride}, {@code padding},
     * {@code ceil_mode}. Cost: N·(kernel − 1).
     */
    MAX_POOL("maxPool", cost -> cost.elements() * (cost.kernel() - 1)),
    /**
     * The mean of each window. Inputs and attributes as those of {@link #MAX_POOL}, and {@code count_include_pad}: whether
     * padding counts in the mean. Cost: N·kernel.
     */
    AVG_POOL("avgPool", cost -> cost.elements() * cost.kernel()),
    /** The largest of each channel. (batch, channel, …) to (batch, channel). Cost: one for each element of the input. */
    GLOBAL_MAX_POOL("globalMaxPool", cost -> cost.size(0)),
    /** The mean of each channel. (batch, channel, …) to (batch, channel). Cost: one for each element of the input. */
    GLOBAL_AVG_POOL("globalAvgPool", cost -> cost.size(0)),

    /**
     * Normalises each channel: by the running statistics in evaluation, by the batch's own mean and biased variance in
     * training. Inputs: x, running mean, running variance, gamma, beta, each (channel) but the first. Attributes: {@code
     * axis} of the channel, {@code epsilon}, {@code momentum} m (running := m·running + (1−m)·batch). Cost: 2N, scale and
     * shift being folded.
     */
    BATCH_NORM("batchNorm", cost -> 2 * cost.elements()),
    /**
     * Normalises over the last axes by mean and biased variance. Inputs: x, gamma, beta, of the lengths normalised over.
     * Attributes: {@code normalized_shape}, {@code epsilon}. Cost: 8N (mean 1, variance 3, normalise 2, scale and shift 2).
     */
    LAYER_NORM("layerNorm", cost -> 8 * cost.elements()),
    /** The identity in evaluation. Attribute: {@code rate} of what is dropped in training. Cost: none. */
    DROPOUT("dropout", cost -> 0),

    /**
     * One or more layers of long short-term memory from states of zero. Inputs: (batch, time, feature), then DJL's parameters:
     * for each layer the weights of each direction (4·state, …) from input and from state, then the biases likewise, gates in
     * the order input, forget, cell, output. Attributes: {@code layers}, {@code bidirectional}, {@code biases}, {@code
     * batch_first} (else time is the leading axis), {@code drop_rate} between layers in training. Output: (batch, time,
     * directions·state). Cost of a time step: two for each weight, one for each bias, 4·state for the sums of both products
     * and 9·state for the gates (five functions, three products, a sum), for each layer and direction.
     */
    LSTM("lstm", cost -> cost.recurrent(4, 9)),
    /**
     * One or more layers of gated recurrent units from states of zero; inputs, attributes and output as those of {@link #LSTM}
     * with 3·state, gates in the order reset, update, new. Cost of a time step: two for each weight, one for each bias,
     * 3·state for the sums of both products and 8·state for the gates (three functions, three products, a sum, a difference).
     */
    GRU("gru", cost -> cost.recurrent(3, 8)),

    RELU("relu"),
    SIGMOID("sigmoid"),
    TANH("tanh"),
    SOFT_PLUS("softPlus"),
    SOFT_SIGN("softSign"),
    /** x·Φ(x), exact, by erf. Cost: N. */
    GELU("gelu"),
    SELU("selu"),
    /** Attribute: {@code alpha}. Cost: N. */
    LEAKY_RELU("leakyRelu"),
    /** Attribute: {@code alpha}. Cost: N. */
    ELU("elu"),
    /** x·sigmoid(beta·x). Attribute: {@code beta}. Cost: N. */
    SWISH("swish"),
    EXP("exp"),
    LOG("log"),
    SQRT("sqrt"),
    SQUARE("square"),
    ERF("erf"),
    ABS("abs"),
    NEG("neg"),

    /** Inputs: two arrays, broadcast as NumPy does, or one and the attribute {@code scalar} on the right. Cost: N. */
    ADD("add"),
    /** As {@link #ADD}. */
    SUB("sub"),
    /** As {@link #ADD}. */
    MUL("mul"),
    /** As {@link #ADD}. */
    DIV("div"),
    /** As {@link #ADD}. */
    POW("pow"),
    /** As {@link #ADD}. */
    MAXIMUM("maximum"),
    /** As {@link #ADD}. */
    MINIMUM("minimum"),

    /** Attribute: {@code axis}. Cost: 5N (largest, difference, exp, sum, quotient). */
    SOFTMAX("softmax", cost -> 5 * cost.elements()),
    /** Attribute: {@code axis}. Cost: 5N (largest, difference, exp, sum, difference). */
    LOG_SOFTMAX("logSoftmax", cost -> 5 * cost.elements()),

    /** Attributes: {@code axes} (all, where absent), {@code keep_dims}. Cost: one for each element of the input. */
    SUM("sum", cost -> cost.size(0)),
    /** As {@link #SUM}. */
    MEAN("mean", cost -> cost.size(0)),
    /** As {@link #SUM}. */
    MAX("max", cost -> cost.size(0)),
    /** As {@link #SUM}. */
    MIN("min", cost -> cost.size(0)),

    /** The same elements in other lengths, those of the output. Cost: none. */
    RESHAPE("reshape", cost -> 0),
    /** Attribute: {@code axes} of the input, in the output's order. Cost: none. */
    TRANSPOSE("transpose", cost -> 0),
    /** Inputs: two or more. Attribute: {@code axis}. Cost: none. */
    CONCAT("concat", cost -> 0),
    /** Inputs: one or more, of one shape. Attribute: {@code axis}, which is new. Cost: none. */
    STACK("stack", cost -> 0),
    /**
     * A part. Attributes: {@code axes} of which there is a part, for each its {@code begin}, {@code end} (exclusive), {@code
     * step}, and {@code squeeze}: the axes of length 1 that go. Cost: none.
     */
    SLICE("slice", cost -> 0),
    /** Repeated along axes of length 1 to the output's lengths. Cost: none. */
    BROADCAST("broadcast", cost -> 0),
    /** Elements of the output's type. Cost: none. */
    TO_TYPE("toType", cost -> 0),
    /** No inputs. Attribute: {@code fill} of all elements, or {@code values} in C order. Cost: none. */
    CONSTANT("constant", cost -> 0);

    private static final Map<String, Operator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::djl, Function.identity()));

    private final String djl;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Rule rule;

    /** One function of each element of the output. */
    Operator(String djl) {
        this(djl, Cost::elements);
    }

    Operator(String djl, Rule rule) {
        this.djl = djl;
        this.rule = rule;
    }

    /** Whether the output is the input's elements in the input's order, in evaluation. */
    boolean isView() {
        return this == RESHAPE || this == DROPOUT;
    }

    /** The operator that DJL's method of that name calls. */
    public static Optional<Operator> named(String djl) {
        return Optional.ofNullable(BY_NAME.get(djl));
    }

    /** The name of DJL's method. */
    public String djl() {
        return djl;
    }

    /** Floating-point operations of one call for a batch of one row. */
    long flops(Graph.Node node, Map<String, Graph.Array> arrays) {
        return rule.of(new Cost(
                node,
                node.inputs().stream()
                        .map(name -> Dimensions.ofOneRow(
                                Objects.requireNonNull(arrays.get(name)).shape()))
                        .toList()));
    }

    @FunctionalInterface
    private interface Rule {
        long of(Cost cost);
    }

    /** What a cost is worked out of: the lengths of one call for a batch of one row. */
    private record Cost(Graph.Node node, List<List<Long>> inputs) {
        /** Elements of the output. */
        long elements() {
            return Dimensions.elements(node.shape());
        }

        List<Long> of(int input) {
            return inputs.get(input);
        }

        /** Elements of an input. */
        long size(int input) {
            return Dimensions.elements(of(input));
        }

        /** The length of the first input's axis, counted from the end beginning with 1. */
        long lengthFromEnd(int axis) {
            return of(0).get(of(0).size() - axis);
        }

        /** One addition for each element of the output if there is a third input. */
        long bias() {
            return inputs.size() == 3 ? elements() : 0;
        }

        long kernel() {
            return Dimensions.elements(node.wholes("kernel"));
        }

        long recurrent(int gates, int functions) {
            boolean bidirectional = node.flag("bidirectional");
            long directions = bidirectional ? 2 : 1;
            long state = node.shape().get(2) / directions;
            long parameters = inputs.stream()
                    .skip(1)
                    .mapToLong(shape -> Dimensions.elements(shape) * (shape.size() == 2 ? 2 : 1))
                    .sum();
            long ofEachLayer = (gates + functions) * state * directions;
            // A batch of one row: its time steps are the elements of the input but for its features.
            return size(0) / lengthFromEnd(1) * (parameters + node.whole("layers") * ofEachLayer);
        }
    }
}
