package io.enginebench.engines.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.models.Networks;
import io.enginebench.models.weights.GlorotUniform;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RowInput;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Split;
import io.enginebench.worker.ForwardingAdapter;
import io.enginebench.worker.Specs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DJL's loops on PyTorch: a test of engines/djl, which has no engine to be tested with. */
@Tag("engine")
class LearnerTest {
    private static DjlSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void startEngine() {
        session = new ForwardingAdapter().session();
    }

    private static QualitySpec classification(Division division) {
        return Specs.in(division, Specs.classification(List.of(1, 18, 18), 3, 1));
    }

    private Rows rows(QualitySpec spec, int count) throws IOException {
        RandomGenerator random = Draws.stream(9, Draws.Purpose.SAMPLE, 0);
        List<Integer> shape = spec.task().inputShape();
        float[] x = new float[count * spec.task().input().length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            y[i] = random.nextInt(spec.task().outputs() == 1 ? 4 : spec.task().outputs());
        }
        Npy.of(List.of(count, shape.get(0), shape.get(1), shape.get(2)), x).write(folder.resolve("x.npy"));
        Npy.of(List.of(count), y).write(folder.resolve("y.npy"));
        return Rows.read(folder, DataFiles.ALL);
    }

    /** It is meant for GPUs; the code is the same. */
    @ParameterizedTest
    @EnumSource(Division.class)
    void answersInHalfPrecisionAreNearThoseInFull(Division division) throws IOException {
        QualitySpec full = classification(division);
        QualitySpec half = new QualitySpec(
                full.task(), full.setting().on("pytorch", "cpu", Dtype.FLOAT16), full.hyperParameters(), null);
        Rows rows = rows(full, 9);
        try (Answerer exact = session.answerer(full);
                Answerer rounded = session.answerer(half);
                DeviceRows loaded = exact.load(rows)) {
            rounded.take(exact.weights());
            float[] expected = exact.answer(loaded, 4, done -> {});
            float[] got = rounded.answer(loaded, 4, done -> {});
            float scale = 0;
            for (float value : expected) {
                scale = Math.max(scale, Math.abs(value));
            }
            assertArrayEquals(expected, got, 1e-2f * scale);
            assertFalse(Arrays.equals(expected, got));
            assertEquals(exact.weightsSha256(), rounded.weightsSha256(), "what was learnt is not rounded");
        }
    }

    /** Figures of the study's model.summary(): 93,322, 121,669 and 60,833 parameters. */
    @Test
    void networkHasTheStudysNumberOfParameters() {
        assertEquals(93_322, parameters(Specs.classification(List.of(1, 28, 28), 10, 1)));
        assertEquals(121_669, parameters(Specs.classification(List.of(1, 32, 32), 5, 1)));
        assertEquals(60_833, parameters(Specs.regression(new Split.HoldOut(), null, null, Protocol.CLEAN)));
    }

    private static long parameters(QualitySpec spec) {
        try (Answerer answerer = session.answerer(spec)) {
            return answerer.weights().shape().get(0);
        }
    }

