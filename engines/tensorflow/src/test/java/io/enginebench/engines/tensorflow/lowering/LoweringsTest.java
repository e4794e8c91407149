package io.enginebench.engines.tensorflow.lowering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.engines.tensorflow.Started;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("engine")
class LoweringsTest {
    /** Or everything here is skipped. */
    @BeforeAll
    static void start() {
        Started.session();
    }

    private static final List<Long> IMAGE = List.of(2L, 3L, 4L, 5L);
    private static final Map<String, Object> WINDOWS = Map.of(
            "kernel", List.of(3L, 2L), "stride", List.of(2L, 1L), "padding", List.of(1L, 1L), "ceil_mode", false);

    private static float[] made(
            String operator, List<Long> shape, Map<String, Object> attributes, List<List<Long>> from, float[]... x) {
        try (Lowered lowered = new Lowered(operator, from, shape, attributes)) {
            return lowered.made(x);
        }
    }

    /** 1·1 + 2·10 + 3·100 + 4·1000 = 4321 and so on; with the padding of 1 the corners see one number each. */
    @Test
    void convolutionIsACrossCorrelationWithItsChannelsFirst() {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8}; // (1, 2, 2, 2)
        float[] w = {1, 10, 100, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 100, 1000}; // (2, 2, 2, 2)
        Map<String, Object> plain = Map.of(
                "stride", List.of(1L, 1L), "padding", List.of(0L, 0L), "dilation", List.of(1L, 1L), "groups", 1L);
        List<List<Long>> from = List.of(List.of(1L, 2L, 2L, 2L), List.of(2L, 2L, 2L, 2L), List.of(2L));
        assertArrayEquals(
                new float[] {4321.5f, 8764},
                made("convolution", List.of(1L, 2L, 1L, 1L), plain, from, x, w, new float[] {0.5f, -1}));
        Map<String, Object> padded = Map.of(
                "stride", List.of(2L, 2L), "padding", List.of(1L, 1L), "dilation", List.of(1L, 1L), "groups", 1L);
        assertArrayEquals(
                new float[] {1000, 200, 30, 4, 5000, 600, 70, 8},
                made("convolution", List.of(1L, 2L, 2L, 2L), padded, from, x, w, new float[] {0, 0}));
    }

    /** Each of the two channels has a filter of its own: 1 to 4 by (1, 10, 100, 1000), 5 to 8 by twice that. */
    @Test
    void channelsMayHaveFiltersOfTheirOwn() {
        Map<String, Object> depthwise = Map.of(
                "stride", List.of(1L, 1L), "padding", List.of(0L, 0L), "dilation", List.of(1L, 1L), "groups", 2L);
        assertArrayEquals(
                new float[] {4321, 17530},
                made(
                        "convolution",
                        List.of(1L, 2L, 1L, 1L),
                        depthwise,
                        List.of(List.of(1L, 2L, 2L, 2L), List.of(2L, 1L, 2L, 2L)),
                        new float[] {1, 2, 3, 4, 5, 6, 7, 8},
                        new float[] {1, 10, 100, 1000, 2, 20, 200, 2000}));
    }

    @Test
    void otherGroupsOfFiltersAreRefused() {
        Map<String, Object> grouped = Map.of(
                "stride", List.of(1L, 1L), "padding", List.of(0L, 0L), "dilation", List.of(1L, 1L), "groups", 2L);
        UnsupportedException refused = assertThrows(
                UnsupportedException.class,
                () -> new Lowered(
                        "convolution",
                        List.of(List.of(1L, 4L, 2L, 2L), List.of(2L, 2L, 1L, 1L)),
                        List.of(1L, 2L, 2L, 2L),
                        grouped));
        assertEquals(
                "groups of convolution of a network for TensorFlow must be 1 or as many as channels, got 2",
                refused.getMessage());
    }

    @Test
    void unknownOperatorsAreRefusedByName() {
        UnsupportedException refused = assertThrows(
                UnsupportedException.class, () -> new Lowered("erfinv", List.of(List.of(2L)), List.of(2L), Map.of()));
        assertEquals(
                "operators of a network for TensorFlow must be known to the lowering, got [erfinv]",
                refused.getMessage());
    }

    /** A 2x2 image in windows of 2x2 with a padding of 1: the corners' windows have one number and three of padding. */
    @Test
    void paddingCountsInAMeanWhereItIsSaid() {
        List<List<Long>> from = List.of(List.of(1L, 1L, 2L, 2L));
        float[] x = {4, 8, 12, 16};
        Map<String, Object> windows = Map.of(
                "kernel",
                List.of(2L, 2L),
                "stride",
                List.of(2L, 2L),
                "padding",
                List.of(1L, 1L),
                "count_include_pad",
                true);
        List<Long> shape = List.of(1L, 1L, 2L, 2L);
        assertArrayEquals(new float[] {1, 2, 3, 4}, made("avgPool", shape, windows, from, x));
        Map<String, Object> without = Map.of(
                "kernel",
                List.of(2L, 2L),
                "stride",
                List.of(2L, 2L),
                "padding",
                List.of(1L, 1L),
                "count_include_pad",
                false);
        assertArrayEquals(x, made("avgPool", shape, without, from, x));
    }

    /** Of a line of five in windows of two, the last has one number, which ceil mode keeps; negative ones beat the padding. */
    @Test
    void largestOfAWindowIsNeverThePadding() {
        Map<String, Object> ceiling = Map.of(
                "kernel", List.of(1L, 2L), "stride", List.of(1L, 2L), "padding", List.of(0L, 0L), "ceil_mode", true);
        assertArrayEquals(
                new float[] {-1, -3, -5},
                made("maxPool", List.of(1L, 1L, 1L, 3L), ceiling, List.of(List.of(1L, 1L, 1L, 5L)), new float[] {
                    -1, -2, -3, -4, -5
                }));
    }

    @Test
    void partsKeepStepsAndLoseAxes() {
        Map<String, Object> part = Map.of(
                "axes",
                List.of(0L, 1L),
                "begin",
                List.of(1L, 0L),
                "end",
                List.of(2L, 4L),
                "step",
                List.of(1L, 2L),
                "squeeze",
                List.of(0L));
        assertArrayEquals(
                new float[] {5, 7},
                made("slice", List.of(2L), part, List.of(List.of(2L, 4L)), new float[] {1, 2, 3, 4, 5, 6, 7, 8}));
    }

    /** Of 1 and 3: mean 2, deviation 1 (epsilon 0), then times 10 and plus 1, or times 20 and plus 2. */
    @Test
    void layersAreNormalisedByTheirOwnMoments() {
        assertArrayEquals(
                new float[] {-9, 22},
                made(
                        "layerNorm",
                        List.of(1L, 2L),
                        Map.of("normalized_shape", List.of(2L), "epsilon", 0.0),
                        List.of(List.of(1L, 2L), List.of(2L), List.of(2L)),
                        new float[] {1, 3},
                        new float[] {10, 20},
                        new float[] {1, 2}),
                1e-4f);
    }

    /** A channel of 1 and 3 has the mean 2 and the unbiased variance 2; of what was, 0.9 stays. */
    @Test
    void runningStatisticsKeepTheirMomentumAndTheUnbiasedVariance() {
        try (Lowered norm = new Lowered(
                "batchNorm",
                List.of(List.of(2L, 1L), List.of(1L), List.of(1L), List.of(1L), List.of(1L)),
                List.of(2L, 1L),
                Map.of("axis", 1L, "momentum", 0.9, "epsilon", 1e-12))) {
            float[][] from = {{1, 3}, {10}, {100}, {5}, {7}};
            assertArrayEquals(new float[] {2, 12}, norm.made(from), 1e-4f);
            Map<String, float[]> statistics = norm.statistics(from);
            assertArrayEquals(new float[] {9.2f}, statistics.get("b"), 1e-5f);
            assertArrayEquals(new float[] {90.2f}, statistics.get("c"), 1e-4f);
        }
    }

    /** One step from a state of zero: c = sigmoid(i)·tanh(g), h = sigmoid(o)·tanh(c), gates in the order i, f, g, o. */
    @Test
    void lstmHasItsGatesInOurOrder() {
        float[] gates = {0.5f, 9, -0.7f, 1.2f};
        double c = sigmoid(0.5) * Math.tanh(-0.7);
        assertArrayEquals(
                new float[] {(float) (sigmoid(1.2) * Math.tanh(c))},
                made(
                        "lstm",
                        List.of(1L, 1L, 1L),
                        Map.of("layers", 1L, "biases", true, "batch_first", true, "bidirectional", false),
                        List.of(List.of(1L, 1L, 1L), List.of(4L, 1L), List.of(4L, 1L), List.of(4L), List.of(4L)),
                        new float[] {1},
                        gates,
                        new float[] {3, 3, 3, 3},
                        new float[] {1, 1, 1, 1},
                        new float[] {-1, -1, -1, -1}),
                1e-6f);
    }

    /** From a state of 0: what the state brings are its biases. */
    @Test
    void gruHasItsGatesInOurOrderAndResetsTheProduct() {
        double fresh = Math.tanh(1.2 + 1 - 0.5 * sigmoid(0.5));
        assertArrayEquals(
                new float[] {(float) ((1 - sigmoid(-0.7)) * fresh)},
                made(
                        "gru",
                        List.of(1L, 1L, 1L),
                        Map.of("layers", 1L, "biases", true, "batch_first", true, "bidirectional", false),
                        List.of(List.of(1L, 1L, 1L), List.of(3L, 1L), List.of(3L, 1L), List.of(3L), List.of(3L)),
                        new float[] {1},
                        new float[] {0.5f, -0.7f, 1.2f},
                        new float[] {9, 9, 9},
                        new float[] {1, 1, 1},
                        new float[] {-1, -1, -0.5f}),
                1e-6f);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static Arguments of(String operator, List<Long> shape, Map<String, Object> attributes, List<?>... from) {
        return Arguments.of(operator, shape, attributes, List.of((Object[]) from));
    }

    private static Stream<Arguments> smooth() {
        List<Long> square = List.of(3L, 4L);
        Map<String, Object> none = Map.of();
        Map<String, Object> convolution = Map.of(
                "stride", List.of(2L, 1L), "padding", List.of(1L, 0L), "dilation", List.of(1L, 1L), "groups", 1L);
        Map<String, Object> depthwise = Map.of(
                "stride", List.of(1L, 1L), "padding", List.of(1L, 1L), "dilation", List.of(1L, 1L), "groups", 3L);
        Stream<Arguments> functions = Stream.of(
                        "relu",
                        "sigmoid",
                        "tanh",
                        "softPlus",
                        "softSign",
                        "gelu",
                        "selu",
                        "exp",
                        "log",
                        "sqrt",
                        "square",
                        "erf",
                        "abs",
                        "neg")
                .map(function -> of(function, square, none, square));
        Stream<Arguments> pairs =
                Stream.of("add", "sub", "mul", "div", "pow").map(pair -> of(pair, square, none, square, List.of(4L)));
        Stream<Arguments> others = Stream.of(
                of("elu", square, Map.of("alpha", 0.5), square),
                of("leakyRelu", square, Map.of("alpha", 0.5), square),
                of("swish", square, Map.of("beta", 1.5), square),
                of("mul", square, Map.of("scalar", 2.5), square),
                of("softmax", square, Map.of("axis", 0L), square),
                of("logSoftmax", square, Map.of("axis", -1L), square),
                of("sum", List.of(3L), Map.of("axes", List.of(1L), "keep_dims", false), square),
                of("mean", List.of(1L, 4L), Map.of("axes", List.of(0L), "keep_dims", true), square),
                of("reshape", List.of(2L, 6L), none, square),
                of("transpose", List.of(4L, 3L), Map.of("axes", List.of(1L, 0L)), square),
                of("broadcast", List.of(2L, 3L, 4L), none, square),
                of("concat", List.of(6L, 4L), Map.of("axis", 0L), square, square),
                of("stack", List.of(3L, 2L, 4L), Map.of("axis", 1L), square, square),
                of("linear", List.of(3L, 2L), none, square, List.of(2L, 4L), List.of(2L)),
                of("matMul", List.of(2L, 3L, 2L), none, List.of(2L, 3L, 4L), List.of(2L, 4L, 2L)),
                of(
                        "layerNorm",
                        square,
                        Map.of("normalized_shape", List.of(4L), "epsilon", 1e-3),
                        square,
                        List.of(4L),
                        List.of(4L)),
                of("avgPool", List.of(2L, 3L, 2L, 6L), WINDOWS, IMAGE),
                of("maxPool", List.of(2L, 3L, 2L, 6L), WINDOWS, IMAGE),
                of("globalAvgPool", List.of(2L, 3L), none, IMAGE),
                of("convolution", List.of(2L, 2L, 2L, 3L), convolution, IMAGE, List.of(2L, 3L, 3L, 3L), List.of(2L)),
                of("convolution", IMAGE, depthwise, IMAGE, List.of(3L, 1L, 3L, 3L)),
                of(
                        "lstm",
                        List.of(2L, 3L, 2L),
                        Map.of("layers", 2L, "biases", true, "batch_first", true, "bidirectional", false),
                        List.of(2L, 3L, 4L),
                        List.of(8L, 4L),
                        List.of(8L, 2L),
                        List.of(8L),
                        List.of(8L),
                        List.of(8L, 2L),
                        List.of(8L, 2L),
                        List.of(8L),
                        List.of(8L)),
                of(
                        "gru",
                        List.of(3L, 2L, 2L),
                        Map.of("layers", 2L, "biases", true, "batch_first", false, "bidirectional", false),
                        List.of(3L, 2L, 4L),
                        List.of(6L, 4L),
                        List.of(6L, 2L),
                        List.of(6L),
                        List.of(6L),
                        List.of(6L, 2L),
                        List.of(6L, 2L),
                        List.of(6L),
                        List.of(6L)),
                of(
                        "gru",
                        List.of(2L, 3L, 2L),
                        Map.of("layers", 1L, "biases", false, "batch_first", true, "bidirectional", false),
                        List.of(2L, 3L, 4L),
                        List.of(6L, 4L),
                        List.of(6L, 2L)));
        return Stream.of(functions, pairs, others).flatMap(one -> one);
    }

    /** Numbers of 0.3 to 1.3, all at least 0.02 apart where there are few, so that a step of 0.01 crosses no branch. */
    private static float[] numbers(List<Long> shape, Random random) {
        int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        List<Integer> places = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(places, random);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 0.3f + (float) places.get(i) / count;
        }
        return numbers;
    }

    /** The derivative of the weighted sum of all outputs, against the quotient of differences of that, which is made in floats. */
    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("smooth")
    void derivativesAreThoseOfWhatIsComputed(
            String operator, List<Long> shape, Map<String, Object> attributes, List<List<Long>> from) {
        Random random = new Random(3);
        float[][] inputs = from.stream().map(one -> numbers(one, random)).toArray(float[][]::new);
        float[] weights = numbers(shape, random);
        float step = operator.equals("maxPool") ? 0.002f : 0.01f;
        try (Lowered lowered = new Lowered(operator, from, shape, attributes)) {
            Map<String, float[]> derivatives = lowered.derivatives(weights, inputs);
            for (int i = 0; i < inputs.length; i++) {
                float[] derivative = derivatives.get(Character.toString('a' + i));
                for (int j = 0; j < inputs[i].length; j++) {
                    float number = inputs[i][j];
                    inputs[i][j] = number + step;
                    double above = sum(lowered.made(inputs), weights);
                    float higher = inputs[i][j];
                    inputs[i][j] = number - step;
                    double quotient = (above - sum(lowered.made(inputs), weights)) / (higher - inputs[i][j]);
                    inputs[i][j] = number;
                    assertEquals(quotient, derivative[j], 3e-3 * Math.max(1, Math.abs(quotient)), "input " + i);
                }
            }
        }
    }

    private static double sum(float[] outputs, float[] weights) {
        return IntStream.range(0, outputs.length)
                .mapToDouble(i -> (double) outputs[i] * weights[i])
                .sum();
    }

    /** An entry that is looked up twice gets both derivatives, one that is not gets none. */
    @Test
    void embeddingsAreLookedUpAndAddedUp() {
        try (Lowered lowered =
                new Lowered("embedding", List.of(List.of(3L), List.of(3L, 2L)), List.of(3L, 2L), Map.of())) {
            float[] ids = {2, 0, 2};
            float[] table = {1, 2, 3, 4, 5, 6};
            assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, lowered.made(ids, table));
            float[] byTable = lowered.derivatives(new float[] {1, 10, 100, 1000, 2, 20}, ids, table)
                    .get("b");
            assertArrayEquals(new float[] {100, 1000, 0, 0, 3, 30}, byTable);
        }
    }

    /** The network's order and memory's, there and back. */
    @Test
    void filtersAreTurnedRoundAndBack() {
        Storage storage = new Storage(List.of(1L, 2L, 3L, 2L), List.of(2, 3, 1, 0));
        List<Long> shape = List.of(2L, 3L, 1L, 2L);
        float[] values = new float[12];
        IntStream.range(0, 12).forEach(i -> values[i] = i);
        float[] stored = storage.stored(values, shape);
        assertArrayEquals(new float[] {0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11}, stored);
        assertArrayEquals(values, storage.loaded(stored, shape));
        assertEquals(12, Arrays.stream(storage.lengths()).reduce(1, Math::multiplyExact));
    }
}
