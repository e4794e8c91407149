package io.enginebench.engines.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.DoubleLosses;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.TenSteps;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.engines.tensorflow.lowering.Ops;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineSelfDescription;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** That it computes what DJL's engines compute is for whole commands to say; here a linear network is worked out by hand. */
@Tag("engine")
class TensorFlowSessionTest {
    private static final int CLASSES = 3;
    private static final double RATE = 0.001;

    private final EngineSession session = Started.session();

    @TempDir
    Path folder;

    private static QualitySpec spec(String model, List<Integer> shape, Integer vocabulary, int outputs, double rate) {
        TaskKind kind = outputs == 1 ? TaskKind.REGRESSION : TaskKind.CLASSIFICATION;
        return spec(model, shape, vocabulary, kind, outputs, rate);
    }

    private static QualitySpec spec(
            String model, List<Integer> shape, Integer vocabulary, TaskKind kind, int outputs, double rate) {
        HyperParameters hyper = new HyperParameters(1, 32, Optimiser.adam(rate, 1e-7), null, null, null);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                kind,
                "d",
                List.of(model),
                shape,
                vocabulary,
                outputs,
                kind.hasClasses() ? List.of("a", "b", "c").subList(0, outputs) : List.of(),
                new Split.HoldOut(),
                hyper,
                null);
        return new QualitySpec(
                task,
                new Setting("tensorflow", Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", model, Protocol.CLEAN, null, 1),
                hyper,
                null);
    }

    private static QualitySpec images(String model) {
        return spec(model, List.of(2, 18, 18), null, CLASSES, RATE);
    }

