package io.enginebench.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.engines.pytorch.PyTorchAdapter;
import io.enginebench.results.array.Npy;
import io.enginebench.results.cell.Protocol;
import io.enginebench.results.cell.QualitySpec;
import io.enginebench.results.task.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
class LearnerTest {
    private static EngineSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void startEngine() {
        session = EngineSession.start(new PyTorchAdapter(), "cpu");
    }

    private Rows rows(QualitySpec spec, int count) throws IOException {
        RandomGenerator random = Draws.stream(9, Draws.Purpose.SAMPLE, 0);
        List<Integer> shape = spec.task().inputShape();
        float[] x = new float[count * spec.task().rowLength()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            y[i] = random.nextInt(spec.task().outputs() == 1 ? 4 : spec.task().outputs());
        }
        Npy.of(List.of(count, shape.get(0), shape.get(1), shape.get(2)), x).write(folder.resolve("x.npy"));
        Npy.of(List.of(count), y).write(folder.resolve("y.npy"));
        return Rows.read(folder, "");
    }

    /** Figures of the study's model.summary(): 93,322, 121,669 and 60,833 parameters. */
    @Test
    void networkHasTheStudysNumberOfParameters() {
        assertEquals(93_322, parameters(Specs.classification(List.of(1, 28, 28), 10, 1)));
        assertEquals(121_669, parameters(Specs.classification(List.of(1, 32, 32), 5, 1)));
        assertEquals(60_833, parameters(Specs.regression(new Split.HoldOut(), null, null, Protocol.CLEAN)));
    }

    private static long parameters(QualitySpec spec) {
        try (Learner learner = new Learner(session, spec)) {
            return learner.parameterCount();
        }
    }

    /**
     * 40 rows in batches of 32 are steps of 32 and 8 rows. With a step as small as Adam can take it the weights stay where
     * they are, so the epoch's loss must be the mean of -log softmax over the 40 rows, computed here in doubles from the
     * network's own outputs.
     */
    @Test
    void lossIsTheMeanOverRowsAndTheShortLastBatchIsTrainedOn() throws IOException {
        QualitySpec spec = Specs.classification(List.of(1, 18, 18), 3, 1);
        spec = Specs.withLearningRate(spec, 1e-30);
        Rows rows = rows(spec, 40);
        AtomicInteger trainedOn = new AtomicInteger();
        try (Learner learner = new Learner(session, spec);
                Learner.DeviceRows loaded = learner.load(rows)) {
            float[] logits = learner.answer(loaded, 3, 7, n -> {});
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
    @Test
    void regressionLossIsTheMeanSquaredError() throws IOException {
        QualitySpec spec =
                Specs.withLearningRate(Specs.regression(new Split.HoldOut(), null, null, Protocol.CLEAN), 1e-30);
        Rows rows = rows(spec, 40);
        try (Learner learner = new Learner(session, spec);
                Learner.DeviceRows loaded = learner.load(rows)) {
            float[] outputs = learner.answer(loaded, 1, 7, n -> {});
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
    @Test
    void firstAdamStepMovesNoWeightByMoreThanTheLearningRate() throws IOException {
        QualitySpec spec = Specs.classification(List.of(1, 18, 18), 3, 1);
        try (Learner learner = new Learner(session, spec);
                Learner.DeviceRows loaded = learner.load(rows(spec, 32))) {
            float[] before = learner.weights();
            learner.trainEpoch(loaded, IntStream.range(0, 32).toArray(), 32, n -> {});
            float[] after = learner.weights();
            double largest = IntStream.range(0, before.length)
                    .mapToDouble(i -> Math.abs(after[i] - before[i]))
                    .max()
                    .orElseThrow();
            assertEquals(0.001, largest, 0.001 * 0.001);
        }
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherSeedOtherOnes() throws IOException {
        assertEquals(trained(1), trained(1));
        assertNotEquals(trained(1), trained(2));
    }

    private String trained(long seed) throws IOException {
        QualitySpec spec = Specs.classification(List.of(1, 18, 18), 3, seed);
        try (Learner learner = new Learner(session, spec);
                Learner.DeviceRows loaded = learner.load(rows(spec, 40))) {
            learner.trainEpoch(loaded, IntStream.range(0, 40).toArray(), 32, n -> {});
            return learner.weightsSha256();
        }
    }

    @Test
    void answersComeInTheOrderOfTheRowsWhateverTheBatch() throws IOException {
        QualitySpec spec = Specs.classification(List.of(1, 18, 18), 3, 1);
        try (Learner learner = new Learner(session, spec);
                Learner.DeviceRows loaded = learner.load(rows(spec, 23))) {
            assertArrayEquals(learner.answer(loaded, 3, 23, n -> {}), learner.answer(loaded, 3, 5, n -> {}), 1e-5f);
        }
    }

    @Test
    void gpuThatTheNativesCannotUseIsRefused() {
        UnsupportedDeviceException refused =
                assertThrows(UnsupportedDeviceException.class, () -> EngineSession.start(new PyTorchAdapter(), "gpu"));
        assertEquals("the native library of PyTorch is built for the CPU only", refused.getMessage());
    }
}