    /**
     * 40 rows in batches of 32 are steps of 32 and 8 rows. With a step as small as Adam can take it the weights stay where
     * they are, so the epoch's loss must be the mean of -log softmax over the 40 rows, computed here in doubles from the
     * network's own outputs.
     */
    @ParameterizedTest
    @EnumSource
    void lossIsTheMeanOverRowsAndTheShortLastBatchIsTrainedOn(Division division) throws IOException {
        QualitySpec spec = Specs.withLearningRate(classification(division), 1e-30);
        Rows rows = rows(spec, 40);
        AtomicInteger trainedOn = new AtomicInteger();
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows)) {
            float[] logits = learner.answer(loaded, 7, n -> {});
            double expected = 0;
            for (int i = 0; i < 40; i++) {
                double sum = 0;
                for (int c = 0; c < 3; c++) {
                    sum += Math.exp(logits[3 * i + c]);
                }
                expected += (Math.log(sum) - logits[3 * i + (int) rows.truth()[i]]) / 40;
            }
            float loss = learner.trainEpoch(loaded, IntStream.range(0, 40).toArray(), 32, trainedOn::addAndGet);
            assertEquals(expected, loss, 1e-5 * expected);
            assertEquals(40, trainedOn.get());
        }
    }

    /** As above for the mean squared error, which DJL's own L2 loss would halve. */
    @ParameterizedTest
    @EnumSource
    void regressionLossIsTheMeanSquaredError(Division division) throws IOException {
        QualitySpec regression = Specs.regression(new Split.HoldOut(), null, null, Protocol.CLEAN);
        QualitySpec spec = Specs.withLearningRate(Specs.in(division, regression), 1e-30);
        Rows rows = rows(spec, 40);
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows)) {
            float[] outputs = learner.answer(loaded, 7, n -> {});
            double expected = 0;
            for (int i = 0; i < 40; i++) {
                expected += Math.pow(outputs[i] - rows.truth()[i], 2) / 40;
            }
            float loss = learner.trainEpoch(loaded, IntStream.range(0, 40).toArray(), 32, n -> {});
            assertEquals(expected, loss, 1e-5 * expected);
        }
    }

    /**
     * Keras's Adam moves a weight in its first step by lr * g / (|g| + eps / sqrt(1 - 0.999)): by lr where the gradient g is
     * large beside 3e-6, and never by more.
     */
    @ParameterizedTest
    @EnumSource
    void firstAdamStepMovesNoWeightByMoreThanTheLearningRate(Division division) throws IOException {
        QualitySpec spec = classification(division);
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows(spec, 32))) {
            double[] before = learner.weights().doubles();
            learner.trainEpoch(loaded, IntStream.range(0, 32).toArray(), 32, n -> {});
            double[] after = learner.weights().doubles();
            double largest = IntStream.range(0, before.length)
                    .mapToDouble(i -> Math.abs(after[i] - before[i]))
                    .max()
                    .orElseThrow();
            assertEquals(0.001, largest, 0.001 * 0.001);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSameBitsAndAnotherSeedOtherOnes(Division division) throws IOException {
        assertEquals(trained(division, 1), trained(division, 1));
        assertNotEquals(trained(division, 1), trained(division, 2));
    }

    private String trained(Division division, long seed) throws IOException {
        QualitySpec spec = Specs.in(division, Specs.classification(List.of(1, 18, 18), 3, seed));
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows(spec, 40))) {
            learner.trainEpoch(loaded, IntStream.range(0, 40).toArray(), 32, n -> {});
            return learner.weightsSha256();
        }
    }

    /** Not to the bit what it is a control of, or it could not fail; and nothing but rounding from it, or it would say nothing. */
    @ParameterizedTest
    @EnumSource
    void controlStartsFromTheNextNumberOfEachWeight(Division division) {
        QualitySpec spec = classification(division);
        try (Learner plain = session.learner(spec, Learner.Purpose.of(spec));
                Learner control = session.learner(spec.nudged(), Learner.Purpose.of(spec.nudged()))) {
            double[] weights = plain.weights().doubles();
            double[] nudged = control.weights().doubles();
            int moved = 0;
            for (int i = 0; i < weights.length; i++) {
                float weight = (float) weights[i];
                // Biases are no draws and stay 0.
                if (weight == 0) {
                    assertEquals(0, nudged[i]);
                } else {
                    assertTrue(
                            nudged[i] == Math.nextUp(weight) || nudged[i] == Math.nextDown(weight),
                            nudged[i] + " of " + weight);
                    moved++;
                }
            }
            assertTrue(moved > 0.99 * weights.length, moved + " of " + weights.length);
        }
    }

    /** Dropout drops what it drops in the training: the first loss differs by rounding, and from that without dropout by much more. */
    @ParameterizedTest
    @EnumSource
    void controlDropsWhatTheTrainingDrops(Division division) throws IOException {
        QualitySpec spec = Specs.in(division, Specs.text());
        int[] tokens =
                Draws.stream(3, Draws.Purpose.SAMPLE, 0).ints(32 * 8, 0, 20).toArray();
        Npy.of(List.of(32, 8), tokens).write(folder.resolve("x.npy"));
        Npy.of(List.of(32), IntStream.range(0, 32).map(i -> i % 2).toArray()).write(folder.resolve("y.npy"));
        Rows rows = Rows.read(folder, DataFiles.ALL);
        float trained = firstLoss(session.learner(spec, Learner.Purpose.of(spec)), rows);
        assertEquals(trained, firstLoss(session.learner(spec.nudged(), Learner.Purpose.of(spec.nudged())), rows), 1e-5);
        float traced = firstLoss(session.learner(spec, Learner.Purpose.TRACE), rows);
        assertTrue(Math.abs(trained - traced) > 1e-3, trained + " and " + traced);
    }

    private static float firstLoss(Learner learner, Rows rows) {
        session.adapter().seed(session.engine(), 1);
        try (learner;
                DeviceRows loaded = learner.load(rows)) {
            return learner.trainEpoch(loaded, IntStream.range(0, 32).toArray(), 32, n -> {});
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersComeInTheOrderOfTheRowsWhateverTheBatch(Division division) throws IOException {
        QualitySpec spec = classification(division);
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows(spec, 23))) {
            assertArrayEquals(learner.answer(loaded, 23, n -> {}), learner.answer(loaded, 5, n -> {}), 1e-5f);
        }
    }

    /** Else the engine would make room for gradients that nobody asks for. */
    @ParameterizedTest
    @EnumSource
    void parametersHaveGradientsWhereTheyAreTrainedAndNowhereElse(Division division) {
        QualitySpec spec = classification(division);
        try (Answerer answerer = session.answerer(spec);
                Learner learner = session.learner(spec, Learner.Purpose.LEARN)) {
            assertTrue(((DjlNetwork) answerer)
                    .parameters.stream()
                            .noneMatch(parameter -> parameter.getArray().hasGradient()));
            assertTrue(((DjlNetwork) learner)
                    .parameters.stream()
                            .allMatch(parameter -> parameter.getArray().hasGradient()));
            assertEquals(learner.weightsSha256(), answerer.weightsSha256());
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        try (Answerer answerer = session.answerer(Specs.classification(List.of(1, 18, 18), 3, 1))) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> answerer.take(Npy.of(List.of(2), new float[2])));
            assertEquals(
                    "weights must be (%d), got [2]"
                            .formatted(answerer.weights().shape().get(0)),
                    refused.getMessage());
        }
    }

    /** Four channels, so that a wrong order of axes cannot hide. */
    @Test
    void layoutInMemoryChangesNothingButRounding() throws IOException {
        QualitySpec spec = Specs.regression(new Split.HoldOut(), null, null, Protocol.CLEAN);
        ForwardingAdapter channelsFirst = new ForwardingAdapter() {
            @Override
            public ImageLayout imageLayout(Device device) {
                return ImageLayout.CHANNELS_FIRST;
            }
        };
        assertEquals(ImageLayout.CHANNELS_LAST, session.adapter().imageLayout(session.device()));
        Rows rows = rows(spec, 40);
        assertArrayEquals(answers(channelsFirst.session(), spec, rows), answers(session, spec, rows), 1e-4f);
    }

    /**
     * What stands in for the network here answers with zeros, so that it cannot go unnoticed if the network itself is called:
     * the loss of three equal outputs is log 3.
     */
    @Test
    void engineIsAskedOnceWhatToCallForEachSizeOfBatch() throws IOException {
        QualitySpec spec = Specs.classification(List.of(1, 18, 18), 3, 1);
        List<String> asked = new ArrayList<>();
        ForwardingAdapter zeros = new ForwardingAdapter() {
            @Override
            public Block compiled(
                    Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
                asked.add(batch.getShape() + (training ? " to train" : " to answer"));
                return new SequentialBlock()
                        .add(network)
                        .add(outputs -> new NDList(outputs.singletonOrThrow().mul(0)));
            }
        };
        try (Learner learner = zeros.session().learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows(spec, 40))) {
            int[] order = IntStream.range(0, 40).toArray();
            assertEquals(Math.log(3), learner.trainEpoch(loaded, order, 32, n -> {}), 1e-6);
            learner.trainEpoch(loaded, order, 32, n -> {});
            assertArrayEquals(new float[120], learner.answer(loaded, 32, n -> {}), 1e-6f);
        }
        assertEquals(
                List.of(
                        "(32, 1, 18, 18) to train",
                        "(8, 1, 18, 18) to train",
                        "(32, 1, 18, 18) to answer",
                        "(8, 1, 18, 18) to answer"),
                asked);
    }

    /** The same sums in another order: two steps away from the same weights they differ by rounding alone. */
    @Test
    void divisionsTrainTheSameThing() throws IOException {
        Rows rows = rows(classification(Division.TUNED), 40);
        assertArrayEquals(
                answers(session, classification(Division.TUNED), rows),
                answers(session, classification(Division.PLAIN), rows),
                1e-4f);
    }

    private static float[] answers(DjlSession session, QualitySpec spec, Rows rows) {
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows)) {
            learner.trainEpoch(loaded, IntStream.range(0, 40).toArray(), 32, n -> {});
            return learner.answer(loaded, 20, n -> {});
        }
    }

    /** The study's order, ReLU and then the pool, written out here; the network has them the other way round. */
    @Test
    void poolBeforeReluKeepsEveryBitOfOutputsAndGradients() {
        Shape shape = new Shape(8, 1, 28, 28);
        SequentialBlock study = new SequentialBlock();
        for (int filters : new int[] {32, 64}) {
            study.add(convolution(filters))
                    .add(Activation::relu)
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        study.add(convolution(64))
                .add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(10).build());
        Block ours = Networks.create("study-cnn", new RowInput(List.of(1, 28, 28), null), 10);
        assertArrayEquals(outputsAndGradients(study, shape), outputsAndGradients(ours, shape));
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .build();
    }

    private static float[] outputsAndGradients(Block block, Shape shape) {
        try (NDManager manager = session.engine().newBaseManager()) {
            block.setInitializer(new GlorotUniform(Draws.stream(1, Draws.Purpose.WEIGHTS, 0)), Parameter.Type.WEIGHT);
            block.initialize(manager, DataType.FLOAT32, shape);
            float[] images = new float[Math.toIntExact(shape.size())];
            RandomGenerator random = Draws.stream(2, Draws.Purpose.SAMPLE, 0);
            for (int i = 0; i < images.length; i++) {
                images[i] = random.nextFloat() - 0.5f;
            }
            NDList all = new NDList();
            try (GradientCollector collector = session.engine().newGradientCollector()) {
                NDArray out = block.forward(
                                new ParameterStore(manager, false), new NDList(manager.create(images, shape)), true)
                        .singletonOrThrow();
                all.add(out.flatten());
                collector.backward(out.square().sum());
            }
            block.getParameters()
                    .values()
                    .forEach(parameter ->
                            all.add(parameter.getArray().getGradient().flatten()));
            return NDArrays.concat(all).toFloatArray();
        }
    }
}
