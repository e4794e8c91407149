package io.enginebench.models.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import io.enginebench.models.Networks;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.GraphSummary;
import io.enginebench.record.graph.RowInput;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecorderTest {
    private static Graph graph(Block network, long... row) {
        return Recorder.record(network, new DataDesc(new Shape(row), DataType.FLOAT32));
    }

    private static Graph graph(Function<NDArray, NDArray> network, long... row) {
        return graph(LambdaBlock.singleton(network), row);
    }

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(Graph.Node::operator).toList();
    }

    private static List<Long> output(Graph graph) {
        return graph.arrays().get(graph.outputs().get(0)).shape();
    }

    private static Block convolution(int kernel) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .setFilters(2)
                .build();
    }

    @Test
    void theHashIsOfWhatIsComputedAndNotOfWhatLayersAreCalled() {
        Graph flat = graph(new SequentialBlock().add(convolution(3)).add(Activation::relu), 1, 8, 8);
        Graph nested = graph(
                new SequentialBlock()
                        .add(new SequentialBlock().add(convolution(3)))
                        .add(Activation.reluBlock()),
                1,
                8,
                8);
        assertNotEquals(flat.parameters(), nested.parameters());
        assertEquals(flat.sha256(), nested.sha256());
        Graph wider = graph(new SequentialBlock().add(convolution(5)).add(Activation::relu), 1, 8, 8);
        assertNotEquals(flat.sha256(), wider.sha256());
    }

    @Test
    void theHashSeesAnAttributeThatNoShapeShows() {
        Function<Float, Graph> leaky = alpha -> graph(array -> Activation.leakyRelu(array, alpha), 4);
        assertEquals(leaky.apply(0.1f).sha256(), leaky.apply(0.1f).sha256());
        assertNotEquals(leaky.apply(0.1f).sha256(), leaky.apply(0.2f).sha256());
    }

    @Test
    void anUnknownOperatorIsNamedAndSoIsWhatDependsOnIt() {
        Graph graph = graph(array -> array.mul(2).erfinv().add(array), 4);
        assertEquals(List.of("mul", "erfinv", "add"), operators(graph));
        assertEquals(
                List.of("stopGradient"), graph(array -> array.stopGradient(), 4).unknownOperators());
        assertEquals(List.of("erfinv"), graph.unknownOperators());
        assertEquals(
                "not available (operator erfinv)",
                GraphSummary.of(graph).flopsPerRow().words());
        assertEquals(8, GraphSummary.of(graph).flopsPerRow().ofKnownOperators());
    }

    @Test
    void anOperatorOfUnknownShapeIsRefusedByName() {
        assertEquals(
                "operators of a network must be ones that can be recorded, got gatherNd(NDArray)",
                assertThrows(UnsupportedOperationException.class, () -> graph(array -> array.gatherNd(array), 4))
                        .getMessage());
        assertEquals(
                "operators of a network must be ones that can be recorded, got randomPermutation",
                assertThrows(
                                UnsupportedOperationException.class,
                                () -> graph(array -> array.getManager().randomPermutation(3), 4))
                        .getMessage());
    }

    @Test
    void aLengthThatIsTheBatchsMayOnlyBeTheLeadingOne() {
        assertEquals(List.of(-6L, 4L), output(graph(array -> array.reshape(-1, 4), 6, 4)));
        assertEquals(
                "shape of transpose_1 must be the same for every size of batch but for a leading multiple of the batch, got"
                        + " (4, 101) and (4, 103) for batches of 101 and 103",
                assertThrows(IllegalArgumentException.class, () -> graph(array -> array.transpose(), 4))
                        .getMessage());
        assertEquals(
                "attributes of slice_1 must be the same for every size of batch, got {axes=[0], begin=[100], end=[101],"
                        + " squeeze=[0], step=[1]} and {axes=[0], begin=[102], end=[103], squeeze=[0], step=[1]} for batches"
                        + " of 101 and 103",
                assertThrows(IllegalArgumentException.class, () -> graph(array -> array.get("-1"), 4))
                        .getMessage());
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        assertEquals(
                "shapes of matMul must be (…, n, k) and (…, k, m), got [101, 3, 4] and [101, 3, 4]",
                assertThrows(IllegalArgumentException.class, () -> graph(array -> array.matMul(array), 3, 4))
                        .getMessage());
    }

    @Test
    void aPartIsRecordedByTheAxesOfWhichThereIsAPart() {
        Graph graph = graph(array -> array.get(":, -1, 1:6:2"), 5, 8);
        assertEquals(List.of(-1L, 3L), output(graph));
        assertEquals(
                Map.of(
                        "axes", List.of(1L, 2L),
                        "begin", List.of(4L, 1L),
                        "end", List.of(5L, 6L),
                        "step", List.of(1L, 2L),
                        "squeeze", List.of(1L)),
                graph.nodes().get(0).attributes());
    }

    /** 0.1f as a double is 0.10000000149011612. */
    @Test
    void aFloatIsRecordedAsTheShortestDecimalThatIsIt() {
        Graph graph = graph(array -> array.mul(0.1f).add(array.getManager().create(0.1f)), 4);
        assertEquals(Map.of("scalar", 0.1), graph.nodes().get(0).attributes());
        assertEquals(Map.of("values", List.of(0.1)), graph.nodes().get(1).attributes());
    }

    @Test
    void whatChangesAnArrayInPlaceIsRecordedAsWhatItMakes() {
        Graph graph = graph(
                array -> {
                    NDArray sum = array.add(1);
                    sum.muli(array);
                    return sum.add(sum);
                },
                4);
        assertEquals(List.of("add", "mul", "add"), operators(graph));
        assertEquals(List.of("mul_1", "mul_1"), graph.nodes().get(2).inputs());
    }

    /** The second window begins in the far padding, where PyTorch has none: (2 + 2·1 − 2)/3 + 1 rounded up is 2, less 1. */
    @Test
    void aWindowOfACeilingPoolBeginsInsideTheInput() {
        Shape two = new Shape(2, 2);
        Shape three = new Shape(3, 3);
        Shape one = new Shape(1, 1);
        assertEquals(
                List.of(-1L, 1L, 1L, 1L),
                output(graph(a -> a.getNDArrayInternal().maxPool(two, three, one, true), 1, 2, 2)));
        assertEquals(
                List.of(-1L, 1L, 3L, 3L),
                output(graph(a -> a.getNDArrayInternal().maxPool(two, two, new Shape(0, 0), true), 1, 5, 5)));
    }

    /**
     * A time step: 4·16 gates of 8 + 16 weights and two biases, i.e. 1,536 weights at two and 128 biases; 4·16 sums and 9·16
     * for the gates. Twelve steps.
     */
    @Test
    void anLstmFromStatesOfZeroIsOneOperator() {
        Graph graph = graph(LSTM.builder().setStateSize(16).setNumLayers(1).build(), 12, 8);
        assertEquals(List.of("lstm"), operators(graph));
        assertEquals(List.of(-1L, 12L, 16L), output(graph));
        assertEquals(1_664, GraphSummary.of(graph).trainableParameters());
        assertEquals(
                12 * (2 * 1_536 + 128 + 64 + 144),
                GraphSummary.of(graph).flopsPerRow().total().orElseThrow());
    }

    /**
     * Two directions: the first layer's 3·16·(8 + 16) weights and 96 biases, the second's 3·16·(32 + 16) and 96, twice each.
     */
    @Test
    void layersOfAGruInTwoDirectionsTakeBothDirectionsOfTheLayerBefore() {
        Graph graph = graph(
                GRU.builder()
                        .setStateSize(16)
                        .setNumLayers(2)
                        .optBidirectional(true)
                        .build(),
                12,
                8);
        assertEquals(List.of(-1L, 12L, 32L), output(graph));
        assertEquals(2 * (1_152 + 2_304 + 2 * 96), GraphSummary.of(graph).trainableParameters());
        assertEquals(
                12 * 2 * (2 * (1_152 + 2_304) + 2 * 96 + 2 * (3 + 8) * 16),
                GraphSummary.of(graph).flopsPerRow().total().orElseThrow());
    }

    /** Four projections of 32·32 + 32, a hidden layer of 64, and gamma and beta of two BatchNorms. */
    @Test
    void anEncoderOfATransformerIsOfKnownOperators() {
        Graph graph = graph(new TransformerEncoderBlock(32, 4, 64, 0.1f, Activation::gelu), 16, 32);
        assertEquals(List.of(), graph.unknownOperators());
        assertEquals(List.of(-1L, 16L, 32L), output(graph));
        assertEquals(
                4 * (32 * 32 + 32) + (32 * 64 + 64) + (64 * 32 + 32) + 2 * 2 * 32,
                GraphSummary.of(graph).trainableParameters());
        Graph.Node scores = graph.nodes().stream()
                .filter(node -> node.operator().equals("matMul"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(-1L, 4L, 16L, 16L), scores.shape());
    }

    @Test
    void wordsBecomeNumbersWhoseDropoutCostsNothing() {
        Block network = new SequentialBlock()
                .add(new TrainableWordEmbedding(new DefaultVocabulary(List.of("a", "b", "c")), 6))
                .add(Dropout.builder().optRate(0.5f).build())
                .add(LayerNorm.builder().axis(2).build())
                .addSingleton(array -> array.mean(new int[] {1}))
                .add(Linear.builder().setUnits(2).build());
        Graph graph = Recorder.record(network, new DataDesc(new Shape(20), DataType.INT64));
        assertEquals(List.of("embedding", "dropout", "layerNorm", "mean", "linear"), operators(graph));
        assertEquals(Map.of("rate", 0.5), graph.nodes().get(1).attributes());
        assertEquals(3 * 6 + 6 + 6 + 6 * 2 + 2, GraphSummary.of(graph).trainableParameters());
        // Nothing for words and dropout, 8 for each of 20·6 normalised, one for each that is averaged, 2·(2·6 + 1).
        assertEquals(
                8 * 120 + 120 + 26, GraphSummary.of(graph).flopsPerRow().total().orElseThrow());
    }

    @Test
    void severalInputsAndOutputsKeepTheirOrder() {
        Block network = new LambdaBlock(arrays ->
                new NDList(arrays.get(0).add(arrays.get(1)), arrays.get(0).concat(arrays.get(1), 1)));
        DataDesc row = new DataDesc(new Shape(3), DataType.FLOAT32);
        Graph graph = Recorder.record(network, row, row);
        assertEquals(List.of("input_1", "input_2"), graph.nodes().get(1).inputs());
        assertEquals(List.of("add_1", "concat_1"), graph.outputs());
    }

    @Test
    void theDefaultEngineIsAfterwardsWhatItWas() {
        graph(Activation.reluBlock(), 4);
        assertNull(System.getProperty("ai.djl.default_engine"));
        assertThrows(UnsupportedOperationException.class, () -> graph(array -> array.gatherNd(array), 4));
        assertNull(System.getProperty("ai.djl.default_engine"));
    }

    /** What is parallel is run twice to look at it; both times it is the same arrays of the graph. */
    @Test
    void layersAreNamedByTheirPathAndFoundInTheGraph() {
        Supplier<Block> network = () -> new SequentialBlock()
                .add(Linear.builder().setUnits(3).build())
                .add(new ParallelBlock(
                        parts -> new NDList(
                                parts.get(0).singletonOrThrow().add(parts.get(1).singletonOrThrow())),
                        List.of(
                                new SequentialBlock()
                                        .add(Activation.reluBlock())
                                        .add(Linear.builder().setUnits(3).build()),
                                Activation.tanhBlock())))
                .add(Linear.builder().setUnits(2).build());
        DataDesc row = new DataDesc(new Shape(4), DataType.FLOAT32);
        Map<String, String> layers = Recorder.layers(network.get(), row);
        assertEquals(
                List.of(
                        "01Linear=linear_1",
                        "02ParallelBlock_01SequentialBlock_01ReLU=relu_1",
                        "02ParallelBlock_01SequentialBlock_02Linear=linear_2",
                        "02ParallelBlock_02Tanh=tanh_1",
                        "02ParallelBlock=add_1",
                        "03Linear=linear_3"),
                layers.entrySet().stream().map(Map.Entry::toString).toList());
        assertEquals(
                List.of("linear_1", "relu_1", "linear_2", "tanh_1", "add_1", "linear_3"),
                Recorder.record(network.get(), row).nodes().stream()
                        .map(Graph.Node::name)
                        .toList());
    }

    /** Names of layers are names of files, too; MobileNetV2 has a function that DJL calls as the JVM does, with a slash. */
    @ParameterizedTest
    @MethodSource("io.enginebench.models.Networks#builtIn")
    void layersOfEachNetworkHaveNamesForFiles(String name) {
        RowInput input = Stream.of(new RowInput(List.of(1, 28, 28), null), new RowInput(List.of(16), 100))
                .filter(one -> Networks.taking(one).contains(name))
                .findFirst()
                .orElseThrow();
        DataDesc row = new DataDesc(
                new Shape(input.lengths()), DataType.valueOf(input.dtype().name()));
        for (String layer :
                Recorder.layers(Networks.create(name, input, 2), row).keySet()) {
            assertTrue(layer.matches("[A-Za-z0-9_]+"), layer);
        }
    }
}
