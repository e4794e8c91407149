package io.enginebench.models.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.full.NDIndexFullSlice;
import ai.djl.ndarray.types.DataType;
import io.enginebench.record.graph.Operator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of operators: for each of DJL's methods what its inputs, its attributes and the shape of its output are. {@link
 * Operator} says what they mean. A method that is not in the table cannot be recorded; one that is and has no {@link Operator} is
 * recorded by its name alone.
 */
final class OperatorRules {
    private static final Map<String, Rule> RULES = rules();

    private OperatorRules() {}

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        for (String function :
                names("relu sigmoid tanh softPlus softSign selu gelu mish exp log log10 log2 sqrt cbrt square "
                        + "neg abs sign erf erfinv gammaln floor ceil round trunc sin cos tan asin acos atan sinh "
                        + "cosh asinh acosh atanh toDegrees toRadians stopGradient")) {
            rules.put(function, OperatorRules::elementwise);
        }
        for (String function : names("leakyRelu elu")) {
            rules.put(function, call -> same(call, Map.of("alpha", call.args().get(0))));
        }
        rules.put("swish", call -> same(call, Map.of("beta", call.args().get(0))));
        rules.put(
                "clip",
                call -> same(
                        call,
                        Map.of("min", call.args().get(0), "max", call.args().get(1))));
        for (String function : names("add sub mul div mod pow maximum minimum atan2 xlogy")) {
            rules.put(function, OperatorRules::pairwise);
        }
        for (String function : names("eq neq gt gte lt lte logicalAnd logicalOr logicalXor")) {
            rules.put(function, call -> ofType(pairwise(call), DataType.BOOLEAN));
        }
        for (String function : names("sum mean max min prod")) {
            rules.put(function, OperatorRules::reduction);
        }
        for (String function : names("softmax logSoftmax cumSum")) {
            rules.put(
                    function,
                    call -> same(
                            call,
                            Map.of("axis", call.axis(0, call.self().shape().dimension()))));
        }
        rules.put("linear", LayerRules::linear);
        rules.put("convolution", LayerRules::convolution);
        rules.put("matMul", OperatorRules::matMul);
        rules.put("batchMatMul", OperatorRules::matMul);
        rules.put("dot", OperatorRules::matMul);
        rules.put("embedding", LayerRules::embedding);
        rules.put(
                "prelu",
                call -> call.makes(call.arrays(0, 2), call.arrays(0, 1).get(0).lengths(), Map.of()));
        rules.put(
                "dropout",
                call -> call.makes(
                        call.arrays(0, 1),
                        call.arrays(0, 1).get(0).lengths(),
                        Map.of("rate", call.args().get(1))));
        rules.put("batchNorm", LayerRules::batchNorm);
        rules.put(
                "layerNorm",
                call -> call.makes(
                        call.arrays(0, 4),
                        call.self().lengths(),
                        Map.of(
                                "normalized_shape",
                                call.wholes(1),
                                "epsilon",
                                call.args().get(4))));
        rules.put("maxPool", call -> LayerRules.pool(call, Map.of()));
        rules.put(
                "avgPool",
                call -> LayerRules.pool(
                        call, Map.of("count_include_pad", call.args().get(4))));
        for (String function : names("globalMaxPool globalAvgPool")) {
            rules.put(
                    function,
                    call -> call.makes(
                            List.of(call.self()), Arrays.copyOf(call.self().lengths(), 2), Map.of()));
        }
        rules.put("lstm", call -> LayerRules.recurrent(call, 2));
        rules.put("gru", call -> LayerRules.recurrent(call, 1));
        rules.put("reshape", call -> reshape(call, call.lengths(0)));
        rules.put("flatten", OperatorRules::flatten);
        rules.put(
                "squeeze",
                call -> reshape(
                        call,
                        Lengths.reduced(
                                call.self().lengths(), (int[]) call.args().get(0), false)));
        rules.put("expandDims", OperatorRules::expandDims);
        rules.put("transpose", OperatorRules::transpose);
        rules.put("broadcast", call -> call.makes(List.of(call.self()), call.lengths(0), Map.of()));
        rules.put("concat", OperatorRules::concat);
        rules.put("stack", OperatorRules::stack);
        rules.put("get", OperatorRules::slice);
        rules.put("toType", OperatorRules::toType);
        rules.put("argMax", OperatorRules::argMax);
        return Map.copyOf(rules);
    }

    private static String[] names(String separatedBySpaces) {
        return separatedBySpaces.split(" ", -1);
    }

    @FunctionalInterface
    private interface Rule {
        /** The arrays that a call makes. */
        List<Value> apply(Call call);
    }

    /**
     * The arrays that a call makes.
     *
     * @throws UnsupportedOperationException if the table does not have the method, or not with such arguments; names it
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    static List<Value> apply(Call call) {
        Rule rule = RULES.get(call.operator());
        if (rule == null) {
            throw call.unknown();
        }
        return rule.apply(call);
    }

    private static List<Value> same(Call call, Map<String, Object> attributes) {
        return call.makes(List.of(call.self()), call.self().lengths(), attributes);
    }

    private static List<Value> elementwise(Call call) {
        call.mustTake();
        return same(call, Map.of());
    }

    private static List<Value> ofType(List<Value> made, DataType dtype) {
        return made.stream()
                .map(v -> Value.of(v.operator(), v.inputs(), v.shape(), dtype, v.attributes()))
                .toList();
    }

    private static List<Value> pairwise(Call call) {
        if (call.takes(Number.class)) {
            return same(call, Map.of("scalar", Double.valueOf(call.args().get(0).toString())));
        }
        call.mustTake(NDArray.class);
        Value other = call.arrays(0, 1).get(0);
        DataType left = call.self().dtype();
        DataType right = other.dtype();
        boolean rightIsWider = left.isFloating() == right.isFloating()
                ? right.getNumOfBytes() > left.getNumOfBytes()
                : right.isFloating();
        return call.makes(
                call.operator(),
                List.of(call.self(), other),
                Lengths.broadcast(call, call.self().lengths(), other.lengths()),
                rightIsWider ? right : left,
                Map.of());
    }

    private static List<Value> reduction(Call call) {
        if (call.takes()) {
            return call.makes(List.of(call.self()), new long[0], Map.of("keep_dims", false));
        }
        call.mustTake(int[].class, Boolean.class);
        int[] axes = (int[]) call.args().get(0);
        return call.makes(
                List.of(call.self()),
                Lengths.reduced(call.self().lengths(), axes, call.flag(1)),
                Map.of("axes", Call.list(axes), "keep_dims", call.flag(1)));
    }

    private static List<Value> argMax(Call call) {
        call.mustTake(Integer.class);
        int axis = call.axis(0, call.self().shape().dimension());
        long[] lengths = Lengths.reduced(call.self().lengths(), new int[] {axis}, false);
        return call.makes(call.operator(), List.of(call.self()), lengths, DataType.INT64, Map.of("axis", axis));
    }

    private static List<Value> matMul(Call call) {
        Value other = call.arrays(0, 1).get(0);
        long[] left = call.self().lengths();
        long[] right = other.lengths();
        call.require(
                left.length >= 2 && right.length >= 2 && left[left.length - 1] == right[right.length - 2],
                "shapes",
                "(…, n, k) and (…, k, m)",
                Call.list(left) + " and " + Call.list(right));
        call.require(
                !call.operator().equals("dot") || (left.length == 2 && right.length == 2),
                "shapes",
                "(n, k) and (k, m)",
                Call.list(left) + " and " + Call.list(right));
        long[] before =
                Lengths.broadcast(call, Arrays.copyOf(left, left.length - 2), Arrays.copyOf(right, right.length - 2));
        return call.makes(
                Operator.MAT_MUL.djl(),
                List.of(call.self(), other),
                Lengths.concat(before, left[left.length - 2], right[right.length - 1]),
                call.self().dtype(),
                Map.of());
    }

    private static List<Value> reshape(Call call, long[] asked) {
        long[] lengths = Lengths.reshaped(call, call.self().lengths(), asked);
        return call.makes(
                Operator.RESHAPE.djl(),
                List.of(call.self()),
                lengths,
                call.self().dtype(),
                Map.of());
    }

    private static List<Value> flatten(Call call) {
        if (call.takes()) {
            return reshape(call, new long[] {-1});
        }
        call.mustTake(Integer.class, Integer.class);
        long[] from = call.self().lengths();
        int begin = call.axis(0, from.length);
        int end = call.axis(1, from.length) + 1;
        return reshape(
                call,
                Lengths.concat(
                        Lengths.concat(
                                Arrays.copyOf(from, begin), Lengths.product(Arrays.copyOfRange(from, begin, end))),
                        Arrays.copyOfRange(from, end, from.length)));
    }

    private static List<Value> expandDims(Call call) {
        long[] from = call.self().lengths();
        int axis = call.axis(0, from.length + 1);
        return reshape(
                call,
                Lengths.concat(
                        Lengths.concat(Arrays.copyOf(from, axis), 1), Arrays.copyOfRange(from, axis, from.length)));
    }

    private static List<Value> transpose(Call call) {
        long[] from = call.self().lengths();
        int[] axes = call.takes()
                ? IntStream.range(0, from.length).map(i -> from.length - 1 - i).toArray()
                : (int[]) call.args().get(0);
        return call.makes(
                List.of(call.self()),
                Arrays.stream(axes).mapToLong(axis -> from[axis]).toArray(),
                Map.of("axes", Call.list(axes)));
    }

    private static List<Value> concat(Call call) {
        call.mustTake(NDList.class, Integer.class);
        List<Value> inputs = Stream.concat(Stream.of(call.self()), call.arrays(0, 1).stream())
                .toList();
        long[] first = call.self().lengths();
        int axis = call.axis(1, first.length);
        for (Value input : inputs) {
            call.require(
                    input.lengths().length == first.length
                            && Arrays.equals(Lengths.with(input.lengths(), axis, first[axis]), first),
                    "inputs",
                    "of one shape but for axis " + axis,
                    Call.list(first) + " and " + Call.list(input.lengths()));
        }
        long length = inputs.stream().mapToLong(input -> input.lengths()[axis]).sum();
        return call.makes(inputs, Lengths.with(first, axis, length), Map.of("axis", axis));
    }

    private static List<Value> stack(Call call) {
        call.mustTake(NDList.class, Integer.class);
        List<Value> inputs = Stream.concat(Stream.of(call.self()), call.arrays(0, 1).stream())
                .toList();
        long[] each = call.self().lengths();
        for (Value input : inputs) {
            call.require(
                    Arrays.equals(input.lengths(), each),
                    "inputs",
                    "of one shape",
                    Call.list(each) + " and " + Call.list(input.lengths()));
        }
        int axis = call.axis(1, each.length + 1);
        long[] lengths = Lengths.concat(
                Lengths.concat(Arrays.copyOf(each, axis), inputs.size()), Arrays.copyOfRange(each, axis, each.length));
        return call.makes(inputs, lengths, Map.of("axis", axis));
    }

    private static List<Value> slice(Call call) {
        call.mustTake(NDManager.class, NDIndex.class);
        long[] from = call.self().lengths();
        NDIndexFullSlice slice = NDIndexFullSlice.fromIndex(
                        (NDIndex) call.args().get(1), call.self().shape())
                .orElseThrow(() -> call.unknown());
        // An axis that is there in full is left out, or the batch's would depend on its size.
        int[] axes = IntStream.range(0, from.length)
                .filter(i -> slice.getMin()[i] != 0 || slice.getMax()[i] != from[i] || slice.getStep()[i] != 1)
                .toArray();
        return call.makes(
                Operator.SLICE.djl(),
                List.of(call.self()),
                slice.getSqueezedShape().getShape(),
                call.self().dtype(),
                Map.of(
                        "axes", Call.list(axes),
                        "begin", pick(slice.getMin(), axes),
                        "end", pick(slice.getMax(), axes),
                        "step", pick(slice.getStep(), axes),
                        "squeeze", Call.list(slice.getToSqueeze())));
    }

    private static List<Long> pick(long[] numbers, int[] axes) {
        return Arrays.stream(axes).mapToObj(axis -> numbers[axis]).toList();
    }

    private static List<Value> toType(Call call) {
        DataType dtype = (DataType) call.args().get(0);
        return dtype == call.self().dtype()
                ? List.of(call.self())
                : call.makes(call.operator(), List.of(call.self()), call.self().lengths(), dtype, Map.of());
    }
}
