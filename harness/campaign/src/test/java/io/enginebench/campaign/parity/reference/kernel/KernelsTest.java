package io.enginebench.campaign.parity.reference.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures by hand, and the derivative of every operator against differences of the operator itself. */
class KernelsTest {
    private static Tensor tensor(List<Integer> shape, double... values) {
        return new Tensor(values, shape);
    }

    private static Tensor random(long seed, Integer... shape) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(List.of(shape));
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = random.nextDouble() * 2 - 1;
        }
        return tensor;
    }

    private static Operation call(
            Operator operator, Map<String, Object> attributes, List<Integer> shape, List<Tensor> inputs) {
        List<String> names =
                IntStream.range(0, inputs.size()).mapToObj(i -> "in" + i).toList();
        List<Long> lengths = shape.stream().map(Integer::longValue).toList();
        return new Operation(
                new Node("out", operator.djl(), names, lengths, ElementType.FLOAT32, attributes),
                inputs,
                shape,
                true,
                Precision.FLOAT64);
    }

    private static double[] output(
            Operator operator, Map<String, Object> attributes, List<Integer> shape, Tensor... inputs) {
        Operation call = call(operator, attributes, shape, List.of(inputs));
        return Kernels.of(call.node()).forward(call).values();
    }

    private static List<Tensor> derivatives(Operation call, double... gradient) {
        Kernel kernel = Kernels.of(call.node());
        List<Tensor> derivatives = call.inputs().stream().map(Tensor::zeros).toList();
        kernel.backward(call, kernel.forward(call), new Tensor(gradient, call.shape()), derivatives);
        return derivatives;
    }

    private static Map<String, Object> windows(int kernel, int stride, int padding) {
        return Map.of(
                "kernel", List.of(kernel, kernel),
                "stride", List.of(stride, stride),
                "padding", List.of(padding, padding));
    }

    private static Map<String, Object> convolution(int stride, int padding, int dilation, int groups) {
        return Map.of(
                "stride", List.of(stride, stride),
                "padding", List.of(padding, padding),
                "dilation", List.of(dilation, dilation),
                "groups", groups);
    }

    /** Image 1 2 3 / 4 5 6 / 7 8 9, kernel 1 0 / 0 -1, bias 10: x[i][j] - x[i+1][j+1] = -4 everywhere. */
    @Test
    void convolutionIsACorrelationThatDoesNotFlipTheKernel() {
        assertArrayEquals(
                new double[] {6, 6, 6, 6},
                output(
                        Operator.CONVOLUTION,
                        convolution(1, 0, 1, 1),
                        List.of(1, 1, 2, 2),
                        tensor(List.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9),
                        tensor(List.of(1, 1, 2, 2), 1, 0, 0, -1),
                        tensor(List.of(1), 10)));
    }

    /** Stride 2 and padding 1 of a 2x2 image by a kernel of nine ones: each output sees the whole image. Dilation 2 sees the corners of 3x3. */
    @Test
    void convolutionStridesPadsAndDilates() {
        Tensor ones = tensor(List.of(1, 1, 3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertArrayEquals(
                new double[] {10},
                output(
                        Operator.CONVOLUTION,
                        convolution(2, 1, 1, 1),
                        List.of(1, 1, 1, 1),
                        tensor(List.of(1, 1, 2, 2), 1, 2, 3, 4),
                        ones));
        assertArrayEquals(
                new double[] {1 + 3 + 7 + 9},
                output(
                        Operator.CONVOLUTION,
                        convolution(1, 0, 2, 1),
                        List.of(1, 1, 1, 1),
                        tensor(List.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9),
                        tensor(List.of(1, 1, 2, 2), 1, 1, 1, 1)));
    }

    /** Two channels 5 and 7: kernels 2 and 3 of one group give 2·5 + 3·7 = 31; of two groups 2·5 and 3·7. */
    @Test
    void convolutionSumsOverTheChannelsOfItsGroup() {
        Tensor pixels = tensor(List.of(1, 2, 1, 1), 5, 7);
        assertArrayEquals(
                new double[] {31},
                output(
                        Operator.CONVOLUTION,
                        convolution(1, 0, 1, 1),
                        List.of(1, 1, 1, 1),
                        pixels,
                        tensor(List.of(1, 2, 1, 1), 2, 3)));
        assertArrayEquals(
                new double[] {10, 21},
                output(
                        Operator.CONVOLUTION,
                        convolution(1, 0, 1, 2),
                        List.of(1, 2, 1, 1),
                        pixels,
                        tensor(List.of(2, 1, 1, 1), 2, 3)));
    }

    /** 3x3 becomes 1x1; of the two fives the first one in reading order gets the derivative. */
    @Test
    void poolLeavesOutTheOddEdgeAndGivesTheDerivativeToTheFirstOfEquals() {
        Operation pool = call(
                Operator.MAX_POOL,
                windows(2, 2, 0),
                List.of(1, 1, 1, 1),
                List.of(tensor(List.of(1, 1, 3, 3), 1, 5, 9, 5, 2, 9, 9, 9, 9)));
        assertArrayEquals(
                new double[] {5}, Kernels.of(pool.node()).forward(pool).values());
        assertArrayEquals(
                new double[] {0, 3, 0, 0, 0, 0, 0, 0, 0},
                derivatives(pool, 3).get(0).values());
        assertTrue(Kernels.of(pool.node()).branches());
    }

    /** A 2x2 window with its far corner at the 1: over four numbers with the padding, over one without. */
    @Test
    void meanOfAWindowCountsPaddingOnlyIfItIsTold() {
        Tensor x = tensor(List.of(1, 1, 2, 2), 1, 2, 3, 4);
        for (boolean counted : List.of(true, false)) {
            Map<String, Object> attributes = new HashMap<>(windows(2, 2, 1));
            attributes.put("count_include_pad", counted);
            double[] expected = counted ? new double[] {0.25, 0.5, 0.75, 1} : new double[] {1, 2, 3, 4};
            assertArrayEquals(expected, output(Operator.AVG_POOL, attributes, List.of(1, 1, 2, 2), x));
        }
    }

    @Test
    void reluHasTheDerivativeZeroAtZero() {
        Operation relu = call(Operator.RELU, Map.of(), List.of(1, 3), List.of(tensor(List.of(1, 3), -1, 0, 2)));
        assertArrayEquals(
                new double[] {0, 0, 2}, Kernels.of(relu.node()).forward(relu).values());
        assertArrayEquals(
                new double[] {0, 0, 4}, derivatives(relu, 4, 4, 4).get(0).values());
    }

    /** [1 2; 3 4] (5, 6) + (100, 200) = (117, 239). */
    @Test
    void linearIsWeightTimesInputPlusBias() {
        assertArrayEquals(
                new double[] {117, 239},
                output(
                        Operator.LINEAR,
                        Map.of(),
                        List.of(1, 2),
                        tensor(List.of(1, 2), 5, 6),
                        tensor(List.of(2, 2), 1, 2, 3, 4),
                        tensor(List.of(2), 100, 200)));
    }

    /** Channel of 1 and 3: mean 2, biased variance 1. By the running statistics 0 and 4: 1/2 and 3/2. eps 0, gamma 10, beta 1. */
    @Test
    void batchNormTakesTheBatchInTrainingAndTheRunningStatisticsInEvaluation() {
        Operation training = call(
                Operator.BATCH_NORM,
                Map.of("axis", 1, "epsilon", 0.0, "momentum", 0.9),
                List.of(2, 1),
                List.of(
                        tensor(List.of(2, 1), 1, 3),
                        tensor(List.of(1), 0),
                        tensor(List.of(1), 4),
                        tensor(List.of(1), 10),
                        tensor(List.of(1), 1)));
        Operation evaluation =
                new Operation(training.node(), training.inputs(), training.shape(), false, Precision.FLOAT64);
        Kernel kernel = Kernels.of(training.node());
        assertArrayEquals(new double[] {-9, 11}, kernel.forward(training).values());
        assertArrayEquals(new double[] {6, 16}, kernel.forward(evaluation).values());
    }

    /** GELU(1) = Φ(1) = 0.841344746068543; a row of softmax(0, ln 3) is 1/4 and 3/4. */
    @Test
    void functionsAreThoseOfTheTextbook() {
        assertEquals(0.841344746068543, output(Operator.GELU, Map.of(), List.of(1), tensor(List.of(1), 1))[0], 1e-15);
        assertArrayEquals(
                new double[] {0.25, 0.75},
                output(Operator.SOFTMAX, Map.of("axis", -1), List.of(2), tensor(List.of(2), 0, Math.log(3))),
                1e-15);
    }

    /**
     * One unit with all weights 1 and biases 0, x = 1, then 0, from states of zero. LSTM: i = f = o = σ(1), g = tanh 1, c = i·g, h =
     * o·tanh c; then every gate sees h. GRU: r = z = σ(1), n = tanh 1, h = (1 − z)·n; then r = z = σ(h), n = tanh(r·h).
     */
    @Test
    void recurrentUnitsAreThoseOfTheTextbook() {
        Tensor x = tensor(List.of(1, 2, 1), 1, 0);
        Map<String, Object> attributes = recurrent(1, false, false, true);
        Tensor four = tensor(List.of(4, 1), 1, 1, 1, 1);
        double s = 1 / (1 + Math.exp(-1));
        double c = s * Math.tanh(1);
        double h = s * Math.tanh(c);
        double then = 1 / (1 + Math.exp(-h));
        double c2 = then * c + then * Math.tanh(h);
        assertArrayEquals(
                new double[] {h, then * Math.tanh(c2)},
                output(Operator.LSTM, attributes, List.of(1, 2, 1), x, four, four),
                1e-15);
        Tensor three = tensor(List.of(3, 1), 1, 1, 1);
        double g = (1 - s) * Math.tanh(1);
        double z = 1 / (1 + Math.exp(-g));
        assertArrayEquals(
                new double[] {g, (1 - z) * Math.tanh(z * g) + z * g},
                output(Operator.GRU, attributes, List.of(1, 2, 1), x, three, three),
                1e-15);
    }

    private static Map<String, Object> recurrent(
            int layers, boolean biases, boolean bidirectional, boolean batchFirst) {
        return Map.of("layers", layers, "biases", biases, "bidirectional", bidirectional, "batch_first", batchFirst);
    }

    /** Weights of two directions, then biases. */
    private static List<Tensor> recurrentInputs(int gates, int features, Tensor x, boolean twoLayers) {
        Stream<Tensor> first = layer(gates, features, 50);
        Stream<Tensor> second = twoLayers ? layer(gates, 4, 70) : Stream.of();
        return Stream.concat(Stream.of(x), Stream.concat(first, second)).toList();
    }

    private static Stream<Tensor> layer(int gates, int features, long seed) {
        return Stream.of(
                random(seed, gates * 2, features),
                random(seed + 1, gates * 2, 2),
                random(seed + 2, gates * 2, features),
                random(seed + 3, gates * 2, 2),
                random(seed + 4, gates * 2),
                random(seed + 5, gates * 2),
                random(seed + 6, gates * 2),
                random(seed + 7, gates * 2));
    }

    /** A call of each operator, some with more than one set of attributes. */
    static Stream<Operation> calls() {
        Tensor matrix = random(1, 2, 3);
        Tensor image = random(2, 2, 2, 5, 4);
        List<Operation> calls = new ArrayList<>();
        for (Operator one : List.of(
                Operator.RELU,
                Operator.SIGMOID,
                Operator.TANH,
                Operator.SOFT_PLUS,
                Operator.SOFT_SIGN,
                Operator.GELU,
                Operator.SELU,
                Operator.EXP,
                Operator.SQUARE,
                Operator.ERF,
                Operator.ABS,
                Operator.NEG,
                Operator.DROPOUT,
                Operator.TO_TYPE)) {
            calls.add(call(one, Map.of(), List.of(2, 3), List.of(matrix)));
        }
        Tensor positive = tensor(List.of(2, 3), 0.5, 1, 1.5, 2, 2.5, 3);
        for (Operator one : List.of(Operator.LOG, Operator.SQRT)) {
            calls.add(call(one, Map.of(), List.of(2, 3), List.of(positive)));
        }
        for (Operator one : List.of(Operator.LEAKY_RELU, Operator.ELU)) {
            calls.add(call(one, Map.of("alpha", 0.3), List.of(2, 3), List.of(matrix)));
        }
        calls.add(call(Operator.SWISH, Map.of("beta", 1.5), List.of(2, 3), List.of(matrix)));
        for (Operator one : List.of(
                Operator.ADD,
                Operator.SUB,
                Operator.MUL,
                Operator.DIV,
                Operator.POW,
                Operator.MAXIMUM,
                Operator.MINIMUM)) {
            calls.add(call(one, Map.of(), List.of(2, 3), List.of(positive, tensor(List.of(3), 1.7, 2.2, 0.4))));
            calls.add(call(one, Map.of("scalar", 1.7), List.of(2, 3), List.of(positive)));
        }
        calls.add(call(
                Operator.LINEAR,
                Map.of(),
                List.of(2, 2, 4),
                List.of(random(3, 2, 2, 3), random(4, 4, 3), random(5, 4))));
        calls.add(call(Operator.MAT_MUL, Map.of(), List.of(2, 2, 4), List.of(random(3, 2, 2, 3), random(4, 1, 3, 4))));
        calls.add(call(
                Operator.CONVOLUTION,
                convolution(1, 1, 1, 1),
                List.of(2, 3, 5, 4),
                List.of(image, random(5, 3, 2, 3, 3), random(6, 3))));
        calls.add(call(
                Operator.CONVOLUTION,
                convolution(2, 1, 2, 2),
                List.of(2, 4, 2, 1),
                List.of(image, random(5, 4, 1, 3, 3))));
        calls.add(call(
                Operator.CONVOLUTION,
                Map.of("stride", List.of(2), "padding", List.of(1), "dilation", List.of(1), "groups", 1),
                List.of(2, 3, 3),
                List.of(random(7, 2, 2, 5), random(8, 3, 2, 3), random(9, 3))));
        calls.add(call(Operator.MAX_POOL, windows(3, 2, 1), List.of(2, 2, 3, 2), List.of(image)));
        calls.add(call(Operator.AVG_POOL, windows(3, 2, 1), List.of(2, 2, 3, 2), List.of(image)));
        calls.add(call(Operator.GLOBAL_AVG_POOL, Map.of(), List.of(2, 2), List.of(image)));
        calls.add(call(
                Operator.BATCH_NORM,
                Map.of("axis", 1, "epsilon", 1e-3, "momentum", 0.9),
                List.of(2, 2, 5, 4),
                List.of(image, random(3, 2), tensor(List.of(2), 1, 2), random(4, 2), random(5, 2))));
        calls.add(call(
                Operator.LAYER_NORM,
                Map.of("normalized_shape", List.of(3), "epsilon", 1e-3),
                List.of(2, 3),
                List.of(matrix, random(3, 3), random(4, 3))));
        calls.add(call(
                Operator.EMBEDDING,
                Map.of(),
                List.of(2, 2, 3),
                List.of(tensor(List.of(2, 2), 0, 3, 3, 1), random(5, 4, 3))));
        calls.add(call(Operator.SOFTMAX, Map.of("axis", 1), List.of(2, 2, 5, 4), List.of(image)));
        calls.add(call(Operator.LOG_SOFTMAX, Map.of("axis", -1), List.of(2, 3), List.of(matrix)));
        calls.add(call(Operator.SUM, Map.of("keep_dims", false), List.of(), List.of(matrix)));
        calls.add(call(
                Operator.MEAN, Map.of("axes", List.of(2, -1), "keep_dims", true), List.of(2, 2, 1, 1), List.of(image)));
        calls.add(call(Operator.RESHAPE, Map.of(), List.of(3, 2), List.of(matrix)));
        calls.add(call(Operator.TRANSPOSE, Map.of("axes", List.of(0, 2, 3, 1)), List.of(2, 5, 4, 2), List.of(image)));
        calls.add(call(Operator.CONCAT, Map.of("axis", 1), List.of(2, 5), List.of(matrix, random(9, 2, 2))));
        calls.add(call(Operator.STACK, Map.of("axis", 1), List.of(2, 2, 3), List.of(matrix, random(9, 2, 3))));
        calls.add(call(
                Operator.SLICE,
                Map.of(
                        "axes",
                        List.of(1, 2, 3),
                        "begin",
                        List.of(1, 0, 1),
                        "end",
                        List.of(2, 5, 4),
                        "step",
                        List.of(1, 2, 1),
                        "squeeze",
                        List.of(1)),
                List.of(2, 3, 3),
                List.of(image)));
        calls.add(call(Operator.BROADCAST, Map.of(), List.of(4, 2, 3), List.of(random(9, 1, 2, 3))));
        Tensor sequence = random(11, 3, 2, 3);
        calls.add(call(
                Operator.LSTM,
                recurrent(1, true, true, true),
                List.of(3, 2, 4),
                recurrentInputs(4, 3, sequence, false)));
        calls.add(call(
                Operator.GRU,
                recurrent(2, true, true, false),
                List.of(3, 2, 4),
                recurrentInputs(3, 3, sequence, true)));
        return calls.stream();
    }

    /** Of the sum of all outputs, each with a weight of its own. */
    @ParameterizedTest
    @MethodSource("calls")
    void everyDerivativeIsTheLimitOfDifferences(Operation call) {
        Kernel kernel = Kernels.of(call.node());
        Tensor weights = random(99, kernel.forward(call).values().length);
        List<Tensor> derivatives = derivatives(call, weights.values());
        double h = 1e-6;
        for (int input = 0; input < call.inputs().size(); input++) {
            if (isNotDifferentiated(call, input)) {
                continue;
            }
            double[] values = call.input(input).values();
            for (int i = 0; i < values.length; i++) {
                double kept = values[i];
                values[i] = kept + h;
                double above = weighted(kernel.forward(call), weights);
                values[i] = kept - h;
                double below = weighted(kernel.forward(call), weights);
                values[i] = kept;
                assertEquals(
                        (above - below) / (2 * h),
                        derivatives.get(input).values()[i],
                        1e-7,
                        call.node().operator() + ", input " + input + ", element " + i);
            }
        }
    }

    /** Whole numbers, and statistics that training does not look at. */
    private static boolean isNotDifferentiated(Operation call, int input) {
        return (call.node().operator().equals("embedding") && input == 0)
                || (call.node().operator().equals("batchNorm") && (input == 1 || input == 2));
    }

    private static double weighted(Tensor output, Tensor weights) {
        double sum = 0;
        for (int i = 0; i < output.values().length; i++) {
            sum += output.values()[i] * weights.values()[i];
        }
        return sum;
    }

    /** Which of equal numbers gets the derivative of a maximum is each engine's own affair. */
    @Test
    void everyOperatorButThreeIsThereAndDifferentiatedAbove() {
        Set<String> missing =
                Arrays.stream(Operator.values()).map(Operator::djl).collect(Collectors.toCollection(TreeSet::new));
        calls().forEach(call -> missing.remove(call.node().operator()));
        assertEquals(Set.of("constant", "globalMaxPool", "max", "min"), missing);
    }
}
