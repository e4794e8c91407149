package io.enginebench.models.onnx;

import io.enginebench.record.Check;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The table of operators: for each of ours those of ONNX that do the same. */
final class Lowerings {
    private static final Map<Operator, Lowering> TABLE = table();

    private Lowerings() {}

    @FunctionalInterface
    interface Lowering {
        void write(OnnxWriter onnx, Node node);
    }

    private static Map<Operator, Lowering> table() {
        Map<Operator, Lowering> table = new EnumMap<>(Operator.class);
        Map.ofEntries(
                        Map.entry(Operator.RELU, "Relu"),
                        Map.entry(Operator.SIGMOID, "Sigmoid"),
                        Map.entry(Operator.TANH, "Tanh"),
                        Map.entry(Operator.SOFT_PLUS, "Softplus"),
                        Map.entry(Operator.SOFT_SIGN, "Softsign"),
                        Map.entry(Operator.SELU, "Selu"),
                        Map.entry(Operator.EXP, "Exp"),
                        Map.entry(Operator.LOG, "Log"),
                        Map.entry(Operator.SQRT, "Sqrt"),
                        Map.entry(Operator.ERF, "Erf"),
                        Map.entry(Operator.ABS, "Abs"),
                        Map.entry(Operator.NEG, "Neg"),
                        Map.entry(Operator.MAT_MUL, "MatMul"),
                        Map.entry(Operator.DROPOUT, "Identity"))
                .forEach((ours, theirs) ->
                        table.put(ours, (onnx, node) -> onnx.add(theirs, node.name(), node.inputs(), Map.of())));
        Map.of(Operator.LEAKY_RELU, "LeakyRelu", Operator.ELU, "Elu")
                .forEach((ours, theirs) -> table.put(
                        ours,
                        (onnx, node) ->
                                onnx.add(theirs, node.name(), node.inputs(), Map.of("alpha", node.number("alpha")))));
        Map.of(
                        Operator.SOFTMAX, "Softmax",
                        Operator.LOG_SOFTMAX, "LogSoftmax",
                        Operator.CONCAT, "Concat")
                .forEach((ours, theirs) -> table.put(
                        ours,
                        (onnx, node) ->
                                onnx.add(theirs, node.name(), node.inputs(), Map.of("axis", node.whole("axis")))));
        Map.of(
                        Operator.ADD, "Add",
                        Operator.SUB, "Sub",
                        Operator.MUL, "Mul",
                        Operator.DIV, "Div",
                        Operator.POW, "Pow",
                        Operator.MAXIMUM, "Max",
                        Operator.MINIMUM, "Min")
                .forEach((ours, theirs) -> table.put(ours, (onnx, node) -> pairwise(onnx, node, theirs)));
        Map.of(
                        Operator.MEAN, "ReduceMean",
                        Operator.MAX, "ReduceMax",
                        Operator.MIN, "ReduceMin",
                        Operator.SUM, "ReduceSum")
                .forEach((ours, theirs) -> table.put(ours, (onnx, node) -> reduce(onnx, node, theirs)));
        Map.of(Operator.GLOBAL_AVG_POOL, "GlobalAveragePool", Operator.GLOBAL_MAX_POOL, "GlobalMaxPool")
                .forEach((ours, theirs) -> table.put(ours, (onnx, node) -> {
                    String pooled = onnx.add(theirs, node.inputs(), Map.of());
                    onnx.add("Flatten", node.name(), List.of(pooled), Map.of("axis", 1L));
                }));
        table.put(Operator.MAX_POOL, (onnx, node) -> pool(onnx, node, "MaxPool", Map.of()));
        table.put(
                Operator.AVG_POOL,
                (onnx, node) -> pool(
                        onnx,
                        node,
                        "AveragePool",
                        Map.of("count_include_pad", node.flag("count_include_pad") ? 1L : 0L)));
        table.put(Operator.LINEAR, Lowerings::linear);
        table.put(Operator.CONVOLUTION, Lowerings::convolution);
        table.put(Operator.BATCH_NORM, Lowerings::batchNorm);
        table.put(
                Operator.LAYER_NORM,
                (onnx, node) -> onnx.add(
                        "LayerNormalization",
                        node.name(),
                        node.inputs(),
                        Map.of(
                                "axis",
                                -(long) node.wholes("normalized_shape").size(),
                                "epsilon",
                                node.number("epsilon"))));
        table.put(
                Operator.EMBEDDING,
                (onnx, node) -> onnx.add(
                        "Gather",
                        node.name(),
                        List.of(node.inputs().get(1), node.inputs().get(0)),
                        Map.of("axis", 0L)));
        table.put(Operator.SQUARE, (onnx, node) -> {
            String x = node.inputs().get(0);
            onnx.add("Mul", node.name(), List.of(x, x), Map.of());
        });
        table.put(Operator.GELU, Lowerings::gelu);
        table.put(Operator.SWISH, (onnx, node) -> {
            String x = node.inputs().get(0);
            String scaled = onnx.add("Mul", List.of(x, onnx.number(node.number("beta"), node.dtype())), Map.of());
            onnx.add("Mul", node.name(), List.of(x, onnx.add("Sigmoid", List.of(scaled), Map.of())), Map.of());
        });
        table.put(
                Operator.RESHAPE,
                (onnx, node) -> reshape(onnx, node.name(), node.inputs().get(0), node.shape()));
        table.put(
                Operator.TRANSPOSE,
                (onnx, node) -> onnx.add("Transpose", node.name(), node.inputs(), Map.of("perm", node.wholes("axes"))));
        table.put(Operator.STACK, (onnx, node) -> {
            String axis = onnx.wholes(List.of(node.whole("axis")));
            List<String> parts = node.inputs().stream()
                    .map(input -> onnx.add("Unsqueeze", List.of(input, axis), Map.of()))
                    .toList();
            onnx.add("Concat", node.name(), parts, Map.of("axis", node.whole("axis")));
        });
        table.put(Operator.SLICE, Lowerings::slice);
        table.put(Operator.BROADCAST, (onnx, node) -> {
            String shape = onnx.wholes(withoutBatch(node));
            onnx.add("Expand", node.name(), List.of(node.inputs().get(0), shape), Map.of());
        });
        table.put(
                Operator.TO_TYPE,
                (onnx, node) -> onnx.add(
                        "Cast", node.name(), node.inputs(), Map.of("to", (long) OnnxModel.elementType(node.dtype()))));
        table.put(Operator.CONSTANT, Lowerings::constant);
        table.put(Operator.LSTM, (onnx, node) -> RecurrentLowering.LSTM.write(onnx, node));
        table.put(Operator.GRU, (onnx, node) -> RecurrentLowering.GRU.write(onnx, node));
        return table;
    }

