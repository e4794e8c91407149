package io.enginebench.models.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.enginebench.models.Networks;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.GraphSummary;
import io.enginebench.record.graph.Recording;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {
    private static final RowInput TEXT = new RowInput(List.of(128), 10_000);

    private static Graph graph(String network, long... row) {
        return graph(network, numbers(row), 10);
    }

    private static Graph graph(String network, RowInput row, int outputs) {
        return Recorder.record(
                Networks.create(network, row, outputs),
                new DataDesc(
                        new Shape(row.lengths()), DataType.valueOf(row.dtype().name())));
    }

    private static RowInput numbers(long... row) {
        return new RowInput(Arrays.stream(row).mapToObj(Math::toIntExact).toList(), null);
    }

    private static GraphSummary summary(String network, long... row) {
        return GraphSummary.of(graph(network, row));
    }

    private static Stream<String> networks() {
        return Networks.taking(numbers(1, 28, 28)).stream();
    }

    private static Stream<String> textNetworks() {
        return Networks.taking(TEXT).stream();
    }

    /**
     * Each layer's weights and biases.
     *
     * <p>linear: 784·10 + 10. mlp: 784·128 + 128, 128·64 + 64, 64·10 + 10. lenet: 6·25, 16·6·25 + 16 (28 pixels become 14, 10, 5),
     * 400·120 + 120, 120·84 + 84, 84·10 + 10. study-cnn: 32·9 + 32, 64·32·9 + 64, 64·64·9 + 64, 576·64 + 64, 64·10 + 10.
     * vgg-small: 32·9 + 32, 32·32·9 + 32, 64·32·9 + 64, 64·64·9 + 64, 128·64·9 + 128, 128·128·9 + 128, 1152·128 + 128, 128·10 + 10.
     *
     * <p>resnet18 with three channels is the one of github.com/kuangliu/pytorch-cifar with its 11,173,962; one channel saves
     * 2·64·9. mobilenet-v2 with three channels is torchvision's of ten classes with its 3,504,872 − 990·1281 = 2,236,682, but
     * for a 1x1 stem (−3·8·32) and an expansion in the first unit as well (32·32 + 2·32); one channel saves 2·32.
     */
    @ParameterizedTest
    @CsvSource({
        "linear, 7850",
        "mlp, 109386",
        "lenet, 61700",
        "study-cnn, 93322",
        "vgg-small, 435306",
        "mobilenet-v2, 2236938",
        "resnet18, 11172810"
    })
    void trainableParametersAreThoseOfEachLayerAddedUpByHand(String network, long parameters) {
        assertEquals(parameters, summary(network, 1, 28, 28).trainableParameters());
    }

    /**
     * A convolution's outputs times (2·kernel + 1): 32·26²·19, 64·11²·577, 64·3²·1153; a pool's outputs times 3: 32·13²·3, 64·5²·3;
     * a ReLU each: 32·13², 64·5², 64·3², 64; dense: 64·1153, 10·129.
     */
    @Test
    void flopsOfTheStudysNetworkAreThoseOfEachLayerAddedUpByHand() {
        long byHand = 411_008 + 4_468_288 + 664_128 + 16_224 + 4_800 + 5_408 + 1_600 + 576 + 64 + 73_792 + 1_290;
        assertEquals(
                Long.toString(byHand),
                summary("study-cnn", 1, 28, 28).flopsPerRow().words());
    }

    /**
     * Multiply-adds on 32x32: the stem 32²·64·27; the first stage's four convolutions 32²·64·576 each; each later stage one
     * convolution of half that, three of that and a shortcut 16²·128·64; dense 512·10: 555,422,720. Beside them one addition for each
     * of 10 biases, two operations for each of 614,400 normalised numbers, one for 557,056 of ReLU, 245,760 of additions and
     * 8,192 of the mean.
     */
    @Test
    void flopsOfResNetAreTwiceItsMultiplyAddsAndOneForEverythingElse() {
        assertEquals(
                2L * 555_422_720 + 10 + 2 * 614_400 + 557_056 + 245_760 + 8_192,
                summary("resnet18", 3, 32, 32).flopsPerRow().total().orElseThrow());
    }

    /** In floats: 32·26², twice 32·13², 64·11², twice 64·5², twice 64·3², twice 64, 10; flattening is a view. */
    @Test
    void activationBytesAreThoseOfEachOutput() {
        assertEquals(
                4 * (21_632 + 2 * 5_408 + 7_744 + 2 * 1_600 + 2 * 576 + 2 * 64 + 10),
                summary("study-cnn", 1, 28, 28).activationBytesPerRow());
    }

    /** 20 BatchNorms of 64 to 512 channels: 64·5 + (128 + 256 + 512)·5 = 4800, a mean and a variance each. */
    @Test
    void runningStatisticsAreNotTrainable() {
        Graph graph = graph("resnet18", 1, 28, 28);
        assertEquals(9_600, GraphSummary.of(graph).otherParameters());
        List<Graph.Role> roles = graph.parameters().stream()
                .filter(parameter -> !parameter.trainable())
                .map(Graph.Parameter::role)
                .distinct()
                .toList();
        assertEquals(List.of(Graph.Role.RUNNING_MEAN, Graph.Role.RUNNING_VAR), roles);
    }

    @Test
    void eachOfResNetsEightUnitsAddsItsInputToItsOutput() {
        List<Graph.Node> additions = graph("resnet18", 1, 28, 28).nodes().stream()
                .filter(node -> node.operator().equals("add"))
                .toList();
        assertEquals(8, additions.size());
        assertEquals(List.of("batchNorm_3", "relu_1"), additions.get(0).inputs());
    }

    @Test
    void mobileNetsConvolutionsOfGroupsHaveOneChannelEach() {
        Graph graph = graph("mobilenet-v2", 1, 28, 28);
        List<Graph.Node> depthwise = graph.nodes().stream()
                .filter(node -> node.operator().equals("convolution"))
                .filter(node -> !node.attributes().get("groups").equals(1L))
                .toList();
        assertEquals(17, depthwise.size());
        depthwise.forEach(
                node -> assertEquals(node.shape().get(1), node.attributes().get("groups"), node.toString()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkIsOfKnownOperatorsAndAnswersOneRowForEachRow(String network) {
        for (long[] row : new long[][] {{1, 28, 28}, {1, 32, 32}, {4, 20, 20}}) {
            Graph graph = graph(network, row);
            assertEquals(List.of(), graph.unknownOperators());
            assertEquals(1, graph.outputs().size());
            assertEquals(
                    List.of(-1L, 10L),
                    graph.arrays().get(graph.outputs().get(0)).shape());
            assertTrue(graph.nodes().stream().allMatch(node -> node.shape().get(0) == -1), graph.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aGraphThatIsWrittenAndReadIsTheSame(String network) throws Exception {
        Graph graph = graph(network, 1, 28, 28);
        Graph read = Json.read(Json.pretty(graph), "graph", Graph.class);
        assertEquals(graph, read);
        assertEquals(graph.sha256(), read.sha256());
    }

    /**
     * bag-of-words: 10,000·64 of embeddings, 64·2 + 2. lstm: four gates of 64·(64 + 64) and two biases of 64 each. transformer: 128·64 of
     * positions and two layers, each of four projections 64·64 + 64, 64·256 + 256, 256·64 + 64 and two norms of 2·64.
     */
    @ParameterizedTest
    @CsvSource({"bag-of-words, 640130", "lstm, 673410", "transformer, 748290"})
    void trainableParametersOfTextNetworksAreThoseOfEachLayerAddedUpByHand(String network, long parameters) {
        assertEquals(parameters, GraphSummary.of(graph(network, TEXT, 2)).trainableParameters());
    }

    @ParameterizedTest
    @MethodSource("textNetworks")
    void everyTextNetworkIsOfKnownOperatorsAndAnswersOneRowForEachRow(String network) {
        Graph graph = graph(network, TEXT, 2);
        assertEquals(List.of(), graph.unknownOperators());
        assertEquals(
                List.of(-1L, 2L), graph.arrays().get(graph.outputs().get(0)).shape());
        assertEquals(ElementType.INT64, graph.inputs().get(0).dtype());
    }

    @Test
    void aNetworkWithoutDropoutHasTheSameParametersInTheSameOrder() {
        Graph dropping = graph("transformer", TEXT, 2);
        Graph still = Recorder.record(
                Networks.createWithoutDropout("transformer", TEXT, 2), new DataDesc(new Shape(128), DataType.INT64));
        assertEquals(dropping.parameters(), still.parameters());
        assertTrue(dropping.nodes().stream()
                .anyMatch(node -> node.operator().equals("dropout")
                        && node.attributes().get("rate").equals(0.1)));
        assertTrue(still.nodes().stream()
                .filter(node -> node.operator().equals("dropout"))
                .allMatch(node -> ((Number) node.attributes().get("rate")).doubleValue() == 0));
    }

    @Test
    void textsAndNumbersAreNotTakenForEachOther() {
        assertEquals(
                "input of lstm must be (position) of token ids, got numbers of shape [128]",
                assertThrows(IllegalArgumentException.class, () -> Networks.create("lstm", numbers(128), 2))
                        .getMessage());
        assertEquals(
                "input of mlp must be numbers of any shape, got token ids of shape [128]",
                assertThrows(IllegalArgumentException.class, () -> Networks.create("mlp", TEXT, 2))
                        .getMessage());
    }

    @Test
    void aNetworkThatIsTooLargeForAnImageSaysWhichImagesItTakes() {
        assertEquals(
                "input of study-cnn must be (channel, height, width) with height and width 18 or more, got numbers of shape"
                        + " [1, 18, 17]",
                assertThrows(IllegalArgumentException.class, () -> Networks.create("study-cnn", numbers(1, 18, 17), 10))
                        .getMessage());
        assertEquals("numbers of any shape", Networks.inputs("mlp"));
        assertEquals(7_850, summary("linear", 784).trainableParameters());
    }

    @ParameterizedTest
    @CsvSource({"lenet, 9", "study-cnn, 18", "vgg-small, 8", "mobilenet-v2, 8", "resnet18, 8"})
    void theSmallestImageThatANetworkSaysItTakesIsOneThatItTakes(String network, long side) {
        assertEquals(List.of(), graph(network, 1, side, side).unknownOperators());
        assertThrows(IllegalArgumentException.class, () -> graph(network, 1, side - 1, side));
    }

    @Test
    void theTableOfTheDocumentationIsWhatTheNetworksAre() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("enginebench.home"), "docs", "networks.md"));
        for (String network : Networks.builtIn()) {
            GraphSummary summary = GraphSummary.of(
                    Networks.taking(TEXT).contains(network)
                            ? graph(network, TEXT, 2)
                            : graph(network, numbers(1, 28, 28), 10));
            String row = String.format(
                    Locale.ROOT,
                    " | %,d | %,d | ",
                    summary.trainableParameters(),
                    summary.flopsPerRow().ofKnownOperators());
            assertTrue(
                    page.lines().anyMatch(line -> line.startsWith("| `" + network + "` |") && line.contains(row)),
                    () -> "docs/networks.md must have " + network + row);
        }
    }

    @Test
    void theProgramWritesWhatTheRecorderRecords(@TempDir Path folder) throws Exception {
        Path asked = folder.resolve("requests.json");
        Path answered = folder.resolve("recordings.json");
        Json.write(
                asked,
                List.of(
                        new RecordingRequest("lenet", numbers(1, 28, 28), 10),
                        new RecordingRequest("mlp", numbers(784), 10),
                        new RecordingRequest("lenet", numbers(784), 10)));
        List<String> mistakes = RecorderMain.answer(asked, answered);
        Recording[] recordings = Json.read(answered, Recording[].class);
        assertEquals(2, recordings.length);
        assertEquals(graph("lenet", 1, 28, 28), recordings[0].graph());
        assertEquals(
                List.of(
                        "input of lenet must be (channel, height, width) with height and width 9 or more, got numbers of shape [784]"),
                mistakes);
    }
}
