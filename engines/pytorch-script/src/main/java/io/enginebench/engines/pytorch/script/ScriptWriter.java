package io.enginebench.engines.pytorch.script;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import io.enginebench.record.task.TrainingLoss;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recorded network as the text of a TorchScript function: for each operator the one of PyTorch's that DJL calls, so that rounding is
 * the same, too.
 */
final class ScriptWriter {
    private static final Map<Operator, Expression> TABLE = table();

    private final Graph graph;
    private final Map<String, Graph.Array> arrays;
    private final long batch;
    private final boolean training;
    /** By the name of an array in the graph. */
    private final Map<String, String> variables = new HashMap<>();

    /**
     * @param batch the number of rows
     * @param training whether batch norms take the batch's statistics and dropout drops
     */
    ScriptWriter(Graph graph, long batch, boolean training) {
        this.graph = graph;
        arrays = graph.arrays();
        this.batch = batch;
        this.training = training;
        arrays.keySet().forEach(name -> variables.put(name, "v" + variables.size()));
    }

    /** A node's value, as the right side of an assignment. */
    @FunctionalInterface
    private interface Expression {
        String of(ScriptWriter script, Node node);
    }

    /** The function's parameters, the graph's inputs and then its parameters, and what it returns. */
    String parameters() {
        return inputs() + ") -> Tensor";
    }

    /**
     * The function's lines.
     *
     * @throws UnsupportedException if there is an operator that is not known here; names it
     */
    String body() {
        StringBuilder body = new StringBuilder();
        String output = output(body);
        return body.append("return " + output).toString();
    }

    /** The parameters of the function of {@link #step}, which are the truth and those of {@link #parameters}, and what it returns. */
    String stepParameters() {
        return "truth: Tensor, " + inputs() + ") -> List[Tensor]";
    }

    private String inputs() {
        return Stream.concat(graph.inputs().stream(), graph.parameters().stream())
                .map(array -> variable(array.name()) + ": Tensor")
                .collect(Collectors.joining(", "));
    }

    /**
     * The lines of a function that makes a step up to its update: it adds to the gradients of the parameters and returns the output and the mean loss.
     * Empty for a loss that is not known here.
     *
     * @throws UnsupportedException if there is an operator that is not known here; names it
     */
    Optional<String> step(TrainingLoss loss) {
        StringBuilder body = new StringBuilder();
        String output = output(body);
        return mean(loss, output)
                .map(mean -> body.append("loss = %s\n".formatted(mean))
                        .append("torch.backward(loss, None, None, False)\n")
                        .append("return [%s, loss]".formatted(output))
                        .toString());
    }

    /** A loss in the operations that DJL makes it of. */
    private static Optional<String> mean(TrainingLoss loss, String output) {
        if (loss instanceof TrainingLoss.CrossEntropy plain
                && plain.classWeights() == null
                && plain.labelSmoothing() == 0) {
            String classes = torch("unsqueeze", torch("to", "truth", code(ElementType.INT64)), 1);
            String right = torch("gather", torch("log_softmax", output, 1), 1, classes);
            return Optional.of(torch("mean", torch("neg", right)));
        }
        String error = torch("sub", torch("reshape", "truth", "torch.size(%s)".formatted(output)), output);
        return loss instanceof TrainingLoss.SquaredError
                ? Optional.of(torch("mean", torch("square", error)))
                : loss instanceof TrainingLoss.AbsoluteError
                        ? Optional.of(torch("mean", torch("abs", error)))
                        : Optional.empty();
    }

    /** Appends the lines of the network; its output's variable. */
    private String output(StringBuilder body) {
        for (Node node : graph.nodes()) {
            Expression expression = node.known().map(TABLE::get).orElse(null);
            if (expression == null) {
                throw new UnsupportedException("operator " + node.operator());
            }
            body.append("%s = %s\n".formatted(variable(node.name()), expression.of(this, node)));
        }
        if (graph.outputs().size() != 1) {
            throw new UnsupportedException(
                    "outputs of a network must be 1, got " + graph.outputs().size());
        }
        return variable(graph.outputs().get(0));
    }

    private String variable(String array) {
        return variables.getOrDefault(array, array);
    }

    /** The variable of an input of a node, or that it has none. */
    private String input(Node node, int index) {
        return index < node.inputs().size() ? variable(node.inputs().get(index)) : "None";
    }

    private String inputs(Node node, int from) {
        return node.inputs().stream().skip(from).map(this::variable).collect(Collectors.joining(", ", "[", "]"));
    }

