package io.enginebench.models.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of {@link OperatorRules} for the operators that layers are named after. */
final class LayerRules {
    private LayerRules() {}

    static List<Value> linear(Call call) {
        List<Value> inputs = call.arrays(0, 3);
        long[] input = inputs.get(0).lengths();
        long[] weight = inputs.get(1).lengths();
        long features = input[input.length - 1];
        call.require(weight[1] == features, "weight", "(out, " + features + ")", Call.list(weight));
        return call.makes(inputs, Lengths.with(input, input.length - 1, weight[0]), Map.of());
    }

    static List<Value> convolution(Call call) {
        List<Value> inputs = call.arrays(0, 3);
        long[] input = inputs.get(0).lengths();
        long[] weight = inputs.get(1).lengths();
        int groups = call.whole(6);
        call.require(
                weight.length == input.length && weight[1] * groups == input[1] && weight[0] % groups == 0,
                "weight",
                "(out, in/groups, kernel…) for " + groups + " groups of input " + Call.list(input),
                Call.list(weight));
        long[] kernel = Arrays.copyOfRange(weight, 2, weight.length);
        long[] output = Lengths.windows(input, kernel, call.lengths(3), call.lengths(4), call.lengths(5), false);
        return call.makes(
                inputs,
                Lengths.concat(new long[] {input[0], weight[0]}, output),
                Map.of(
                        "stride", call.wholes(3),
                        "padding", call.wholes(4),
                        "dilation", call.wholes(5),
                        "groups", groups));
    }

    static List<Value> pool(Call call, Map<String, Object> more) {
        long[] input = call.self().lengths();
        long[] kernel = call.lengths(0);
        long[] once = new long[kernel.length];
        Arrays.fill(once, 1);
        boolean ceiling = call.flag(3);
        long[] output = Lengths.windows(input, kernel, call.lengths(1), call.lengths(2), once, ceiling);
        Map<String, Object> attributes = new HashMap<>(more);
        attributes.put("kernel", call.wholes(0));
        attributes.put("stride", call.wholes(1));
        attributes.put("padding", call.wholes(2));
        attributes.put("ceil_mode", ceiling);
        return call.makes(List.of(call.self()), Lengths.concat(Arrays.copyOf(input, 2), output), attributes);
    }

    static List<Value> embedding(Call call) {
        call.mustTake(NDArray.class, NDArray.class, SparseFormat.class);
        List<Value> inputs = call.arrays(0, 2);
        Value table = inputs.get(1);
        return call.makes(
                call.operator(),
                inputs,
                Lengths.concat(inputs.get(0).lengths(), table.lengths()[1]),
                table.dtype(),
                Map.of());
    }

    static List<Value> batchNorm(Call call) {
        List<Value> inputs = call.arrays(0, 5);
        call.require(inputs.size() == 5, "inputs", "x, running mean and variance, gamma and beta", inputs.size());
        int axis = call.axis(5, inputs.get(0).shape().dimension());
        return call.makes(
                inputs,
                inputs.get(0).lengths(),
                Map.of(
                        "axis",
                        axis,
                        "momentum",
                        call.args().get(6),
                        "epsilon",
                        call.args().get(7)));
    }

    /** {@code lstm} and {@code gru}: the states are the second argument, everything else has the same place in both. */
    static List<Value> recurrent(Call call, int states) {
        List<Value> first = call.arrays(1, 2);
        call.require(first.stream().allMatch(Value::isZeros), "first state", "zeros", first.size() + " arrays");
        Value x = call.arrays(0, 1).get(0);
        boolean biases = call.flag(3);
        int layers = call.whole(4);
        boolean bidirectional = call.flag(7);
        boolean batchFirst = call.flag(8);
        long[] state = first.get(0).lengths();
        long directions = bidirectional ? 2 : 1;
        List<Value> sequence = call.makes(
                Stream.concat(Stream.of(x), call.arrays(2, 3).stream()).toList(),
                Lengths.with(x.lengths(), 2, directions * state[2]),
                Map.of(
                        "layers", layers,
                        "biases", biases,
                        "drop_rate", ((Double) call.args().get(5)).floatValue(),
                        "bidirectional", bidirectional,
                        "batch_first", batchFirst));
        // Nobody here knows the last states as operators; a network that uses one says so by its name.
        Stream<Value> last = IntStream.range(0, states)
                .mapToObj(i ->
                        Value.of(call.operator() + "State", sequence, new Shape(state), x.dtype(), Map.of("state", i)));
        return Stream.concat(sequence.stream(), last).toList();
    }
}