    /** Whether ONNX has what the node does. */
    static boolean has(Node node) {
        return node.known().filter(TABLE::containsKey).isPresent();
    }

    /** Writes a node of which {@link #has} is true. */
    static void write(OnnxWriter onnx, Node node) {
        node.known().map(TABLE::get).orElseThrow().write(onnx, node);
    }

    private static void pairwise(OnnxWriter onnx, Node node, String operator) {
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            ElementType dtype = onnx.array(input).dtype();
            // ONNX has no promotion of types.
            inputs.add(
                    dtype == node.dtype()
                            ? input
                            : onnx.add(
                                    "Cast", List.of(input), Map.of("to", (long) OnnxModel.elementType(node.dtype()))));
        }
        if (inputs.size() == 1) {
            inputs.add(onnx.number(node.number("scalar"), node.dtype()));
        }
        onnx.add(operator, node.name(), inputs, Map.of());
    }

    private static void reduce(OnnxWriter onnx, Node node, String operator) {
        List<Long> axes = node.wholes("axes");
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("keepdims", node.flag("keep_dims") ? 1L : 0L);
        List<String> inputs = new ArrayList<>(node.inputs());
        if (!axes.isEmpty() && operator.equals("ReduceSum")) {
            // In opset 17 the sum alone takes its axes as an input.
            inputs.add(onnx.wholes(axes));
        } else if (!axes.isEmpty()) {
            attributes.put("axes", axes);
        }
        onnx.add(operator, node.name(), inputs, attributes);
    }

    private static void pool(OnnxWriter onnx, Node node, String operator, Map<String, Object> more) {
        List<Long> from = onnx.array(node.inputs().get(0)).shape();
        for (int i = 0; node.flag("ceil_mode") && i < node.wholes("kernel").size(); i++) {
            long room = from.get(i + 2)
                    + 2 * node.wholes("padding").get(i)
                    - node.wholes("kernel").get(i);
            long stride = node.wholes("stride").get(i);
            // PyTorch leaves a window out that begins in the far padding; ONNX has it.
            Check.that(
                    Math.floorDiv(room + stride - 1, stride) + 1 == node.shape().get(i + 2),
                    "windows of " + node.name(),
                    "as many as ONNX has in ceil mode",
                    node.shape());
        }
        Map<String, Object> attributes = new HashMap<>(more);
        attributes.put("kernel_shape", node.wholes("kernel"));
        attributes.put("strides", node.wholes("stride"));
        attributes.put("pads", bothSides(node.wholes("padding")));
        attributes.put("ceil_mode", node.flag("ceil_mode") ? 1L : 0L);
        onnx.add(operator, node.name(), node.inputs(), attributes);
    }

    private static List<Long> bothSides(List<Long> padding) {
        return Stream.concat(padding.stream(), padding.stream()).toList();
    }

    private static void linear(OnnxWriter onnx, Node node) {
        if (node.shape().size() == 2) {
            onnx.add("Gemm", node.name(), node.inputs(), Map.of("transB", 1L));
            return;
        }
        List<String> inputs = node.inputs();
        String weight = onnx.add("Transpose", List.of(inputs.get(1)), Map.of("perm", List.of(1L, 0L)));
        List<String> factors = List.of(inputs.get(0), weight);
        if (inputs.size() == 2) {
            onnx.add("MatMul", node.name(), factors, Map.of());
        } else {
            onnx.add("Add", node.name(), List.of(onnx.add("MatMul", factors, Map.of()), inputs.get(2)), Map.of());
        }
    }

    private static void convolution(OnnxWriter onnx, Node node) {
        List<Long> weight = onnx.array(node.inputs().get(1)).shape();
        onnx.add(
                "Conv",
                node.name(),
                node.inputs(),
                Map.of(
                        "kernel_shape", weight.subList(2, weight.size()),
                        "strides", node.wholes("stride"),
                        "pads", bothSides(node.wholes("padding")),
                        "dilations", node.wholes("dilation"),
                        "group", node.whole("groups")));
    }

    private static void batchNorm(OnnxWriter onnx, Node node) {
        List<String> in = node.inputs();
        List<String> statistics = List.of(in.get(3), in.get(4), in.get(1), in.get(2));
        Map<String, Object> attributes = Map.of("epsilon", node.number("epsilon"));
        int axis = (int) node.whole("axis");
        if (axis == 1) {
            onnx.add("BatchNormalization", node.name(), with(in.get(0), statistics), attributes);
            return;
        }
        // ONNX has the channels at axis 1.
        List<Long> swap =
                new ArrayList<>(LongStream.range(0, node.shape().size()).boxed().toList());
        Collections.swap(swap, 1, axis);
        Map<String, Object> swapped = Map.of("perm", swap);
        String there = onnx.add("Transpose", List.of(in.get(0)), swapped);
        String normalised = onnx.add("BatchNormalization", with(there, statistics), attributes);
        onnx.add("Transpose", node.name(), List.of(normalised), swapped);
    }

    private static List<String> with(String first, List<String> more) {
        return Stream.concat(Stream.of(first), more.stream()).toList();
    }

    /** x/2·(1 + erf(x/√2)): opset 17 has no operator for it. */
    private static void gelu(OnnxWriter onnx, Node node) {
        String x = node.inputs().get(0);
        String scaled = onnx.add("Div", List.of(x, onnx.number(Math.sqrt(2), node.dtype())), Map.of());
        String erf = onnx.add("Erf", List.of(scaled), Map.of());
        String sum = onnx.add("Add", List.of(erf, onnx.number(1, node.dtype())), Map.of());
        String half = onnx.add("Mul", List.of(x, onnx.number(0.5, node.dtype())), Map.of());
        onnx.add("Mul", node.name(), List.of(half, sum), Map.of());
    }

    private static void reshape(OnnxWriter onnx, String name, String from, List<Long> shape) {
        List<Long> lengths = IntStream.range(0, shape.size())
                .mapToObj(i -> Math.max(shape.get(i), -1))
                .toList();
        onnx.add("Reshape", name, List.of(from, onnx.wholes(lengths)), Map.of());
    }

    private static void slice(OnnxWriter onnx, Node node) {
        List<Long> squeeze = node.wholes("squeeze");
        List<String> inputs = List.of(
                node.inputs().get(0),
                onnx.wholes(node.wholes("begin")),
                onnx.wholes(node.wholes("end")),
                onnx.wholes(node.wholes("axes")),
                onnx.wholes(node.wholes("step")));
        if (squeeze.isEmpty()) {
            onnx.add("Slice", node.name(), inputs, Map.of());
        } else {
            String part = onnx.add("Slice", inputs, Map.of());
            onnx.add("Squeeze", node.name(), List.of(part, onnx.wholes(squeeze)), Map.of());
        }
    }

    private static void constant(OnnxWriter onnx, Node node) {
        List<Long> shape = withoutBatch(node);
        if (node.attributes().get("values") instanceof List<?> values) {
            onnx.constant(
                    node.name(),
                    node.dtype(),
                    shape,
                    values.stream().map(Double.class::cast).toList());
        } else {
            onnx.filled(node.name(), node.dtype(), shape, node.number("fill"));
        }
    }

    private static List<Long> withoutBatch(Node node) {
        Check.that(
                node.shape().stream().allMatch(length -> length > 0),
                "shape of " + node.name() + " in an ONNX model",
                "free of the batch",
                node.shape());
        return node.shape();
    }
}