    private static Map<Operator, Expression> table() {
        Map<Operator, Expression> table = new EnumMap<>(Operator.class);
        Map.ofEntries(
                        Map.entry(Operator.RELU, "relu"),
                        Map.entry(Operator.SIGMOID, "sigmoid"),
                        Map.entry(Operator.TANH, "tanh"),
                        Map.entry(Operator.SOFT_PLUS, "softplus"),
                        Map.entry(Operator.GELU, "gelu"),
                        Map.entry(Operator.SELU, "selu"),
                        Map.entry(Operator.EXP, "exp"),
                        Map.entry(Operator.LOG, "log"),
                        Map.entry(Operator.SQRT, "sqrt"),
                        Map.entry(Operator.SQUARE, "square"),
                        Map.entry(Operator.ERF, "erf"),
                        Map.entry(Operator.ABS, "abs"),
                        Map.entry(Operator.NEG, "neg"))
                .forEach((ours, theirs) -> table.put(ours, (script, node) -> torch(theirs, script.input(node, 0))));
        table.put(Operator.SOFT_SIGN, (script, node) -> {
            String x = script.input(node, 0);
            return torch("div", x, torch("add", torch("abs", x), 1.0));
        });
        table.put(Operator.SWISH, (script, node) -> {
            String x = script.input(node, 0);
            return torch("mul", x, torch("sigmoid", torch("mul", x, node.number("beta"))));
        });
        Map.of(Operator.LEAKY_RELU, "leaky_relu", Operator.ELU, "elu")
                .forEach((ours, theirs) ->
                        table.put(ours, (script, node) -> torch(theirs, script.input(node, 0), node.number("alpha"))));
        Map.of(
                        Operator.ADD, "add",
                        Operator.SUB, "sub",
                        Operator.MUL, "mul",
                        Operator.DIV, "div",
                        Operator.POW, "pow")
                .forEach((ours, theirs) -> table.put(
                        ours,
                        (script, node) -> torch(
                                theirs,
                                script.input(node, 0),
                                node.inputs().size() == 1 ? node.number("scalar") : script.input(node, 1))));
        // As DJL does, a number becomes an array: of two equal ones each gets half of the gradient.
        Map.of(Operator.MAXIMUM, "maximum", Operator.MINIMUM, "minimum")
                .forEach((ours, theirs) -> table.put(
                        ours,
                        (script, node) -> torch(
                                theirs,
                                script.input(node, 0),
                                node.inputs().size() == 1
                                        ? torch("tensor", node.number("scalar"))
                                        : script.input(node, 1))));
        Map.of(Operator.SOFTMAX, "softmax", Operator.LOG_SOFTMAX, "log_softmax")
                .forEach((ours, theirs) ->
                        table.put(ours, (script, node) -> torch(theirs, script.input(node, 0), node.whole("axis"))));
        Map.of(Operator.SUM, "sum", Operator.MEAN, "mean", Operator.MAX, "amax", Operator.MIN, "amin")
                .forEach((ours, theirs) -> table.put(
                        ours,
                        (script, node) ->
                                torch(theirs, script.input(node, 0), node.wholes("axes"), node.flag("keep_dims"))));
        layers(table);
        shapes(table);
        return table;
    }

    private static void layers(Map<Operator, Expression> table) {
        table.put(
                Operator.LINEAR,
                (script, node) -> torch("linear", script.input(node, 0), script.input(node, 1), script.input(node, 2)));
        table.put(Operator.MAT_MUL, (script, node) -> torch("matmul", script.input(node, 0), script.input(node, 1)));
        table.put(
                Operator.EMBEDDING, (script, node) -> torch("embedding", script.input(node, 1), script.input(node, 0)));
        table.put(
                Operator.CONVOLUTION,
                (script, node) -> torch(
                        "conv%dd".formatted(script.space(node)),
                        script.input(node, 0),
                        script.input(node, 1),
                        script.input(node, 2),
                        node.wholes("stride"),
                        node.wholes("padding"),
                        node.wholes("dilation"),
                        node.whole("groups")));
        table.put(
                Operator.MAX_POOL,
                (script, node) -> script.pool("max_pool", node, script.ones(node), node.flag("ceil_mode")));
        table.put(
                Operator.AVG_POOL,
                (script, node) ->
                        script.pool("avg_pool", node, node.flag("ceil_mode"), node.flag("count_include_pad")));
        table.put(Operator.GLOBAL_AVG_POOL, (script, node) -> torch("flatten", script.global("avg", node), 1, -1));
        // The places of the largest are there, too.
        table.put(
                Operator.GLOBAL_MAX_POOL,
                (script, node) -> torch("flatten", "(%s)[0]".formatted(script.global("max", node)), 1, -1));
        table.put(Operator.BATCH_NORM, (script, node) -> {
            if (node.whole("axis") != 1) {
                throw new UnsupportedException("operator batchNorm over axis " + node.whole("axis"));
            }
            return torch(
                    "batch_norm",
                    script.input(node, 0),
                    script.input(node, 3),
                    script.input(node, 4),
                    script.input(node, 1),
                    script.input(node, 2),
                    script.training,
                    // PyTorch's momentum is what the batch counts for, rounded as DJL rounds it.
                    1f - (float) node.number("momentum"),
                    (float) node.number("epsilon"),
                    true);
        });
        table.put(
                Operator.LAYER_NORM,
                (script, node) -> torch(
                        "layer_norm",
                        script.input(node, 0),
                        node.wholes("normalized_shape"),
                        script.input(node, 1),
                        script.input(node, 2),
                        (float) node.number("epsilon")));
        table.put(
                Operator.DROPOUT,
                (script, node) ->
                        torch("dropout", script.input(node, 0), (float) node.number("rate"), script.training));
        table.put(Operator.LSTM, (script, node) -> script.recurrent(node, "lstm", 2));
        table.put(Operator.GRU, (script, node) -> script.recurrent(node, "gru", 1));
    }

