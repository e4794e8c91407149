package io.enginebench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.enginebench.models.Networks;
import io.enginebench.models.graph.Recorder;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RowInput;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX Runtime, which shares nothing with DJL, answers from a network's file as DJL's PyTorch does from its block: recorder and
 * export have every shape, attribute and order of weights right, and recording leaves the process's engine alone.
 */
@Tag("engine")
class OnnxModelTest {
    private static final int BATCH = 3;
    private static final int WORDS = 20;
    private static final RowInput IMAGE = new RowInput(List.of(4, 20, 20), null);
    private static final RowInput TEXT = new RowInput(List.of(12), WORDS);

    private static List<String> networks() {
        return Networks.taking(IMAGE);
    }

    private static List<String> textNetworks() {
        return Networks.taking(TEXT);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void imageNetworksAnswerAsOnTheirEngine(String name) throws Exception {
        compare(() -> Networks.create(name, IMAGE, 10), DataType.FLOAT32, IMAGE.lengths());
    }

    @ParameterizedTest
    @MethodSource("textNetworks")
    void textNetworksAnswerAsOnTheirEngine(String name) throws Exception {
        compare(() -> Networks.create(name, TEXT, 2), DataType.INT64, TEXT.lengths());
    }

    @Test
    void aTransformerOfWordsAnswersAsOnItsEngine() throws Exception {
        compare(
                () -> words().add(new TransformerEncoderBlock(16, 4, 32, 0.1f, Activation::gelu))
                        .add(LayerNorm.builder().axis(2).build())
                        .addSingleton(array -> array.mean(new int[] {1}))
                        .add(Linear.builder().setUnits(2).build()),
                DataType.INT64,
                12);
    }

    @Test
    void anLstmOfWordsAnswersAsOnItsEngine() throws Exception {
        compare(
                () -> words().add(LSTM.builder().setStateSize(5).setNumLayers(2).build())
                        .addSingleton(array -> array.get(new NDIndex(":, -1")))
                        .add(Linear.builder().setUnits(2).build()),
                DataType.INT64,
                12);
    }

    @Test
    void aGruOfWordsAnswersAsOnItsEngine() throws Exception {
        compare(
                () -> words().add(GRU.builder().setStateSize(5).setNumLayers(2).build())
                        .addSingleton(array -> array.get(new NDIndex(":, 1:9:3"))),
                DataType.INT64,
                12);
    }

    /** Everything else that has numbers of its own, on images of 9x9. */
    @Test
    void singleOperatorsAnswerAsOnTheirEngine() throws Exception {
        List<Function<NDArray, NDArray>> operators = List.of(
                array -> Activation.elu(Activation.leakyRelu(array, 0.2f), 0.7f),
                array -> Activation.selu(array).add(Activation.softPlus(array)).sub(Activation.softSign(array)),
                array -> array.square().add(1).sqrt().log().neg().exp().abs().pow(3),
                array -> array.softmax(1).mul(array.logSoftmax(-1)).maximum(-3).minimum(2),
                array -> array.sum(new int[] {2}).div(array.max(new int[] {3}).add(9)),
                array -> array.min(new int[] {1}, true).mul(array),
                array -> array.transpose(0, 2, 3, 1).reshape(-1, 9, 2).matMul(array.reshape(-1, 2, 9)),
                array -> array.stack(array.erf(), 2).concat(array.expandDims(2), 2),
                array -> Pool.avgPool2d(array, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false, true),
                array -> Pool.maxPool2d(array, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), true),
                Pool::globalMaxPool2d,
                array -> array.getNDArrayInternal()
                        .swish(1.5f)
                        .mul(array.getManager().create(2f)));
        for (Function<NDArray, NDArray> operator : operators) {
            compare(() -> LambdaBlock.singleton(operator), DataType.FLOAT32, 2, 9, 9);
        }
    }

    private static SequentialBlock words() {
        List<String> vocabulary =
                IntStream.range(0, WORDS).mapToObj(i -> "w" + i).toList();
        return new SequentialBlock()
                .add(new TrainableWordEmbedding(new DefaultVocabulary(vocabulary), 16))
                .add(Dropout.builder().optRate(0.5f).build());
    }

    private static void compare(Supplier<Block> network, DataType dtype, long... row) throws Exception {
        Graph graph = Recorder.record(network.get(), new DataDesc(new Shape(row), dtype));
        Random random = new Random(7);
        Map<String, float[]> weights = new HashMap<>();
        long[] batch = new long[row.length + 1];
        System.arraycopy(row, 0, batch, 1, row.length);
        batch[0] = BATCH;
        try (NDManager manager = NDManager.newBaseManager()) {
            Block block = network.get();
            block.setInitializer(
                    (any, shape, type) -> any.create(drawn(random, (int) shape.size(), 0.2f, -0.1f), shape),
                    parameter -> true);
            // A variance is positive.
            block.setInitializer(
                    (any, shape, type) -> any.create(drawn(random, (int) shape.size(), 1, 0.5f), shape),
                    Parameter.Type.RUNNING_VAR);
            block.initialize(manager, DataType.FLOAT32, new Shape(batch));
            block.getParameters()
                    .forEach(pair -> weights.put(
                            pair.getKey(), pair.getValue().getArray().toFloatArray()));
            int length = (int) new Shape(batch).size();
            float[] numbers = drawn(random, length, 2, -1);
            long[] ids = random.longs(length, 0, WORDS).toArray();
            NDArray input = dtype == DataType.INT64
                    ? manager.create(ids, new Shape(batch))
                    : manager.create(numbers, new Shape(batch));
            NDArray expected = block.forward(new ParameterStore(manager, false), new NDList(input), false)
                    .head();
            OrtEnvironment runtime = OrtEnvironment.getEnvironment();
            try (OrtSession session = runtime.createSession(OnnxModel.of(graph, weights));
                    OnnxTensor given = dtype == DataType.INT64
                            ? OnnxTensor.createTensor(runtime, LongBuffer.wrap(ids), batch)
                            : OnnxTensor.createTensor(runtime, FloatBuffer.wrap(numbers), batch);
                    OrtSession.Result result = session.run(Map.of("input", given))) {
                OnnxTensor got = (OnnxTensor) result.get(0);
                assertEquals(expected.getShape(), new Shape(got.getInfo().getShape()), graph.toString());
                assertClose(expected.toFloatArray(), got.getFloatBuffer().array());
            }
        }
    }

    private static float[] drawn(Random random, int length, float width, float from) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = from + width * random.nextFloat();
        }
        return numbers;
    }

    private static void assertClose(float[] expected, float[] got) {
        double largest = 0;
        for (float one : expected) {
            largest = Math.max(largest, Math.abs(one));
        }
        assertTrue(largest > 1e-3, "outputs must say something, got " + Arrays.toString(expected));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got[i], 1e-4 * largest, "output " + i);
        }
    }
}