    private Rows rows(QualitySpec spec, int count) throws IOException {
        Random random = new Random(5);
        float[] x = new float[count * spec.task().input().length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = spec.task().input().text() ? random.nextInt(20) : random.nextFloat();
        }
        int width = spec.task().truths();
        float[] y = new float[count * width];
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextInt(spec.task().kind() == TaskKind.MULTI_LABEL ? 2 : 3);
        }
        List<Integer> shape = new ArrayList<>(List.of(count));
        shape.addAll(spec.task().inputShape());
        Npy.of(shape, x).write(folder.resolve("x.npy"));
        Npy.of(width == 1 ? List.of(count) : List.of(count, width), y).write(folder.resolve("y.npy"));
        return Rows.read(folder, DataFiles.ALL);
    }

    private static int[] inOrder(int count) {
        return IntStream.range(0, count).toArray();
    }

    @Test
    void libraryIsUnpackedIntoTheCache() throws IOException {
        EngineSelfDescription described = session.describe();
        assertEquals("2.18.0", described.version());
        assertTrue(Path.of(described.libraryPath()).startsWith(Started.CACHE), described.libraryPath());
        assertTrue(described.sgemmGflops() > 1);
    }

    /** TensorFlow would run it on the CPU. */
    @Test
    void gpuThatIsNotThereIsRefused() {
        UnsupportedException refused = assertThrows(
                UnsupportedException.class,
                () -> TensorFlowSession.start(Started.CACHE, new Place(OptionalInt.of(0)), 1));
        assertEquals(
                "GPU must be there for TensorFlow, with a driver, CUDA 12 and cuDNN 9, got CPU:0 alone;"
                        + " next: nvidia-smi shows the cards, and LD_LIBRARY_PATH is where CUDA is looked for",
                refused.getMessage());
    }

    /** Rows are taken out of all of them on the host; to compute there what is meant for a card is refused. */
    @Test
    void whatIsNotDoneOnTheCardIsRefused() {
        try (Graph graph = new Graph();
                Session runs = new Session(graph);
                TFloat32 given = TFloat32.vectorOf(1, 2, 3)) {
            Ops ops = new Ops(graph);
            Output<?> all = ops.placeholder(DataType.DT_FLOAT, 3);
            Output<?> some = ops.add("Slice", all, ops.wholes(1), ops.wholes(2));
            Place.onCard(runs.runner().feed(all, given).fetch(some)).close();
            Output<?> squares = ops.add("Square", some);
            assertEquals(
                    "operations must all have a kernel for a GPU in TensorFlow, got none of Square",
                    assertThrows(
                                    UnsupportedException.class,
                                    () -> Place.onCard(
                                            runs.runner().feed(all, given).fetch(squares)))
                            .getMessage());
        }
    }

    /** Done on a GPU alone, where it is the first kernel; the code is the same. */
    @Test
    void smallGraphIsRunAtTheStart() {
        assertTrue(Product.sum((TensorFlowSession) session));
    }

    @Test
    void answersComeInTheOrderOfTheRowsWhateverTheBatch() throws IOException {
        QualitySpec spec = images("study-cnn");
        List<Integer> told = new ArrayList<>();
        try (Answerer answerer = session.answerer(spec);
                DeviceRows rows = answerer.load(rows(spec, 23))) {
            float[] all = answerer.answer(rows, 23, rowsDone -> {});
            assertEquals(23 * CLASSES, all.length);
            assertArrayEquals(all, answerer.answer(rows, 5, told::add), 1e-5f);
            assertArrayEquals(
                    Arrays.copyOfRange(all, 7 * CLASSES, 12 * CLASSES),
                    answerer.answer(rows, 7, 12, 2, told::add),
                    1e-5f);
            assertNotEquals(all[0], all[CLASSES], "rows differ");
        }
        assertEquals(List.of(5, 5, 5, 5, 3, 2, 2, 1), told);
    }

    /** Filters lie otherwise in TensorFlow's memory than in what is taken and given. */
    @Test
    void takenWeightsAreGivenBackAndAnsweredWith() throws IOException {
        QualitySpec spec = images("study-cnn");
        try (Answerer one = session.answerer(spec);
                Learner other = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows rows = one.load(rows(spec, 4))) {
            other.trainEpoch(rows, inOrder(4), 2, done -> {});
            assertNotEquals(one.weightsSha256(), other.weightsSha256());
            one.take(other.weights());
            assertEquals(other.weightsSha256(), one.weightsSha256());
            assertArrayEquals(other.answer(rows, 4, done -> {}), one.answer(rows, 4, done -> {}));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> one.take(Npy.of(List.of(2), new float[2])));
            assertTrue(refused.getMessage().endsWith("as the network has them, got [2]"), refused.getMessage());
        }
    }

    /** What a probe sees of a step. */
    private record Seen(Npy outputs, float loss, Map<String, Npy> gradients) {}

    /**
     * Logits are W x + b. With p = softmax of them, the loss is the mean of -log p[class], and its derivative by the logits (p - (1 where
     * the class is))/n; by W that times x. Adam's first step is lr·g/(|g| + eps/sqrt(1 - 0.999)) down.
     */
    @Test
    void linearStepIsTheOneWorkedOutByHand() throws IOException {
        QualitySpec spec = spec("linear", List.of(4), null, CLASSES, RATE);
        Rows rows = rows(spec, 6);
        List<Seen> seen = new ArrayList<>();
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows loaded = learner.load(rows)) {
            List<String> names = List.copyOf(learner.namedWeights(true).keySet());
            double[] w = learner.namedWeights(true).get(names.get(0)).doubles();
            int[] order = {5, 0, 3};
            float loss = learner.trainEpoch(
                    loaded,
                    order,
                    3,
                    step -> seen.add(new Seen(Npy.of(List.of(9), step.outputs()), step.loss(), learner.gradients())),
                    done -> {});
            double mean = 0;
            double[] byW = new double[w.length];
            for (int r = 0; r < order.length; r++) {
                double[] logits = new double[CLASSES];
                double sum = 0;
                for (int c = 0; c < CLASSES; c++) {
                    for (int i = 0; i < 4; i++) {
                        logits[c] += w[4 * c + i] * rows.values()[4 * order[r] + i];
                    }
                    assertEquals(logits[c], seen.get(0).outputs().doubles()[CLASSES * r + c], 1e-6);
                    sum += Math.exp(logits[c]);
                }
                int right = (int) rows.truth()[order[r]];
                mean += (Math.log(sum) - logits[right]) / order.length;
                for (int c = 0; c < CLASSES; c++) {
                    double byLogit = (Math.exp(logits[c]) / sum - (c == right ? 1 : 0)) / order.length;
                    for (int i = 0; i < 4; i++) {
                        byW[4 * c + i] += byLogit * rows.values()[4 * order[r] + i];
                    }
                }
            }
            assertEquals(mean, loss, 1e-6);
            assertEquals(mean, seen.get(0).loss(), 1e-6);
            double[] gradient = seen.get(0).gradients().get(names.get(0)).doubles();
            assertArrayEquals(byW, gradient, 1e-6);
            double[] after = learner.namedWeights(true).get(names.get(0)).doubles();
            for (int i = 0; i < w.length; i++) {
                double step = RATE * byW[i] / (Math.abs(byW[i]) + 1e-7 / Math.sqrt(1 - 0.999));
                assertEquals(w[i] - step, after[i], 1e-6 * RATE + Math.ulp((float) w[i]));
            }
        }
    }

    /** Adam's later steps, by its formula from the gradients that each step shows. */
    @Test
    void laterStepsAreAdamsInKerassForm() throws IOException {
        QualitySpec spec = images("study-cnn");
        Map<String, double[]> expected = new HashMap<>();
        Map<String, double[]> m = new HashMap<>();
        Map<String, double[]> v = new HashMap<>();
        int[] t = {0};
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows rows = learner.load(rows(spec, 20))) {
            learner.namedWeights(true).forEach((name, weights) -> expected.put(name, weights.doubles()));
            learner.trainEpoch(
                    rows,
                    inOrder(20),
                    4,
                    step -> {
                        t[0]++;
                        double rate = RATE * Math.sqrt(1 - Math.pow(0.999, t[0])) / (1 - Math.pow(0.9, t[0]));
                        learner.gradients().forEach((name, gradient) -> {
                            double[] g = gradient.doubles();
                            double[] first = m.computeIfAbsent(name, none -> new double[g.length]);
                            double[] second = v.computeIfAbsent(name, none -> new double[g.length]);
                            for (int i = 0; i < g.length; i++) {
                                first[i] = 0.9 * first[i] + 0.1 * g[i];
                                second[i] = 0.999 * second[i] + 0.001 * g[i] * g[i];
                                expected.get(name)[i] -= rate * first[i] / (Math.sqrt(second[i]) + 1e-7);
                            }
                        });
                    },
                    done -> {});
            learner.namedWeights(true)
                    .forEach((name, weights) ->
                            assertArrayEquals(expected.get(name), weights.doubles(), 2e-3 * RATE, name));
        }
        assertEquals(5, t[0]);
    }

    /** Of a regression, whose first gradients are above the norm to which they are clipped. */
    @ParameterizedTest
    @MethodSource("io.enginebench.engines.spi.TenSteps#optimisers")
    void tenStepsOfEveryOptimiserAreThoseOfItsFormula(Optimiser optimiser) throws IOException {
        QualitySpec usual = spec("linear", List.of(4), null, 1, RATE);
        QualitySpec spec = usual.with(usual.hyperParameters().with(optimiser));
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows rows = learner.load(rows(spec, 2 * TenSteps.STEPS))) {
            TenSteps.hold(learner, rows, optimiser, 2e-6);
        }
    }

    /** By the outputs that the step shows; the gradient of the biases is the sum of the derivatives by the outputs of all rows. */
    @ParameterizedTest
    @MethodSource("io.enginebench.engines.spi.DoubleLosses#losses")
    void lossAndItsDerivativeAreThoseOfTheFormula(TrainingLoss loss) throws IOException {
        int outputs = loss.kind() == TaskKind.CLASSIFICATION ? CLASSES : 2;
        QualitySpec usual = spec("linear", List.of(4), null, loss.kind(), outputs, RATE);
        QualitySpec spec = usual.with(usual.hyperParameters().with(loss));
        Rows rows = rows(spec, 5);
        double[] truth = new double[5 * spec.task().truths()];
        Arrays.setAll(truth, i -> rows.truth()[i]);
        List<Seen> seen = new ArrayList<>();
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows loaded = learner.load(rows)) {
            float told = learner.trainEpoch(
                    loaded,
                    inOrder(5),
                    5,
                    step -> seen.add(
                            new Seen(Npy.of(List.of(5 * outputs), step.outputs()), step.loss(), learner.gradients())),
                    done -> {});
            double[] z = seen.get(0).outputs().doubles();
            double expected = DoubleLosses.mean(loss, z, truth);
            assertEquals(expected, told, 1e-6);
            assertEquals(expected, seen.get(0).loss(), 1e-6);
            double[] byOutputs = new double[outputs];
            double[] slopes = DoubleLosses.slopes(loss, z, truth);
            for (int i = 0; i < slopes.length; i++) {
                byOutputs[i % outputs] += slopes[i];
            }
            String bias = List.copyOf(learner.namedWeights(true).keySet()).get(1);
            assertArrayEquals(byOutputs, seen.get(0).gradients().get(bias).doubles(), 1e-6);
        }
    }

    /** With a step as small as Adam can take it the weights stay where they are: the loss is that of the network's own answers. */
    @Test
    void lossIsTheMeanOverRowsAndTheShortLastBatchIsTrainedOn() throws IOException {
        QualitySpec spec = spec("study-cnn", List.of(2, 18, 18), null, 1, 1e-30);
        Rows rows = rows(spec, 10);
        List<Integer> told = new ArrayList<>();
        try (Learner learner = session.learner(spec, Learner.Purpose.LEARN);
                DeviceRows loaded = learner.load(rows)) {
            float[] outputs = learner.answer(loaded, 10, done -> {});
            double expected = 0;
            for (int i = 0; i < 10; i++) {
                expected += Math.pow(outputs[i] - rows.truth()[i], 2) / 10;
            }
            assertEquals(expected, learner.trainEpoch(loaded, inOrder(10), 4, told::add), 1e-5 * expected);
        }
        assertEquals(List.of(4, 4, 2), told);
    }

    private String trained(Learner.Purpose purpose) throws IOException {
        QualitySpec spec = spec("transformer", List.of(8), 20, CLASSES, RATE);
        try (Learner learner = session.learner(spec, purpose);
                DeviceRows rows = learner.load(rows(spec, 8))) {
            learner.trainEpoch(rows, inOrder(8), 4, done -> {});
            return learner.weightsSha256();
        }
    }

    /** Dropout is drawn by the seed, and off where steps are traced. */
    @Test
    void sameSeedGivesTheSameBits() throws IOException {
        assertEquals(trained(Learner.Purpose.LEARN), trained(Learner.Purpose.LEARN));
        assertEquals(trained(Learner.Purpose.TRACE), trained(Learner.Purpose.TRACE));
        assertNotEquals(trained(Learner.Purpose.LEARN), trained(Learner.Purpose.TRACE));
    }

    @Test
    void controlStartsFromTheNextNumberOfEachWeight() {
        QualitySpec spec = images("study-cnn");
        try (Learner plain = session.learner(spec, Learner.Purpose.LEARN);
                Learner control = session.learner(spec, Learner.Purpose.LEARN_NUDGED)) {
            double[] weights = plain.weights().doubles();
            double[] nudged = control.weights().doubles();
            int moved = 0;
            for (int i = 0; i < weights.length; i++) {
                float weight = (float) weights[i];
                assertTrue(Math.abs(weight - (float) nudged[i]) <= Math.ulp(weight));
                moved += weight == (float) nudged[i] ? 0 : 1;
            }
            assertTrue(moved > 0.99 * weights.length, moved + " of " + weights.length);
        }
    }

    /** BatchNorm's running statistics are there and are learnt, but have no gradients. */
    @Test
    void runningStatisticsAreLearntWithoutGradients() throws IOException {
        QualitySpec spec = spec("resnet18", List.of(1, 8, 8), null, CLASSES, RATE);
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows rows = learner.load(rows(spec, 4))) {
            Map<String, Npy> before = learner.namedWeights(false);
            assertTrue(
                    before.keySet().stream().allMatch(name -> name.contains("running")),
                    before.keySet().toString());
            learner.trainEpoch(
                    rows,
                    inOrder(4),
                    4,
                    step -> assertEquals(
                            learner.namedWeights(true).keySet(),
                            learner.gradients().keySet()),
                    done -> {});
            assertNotEquals(before, learner.namedWeights(false));
        }
    }

    @Test
    void layersAreToldInTheOrderOfTheForwardPass() throws IOException {
        QualitySpec spec = images("study-cnn");
        Map<String, List<Integer>> told = new LinkedHashMap<>();
        try (Learner learner = session.learner(spec, Learner.Purpose.TRACE);
                DeviceRows rows = learner.load(rows(spec, 4))) {
            learner.layers(rows, new int[] {2, 1}, (name, output) -> told.put(name, output.shape()));
        }
        assertEquals(
                List.of(
                        List.of(2, 32, 16, 16),
                        List.of(2, 32, 8, 8),
                        List.of(2, 32, 8, 8),
                        List.of(2, 64, 6, 6),
                        List.of(2, 64, 3, 3),
                        List.of(2, 64, 3, 3),
                        List.of(2, 64, 1, 1),
                        List.of(2, 64, 1, 1),
                        List.of(2, 64),
                        List.of(2, 64),
                        List.of(2, 64),
                        List.of(2, CLASSES)),
                List.copyOf(told.values()));
    }
}
