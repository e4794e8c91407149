package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** The table of operators. Those that are not in it no network may have. */
final class Lowerings {
    private static final Map<Operator, Lowering> TABLE = table();

    private Lowerings() {}

    /** That of a node; empty if there is none. */
    static Optional<Lowering> of(Node node) {
        return node.known().map(TABLE::get);
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
                        Map.entry(Operator.SQUARE, "Square"),
                        Map.entry(Operator.ERF, "Erf"),
                        Map.entry(Operator.ABS, "Abs"),
                        Map.entry(Operator.NEG, "Neg"))
                .forEach((ours, theirs) ->
                        table.put(ours, eachNumber((in, node, x) -> in.ops().add(theirs, x))));
        table.put(
                Operator.LEAKY_RELU,
                eachNumber((in, node, x) -> in.ops()
                        .add("LeakyRelu", builder -> builder.setAttr("alpha", (float) node.number("alpha")), x)));
        table.put(Operator.ELU, eachNumber(Lowerings::elu));
        table.put(Operator.GELU, eachNumber(Lowerings::gelu));
        table.put(Operator.SWISH, eachNumber((in, node, x) -> {
            Ops ops = in.ops();
            Output<?> scaled = ops.add("Mul", x, ops.number(node.number("beta"), x.dataType()));
            return ops.add("Mul", x, ops.add("Sigmoid", scaled));
        }));
        table.put(Operator.DROPOUT, eachNumber(Lowerings::dropout));
        table.put(Operator.TO_TYPE, eachNumber((in, node, x) -> in.ops().cast(x, dtype(node.dtype()))));
        Map.of(
                        Operator.ADD, "AddV2",
                        Operator.SUB, "Sub",
                        Operator.MUL, "Mul",
                        Operator.DIV, "RealDiv",
                        Operator.POW, "Pow",
                        Operator.MAXIMUM, "Maximum",
                        Operator.MINIMUM, "Minimum")
                .forEach((ours, theirs) -> table.put(ours, (in, node) -> pairwise(in, node, theirs)));
        Map.of(Operator.SUM, "Sum", Operator.MEAN, "Mean", Operator.MAX, "Max", Operator.MIN, "Min")
                .forEach((ours, theirs) -> table.put(ours, inOrder((in, node, x) -> reduce(in, node, x, theirs))));
        Map.of(Operator.SOFTMAX, "Softmax", Operator.LOG_SOFTMAX, "LogSoftmax")
                .forEach((ours, theirs) -> table.put(ours, inOrder((in, node, x) -> softmax(in, node, x, theirs))));
        table.put(Operator.RESHAPE, inOrder((in, node, x) -> in.ops().reshape(x, in.lengths(node))));
        table.put(
                Operator.TRANSPOSE,
                inOrder((in, node, x) -> in.ops().add("Transpose", x, in.ops().wholes(node.wholes("axes")))));
        table.put(
                Operator.BROADCAST,
                inOrder((in, node, x) -> in.ops().add("BroadcastTo", x, in.ops().wholes(in.lengths(node)))));
        table.put(Operator.SLICE, inOrder(Lowerings::slice));
        table.put(
                Operator.CONCAT,
                (in, node) -> Placed.inOrder(in.ops()
                        .addOfList(
                                "ConcatV2",
                                none -> {},
                                in.inputs(node),
                                in.ops().whole(node.whole("axis")))));
        table.put(
                Operator.STACK,
                (in, node) -> Placed.inOrder(in.ops()
                        .addOfList("Pack", builder -> builder.setAttr("axis", node.whole("axis")), in.inputs(node))));
        table.put(Operator.CONSTANT, Lowerings::constant);
        table.put(Operator.LINEAR, inOrder(Lowerings::linear));
        table.put(Operator.MAT_MUL, inOrder((in, node, x) -> {
            Output<?> other = in.inOrder(node.inputs().get(1));
            boolean plain = x.shape().numDimensions() == 2 && other.shape().numDimensions() == 2;
            return in.ops().add(plain ? "MatMul" : "BatchMatMulV2", x, other);
        }));
        table.put(Operator.EMBEDDING, inOrder(Lowerings::embedding));
        table.put(Operator.LAYER_NORM, inOrder(Lowerings::layerNorm));
        table.put(Operator.LSTM, LstmLowering::lower);
        table.put(Operator.GRU, GruLowering::lower);
        ImageLowerings.addTo(table);
        return table;
    }

    /** Makes one array of the first input. */
    private interface Function {
        Output<?> of(Forward in, Node node, Output<?> x);
    }

    /** In whatever order the input is: each number of the output is made of one of the input. */
    private static Lowering eachNumber(Function function) {
        return (in, node) -> {
            Placed x = in.array(node.inputs().get(0));
            return x.with(function.of(in, node, x.output()));
        };
    }

    private static Lowering inOrder(Function function) {
        return (in, node) ->
                Placed.inOrder(function.of(in, node, in.inOrder(node.inputs().get(0))));
    }

    static DataType dtype(ElementType dtype) {
        return switch (dtype) {
            case FLOAT32 -> DataType.DT_FLOAT;
            case FLOAT64 -> DataType.DT_DOUBLE;
            case FLOAT16 -> DataType.DT_HALF;
            case INT8 -> DataType.DT_INT8;
            case UINT8 -> DataType.DT_UINT8;
            case INT32 -> DataType.DT_INT32;
            case INT64 -> DataType.DT_INT64;
            case BOOLEAN -> DataType.DT_BOOL;
        };
    }

    /** TensorFlow's has an alpha of 1. */
    private static Output<?> elu(Forward in, Node node, Output<?> x) {
        Ops ops = in.ops();
        Output<?> positive = ops.add("Relu", x);
        Output<?> negative = ops.add("Sub", ops.add("Elu", x), positive);
        return ops.add("AddV2", positive, ops.add("Mul", negative, ops.number(node.number("alpha"), x.dataType())));
    }

    /** x/2·(1 + erf(x/√2)). */
    private static Output<?> gelu(Forward in, Node node, Output<?> x) {
        Ops ops = in.ops();
        Output<?> erf = ops.add("Erf", ops.add("Mul", x, ops.number(Math.sqrt(0.5), x.dataType())));
        Output<?> half = ops.add("Mul", x, ops.number(0.5, x.dataType()));
        return ops.add("Mul", half, ops.add("AddV2", erf, ops.number(1, x.dataType())));
    }

    private static Output<?> dropout(Forward in, Node node, Output<?> x) {
        Long seed = in.mode().dropoutSeed();
        if (seed == null || node.number("rate") == 0) {
            return x;
        }
        Ops ops = in.ops();
        double rate = node.number("rate");
        Output<?> drawn = ops.add(
                "RandomUniform",
                builder -> builder.setAttr("dtype", x.dataType())
                        .setAttr("seed", seed)
                        .setAttr("seed2", Integer.toUnsignedLong(node.name().hashCode())),
                ops.wholes(x.shape().asArray()));
        Output<?> kept = ops.cast(ops.add("GreaterEqual", drawn, ops.number(rate, x.dataType())), x.dataType());
        return ops.add("Mul", ops.add("Mul", x, ops.number(1 / (1 - rate), x.dataType())), kept);
    }

    /** Images stay as they are where both are images of one shape. */
    private static Placed pairwise(Forward in, Node node, String type) {
        Ops ops = in.ops();
        DataType dtype = dtype(node.dtype());
        String left = node.inputs().get(0);
        Placed x = in.array(left);
        if (node.inputs().size() == 1) {
            return x.with(ops.add(type, ops.cast(x.output(), dtype), ops.number(node.number("scalar"), dtype)));
        }
        String right = node.inputs().get(1);
        boolean images = Arrays.equals(in.lengths(left), in.lengths(right))
                && (x.channelsLast() || in.array(right).channelsLast());
        Output<?> one = images ? in.channelsLast(left) : in.inOrder(left);
        Output<?> other = images ? in.channelsLast(right) : in.inOrder(right);
        return new Placed(ops.add(type, ops.cast(one, dtype), ops.cast(other, dtype)), images);
    }

    private static Output<?> reduce(Forward in, Node node, Output<?> x, String type) {
        long[] axes = node.attributes().containsKey("axes")
                ? node.wholes("axes").stream().mapToLong(Long::longValue).toArray()
                : LongStream.range(0, x.shape().numDimensions()).toArray();
        return in.ops().reduce(type, x, node.flag("keep_dims"), axes);
    }

    /** TensorFlow's is over the last axis. */
    private static Output<?> softmax(Forward in, Node node, Output<?> x, String type) {
        int last = x.shape().numDimensions() - 1;
        int axis = Forward.axis(node, last + 1);
        if (axis == last) {
            return in.ops().add(type, x);
        }
        long[] swapped = LongStream.rangeClosed(0, last).toArray();
        swapped[axis] = last;
        swapped[last] = axis;
        return in.ops().transpose(in.ops().add(type, in.ops().transpose(x, swapped)), swapped);
    }

    private static Output<?> slice(Forward in, Node node, Output<?> x) {
        long[] begin = new long[x.shape().numDimensions()];
        long[] end = x.shape().asArray();
        long[] step = new long[begin.length];
        Arrays.fill(step, 1);
        List<Long> axes = node.wholes("axes");
        for (int i = 0; i < axes.size(); i++) {
            int axis = Math.toIntExact(axes.get(i));
            begin[axis] = node.wholes("begin").get(i);
            end[axis] = node.wholes("end").get(i);
            step[axis] = node.wholes("step").get(i);
        }
        long squeezed =
                node.wholes("squeeze").stream().mapToLong(axis -> 1L << axis).reduce(0, (a, b) -> a | b);
        Ops ops = in.ops();
        return ops.add(
                "StridedSlice",
                builder -> builder.setAttr("shrink_axis_mask", squeezed),
                x,
                ops.wholes(begin),
                ops.wholes(end),
                ops.wholes(step));
    }

    private static Placed constant(Forward in, Node node) {
        long[] lengths = in.lengths(node);
        Ops ops = in.ops();
        if (node.attributes().get("values") instanceof List<?> values) {
            float[] numbers = new float[values.size()];
            IntStream.range(0, numbers.length).forEach(i -> numbers[i] = ((Double) values.get(i)).floatValue());
            return Placed.inOrder(ops.cast(ops.numbers(numbers, lengths), dtype(node.dtype())));
        }
        return Placed.inOrder(
                ops.add("Fill", ops.wholes(lengths), ops.number(node.number("fill"), dtype(node.dtype()))));
    }

    private static Output<?> linear(Forward in, Node node, Output<?> x) {
        Ops ops = in.ops();
        long[] lengths = in.lengths(node);
        long[] from = x.shape().asArray();
        long features = from[from.length - 1];
        Output<?> rows = ops.reshape(x, x.shape().size() / features, features);
        Output<?> product = ops.add(
                "MatMul",
                builder -> builder.setAttr("transpose_b", true),
                rows,
                in.inOrder(node.inputs().get(1)));
        if (node.inputs().size() == 3) {
            product = ops.add("BiasAdd", product, in.inOrder(node.inputs().get(2)));
        }
        return ops.reshape(product, lengths);
    }

    /** Its derivative adds up each entry's; TensorFlow's own does the same and turns the table round twice. */
    private static Output<?> embedding(Forward in, Node node, Output<?> ids) {
        Ops ops = in.ops();
        String table = node.inputs().get(1);
        Output<?> whole = ids.dataType() == DataType.DT_FLOAT ? ops.cast(ids, DataType.DT_INT32) : ids;
        in.differentiated(node, byOutput -> {
            long[] entries = in.lengths(table);
            long places = ids.shape().size();
            return Map.of(
                    table,
                    ops.add(
                            "UnsortedSegmentSum",
                            ops.reshape(byOutput, places, entries[1]),
                            ops.reshape(whole, places),
                            ops.whole(entries[0])));
        });
        return ops.add("GatherV2", in.inOrder(table), whole, ops.whole(0));
    }

    private static Output<?> layerNorm(Forward in, Node node, Output<?> x) {
        Ops ops = in.ops();
        int axes = x.shape().numDimensions();
        long[] over = LongStream.range(axes - node.wholes("normalized_shape").size(), axes)
                .toArray();
        Output<?> off = ops.add("Sub", x, ops.reduce("Mean", x, true, over));
        Output<?> variance = ops.reduce("Mean", ops.add("Square", off), true, over);
        Output<?> inverse =
                ops.add("Rsqrt", ops.add("AddV2", variance, ops.number(node.number("epsilon"), x.dataType())));
        Output<?> scaled = ops.add(
                "Mul", ops.add("Mul", off, inverse), in.inOrder(node.inputs().get(1)));
        return ops.add("AddV2", scaled, in.inOrder(node.inputs().get(2)));
    }
}