    /** A pool of windows with what only this one takes. */
    private String pool(String function, Node node, Object third, Object fourth) {
        return torch(
                "%s%dd".formatted(function, space(node)),
                input(node, 0),
                node.wholes("kernel"),
                node.wholes("stride"),
                node.wholes("padding"),
                third,
                fourth);
    }

    /** A pool of one window. */
    private String global(String kind, Node node) {
        return torch("adaptive_%s_pool%dd".formatted(kind, space(node)), input(node, 0), ones(node));
    }

    /** The outputs of a recurrent layer that starts from zeros. */
    private String recurrent(Node node, String function, int states) {
        if (node.flag("bidirectional")) {
            throw new UnsupportedException("operator %s of two directions".formatted(node.operator()));
        }
        long rows = length(node.shape().get(node.flag("batch_first") ? 0 : 1));
        String zeros = filled(List.of(node.whole("layers"), rows, node.shape().get(2)), 0, node.dtype());
        String all = torch(
                function,
                input(node, 0),
                states == 1 ? zeros : Collections.nCopies(states, zeros),
                inputs(node, 1),
                node.flag("biases"),
                node.whole("layers"),
                (float) node.number("drop_rate"),
                training,
                false,
                node.flag("batch_first"));
        return "(%s)[0]".formatted(all);
    }

    private static void shapes(Map<Operator, Expression> table) {
        table.put(Operator.RESHAPE, (script, node) -> torch("reshape", script.input(node, 0), script.lengths(node)));
        table.put(Operator.BROADCAST, (script, node) -> torch("expand", script.input(node, 0), script.lengths(node)));
        table.put(Operator.TRANSPOSE, (script, node) -> torch("permute", script.input(node, 0), node.wholes("axes")));
        Map.of(Operator.CONCAT, "cat", Operator.STACK, "stack")
                .forEach((ours, theirs) ->
                        table.put(ours, (script, node) -> torch(theirs, script.inputs(node, 0), node.whole("axis"))));
        table.put(Operator.SLICE, (script, node) -> {
            String part = script.input(node, 0);
            for (int i = 0; i < node.wholes("axes").size(); i++) {
                part = torch(
                        "slice",
                        part,
                        node.wholes("axes").get(i),
                        node.wholes("begin").get(i),
                        node.wholes("end").get(i),
                        node.wholes("step").get(i));
            }
            return node.wholes("squeeze").isEmpty() ? part : torch("reshape", part, script.lengths(node));
        });
        table.put(Operator.TO_TYPE, (script, node) -> torch("to", script.input(node, 0), code(node.dtype())));
        table.put(
                Operator.CONSTANT,
                (script, node) -> node.attributes().get("values") instanceof List<?> values
                        ? torch(
                                "reshape",
                                torch("to", torch("tensor", values), code(node.dtype())),
                                script.lengths(node))
                        : filled(script.lengths(node), node.number("fill"), node.dtype()));
    }

    /** The number of axes of the first input that are places: those after row and channel. */
    private int space(Node node) {
        return Objects.requireNonNull(arrays.get(node.inputs().get(0))).shape().size() - 2;
    }

    /** A 1 for each of these. */
    private List<Integer> ones(Node node) {
        return Collections.nCopies(space(node), 1);
    }

    private long length(long recorded) {
        return recorded < 0 ? -recorded * batch : recorded;
    }

    private List<Long> lengths(Node node) {
        return node.shape().stream().map(this::length).toList();
    }

    private static String filled(List<Long> lengths, double value, ElementType dtype) {
        return torch("full", lengths, value, "dtype=" + code(dtype), "layout=None", "device=None");
    }

    /**
     * A call of one of PyTorch's functions.
     *
     * @param arguments expressions, numbers, flags, or lists of these
     */
    private static String torch(String function, Object... arguments) {
        return Stream.of(arguments)
                .map(ScriptWriter::text)
                .collect(Collectors.joining(", ", "torch." + function + "(", ")"));
    }

    private static String text(Object argument) {
        if (argument instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        // DJL hands a float on as the double that it is.
        return argument instanceof Float number ? Double.toString(number) : argument.toString();
    }

    /** PyTorch's number of a type (c10/core/ScalarType.h). */
    private static int code(ElementType dtype) {
        return switch (dtype) {
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case INT32 -> 3;
            case INT64 -> 4;
            default -> throw new UnsupportedException("arrays of " + dtype);
        };
    }
}
