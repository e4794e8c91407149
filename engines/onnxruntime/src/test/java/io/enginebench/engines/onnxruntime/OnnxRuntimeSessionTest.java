package io.enginebench.engines.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.enginebench.engines.spi.Answerer;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Learner;
import io.enginebench.engines.spi.Rows;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.models.graph.RecorderMain;
import io.enginebench.models.onnx.OnnxModel;
import io.enginebench.models.weights.StartingWeights;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.engine.EngineSelfDescription;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the answers are an engine's of DJL is for whole commands to say. */
@Tag("engine")
class OnnxRuntimeSessionTest {
    private static final int CLASSES = 3;

    @TempDir
    static Path cache;

    private static OnnxRuntimeSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        session = OnnxRuntimeSession.start(cache, OptionalInt.empty(), 1, OptLevel.ALL_OPT);
    }

    private static QualitySpec spec(String model, List<Integer> shape, Integer vocabulary, long seed) {
        HyperParameters hyper = new HyperParameters(1, 32, Optimiser.adam(0.001, 1e-7), null, null, null);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                TaskKind.CLASSIFICATION,
                "d",
                List.of(model),
                shape,
                vocabulary,
                CLASSES,
                List.of("a", "b", "c"),
                new Split.HoldOut(),
                hyper,
                null);
        return new QualitySpec(
                task,
                new Setting(
                        "onnxruntime", Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", model, Protocol.CLEAN, null, seed),
                hyper,
                null);
    }

    private static QualitySpec images(long seed) {
        return spec("study-cnn", List.of(2, 18, 18), null, seed);
    }

    private Rows rows(QualitySpec spec, int count, float most) throws IOException {
        Random random = new Random(5);
        float[] x = new float[count * Math.toIntExact(spec.task().input().length())];
        for (int i = 0; i < x.length; i++) {
            x[i] = spec.task().input().text() ? random.nextInt((int) most) : most * random.nextFloat();
        }
        List<Integer> shape = new ArrayList<>(List.of(count));
        shape.addAll(spec.task().inputShape());
        Npy.of(shape, x).write(folder.resolve("x.npy"));
        Npy.of(List.of(count), new float[count]).write(folder.resolve("y.npy"));
        return Rows.read(folder, DataFiles.ALL);
    }

    @Test
    void librariesAreThoseOfTheJarAndStayInTheCache() throws IOException {
        EngineSelfDescription described = session.describe();
        assertEquals("1.29.0", described.version());
        assertTrue(described.capabilities().contains("CPUExecutionProvider"));
        assertTrue(described.capabilities().contains("GraphOptimization.ALL_OPT"));
        assertTrue(described.sgemmGflops() > 1);
        Path library = Path.of(described.libraryPath());
        assertTrue(library.startsWith(cache));
        try (var packed = getClass()
                .getResourceAsStream("/ai/onnxruntime/native/"
                        + Natives.platform(System.getProperty("os.name"), System.getProperty("os.arch")) + "/"
                        + library.getFileName())) {
            assertArrayEquals(packed.readAllBytes(), Files.readAllBytes(library));
        }
        try (var left = Files.list(cache)) {
            assertEquals(List.of(library.getParent()), left.toList(), "nothing but the folder of libraries");
        }
    }

    @Test
    void platformsAreNamedAsInTheJar() {
        assertEquals("linux-x64", Natives.platform("Linux", "amd64"));
        assertEquals("osx-aarch64", Natives.platform("Mac OS X", "aarch64"));
        assertEquals("win-x64", Natives.platform("Windows 11", "amd64"));
    }

    @Test
    void trainingIsRefusedByItsReason() {
        UnsupportedException refused =
                assertThrows(UnsupportedException.class, () -> session.learner(images(1), Learner.Purpose.LEARN));
        assertEquals("answers only", refused.getMessage());
    }

    @Test
    void otherDevicesAreRefused() {
        UnsupportedException refused =
                assertThrows(UnsupportedException.class, () -> new OnnxRuntimeDriver().start("gpu"));
        assertTrue(
                refused.getMessage()
                        .startsWith(
                                "libraries of ONNX Runtime must be in its jar for this platform and device, got none at"),
                refused.getMessage());
    }

    /** Done on a GPU alone, where it is the first kernel; the code is the same. */
    @Test
    void smallNetworkIsRunAtTheStart() {
        assertTrue(Product.sum(session));
    }

    @Test
    void bfloat16IsRefused() {
        QualitySpec full = images(1);
        QualitySpec narrow = new QualitySpec(
                full.task(), full.setting().on("onnxruntime", "cpu", Dtype.BFLOAT16), full.hyperParameters(), null);
        assertEquals(
                "dtype must be float32 or float16, got bfloat16",
                assertThrows(UnsupportedException.class, () -> session.answerer(narrow))
                        .getMessage());
    }

    /** Weights, sums and answers have 11 bits: near the answers in 32-bit floats, and not the same. */
    @Test
    void answersInHalfPrecisionAreNearThoseInFull() throws IOException {
        for (String model : List.of("study-cnn", "lenet", "lstm", "transformer")) {
            boolean text = model.equals("lstm") || model.equals("transformer");
            QualitySpec full = text ? spec(model, List.of(12), 50, 1) : spec(model, List.of(2, 18, 18), null, 1);
            QualitySpec half = new QualitySpec(
                    full.task(), full.setting().on("onnxruntime", "cpu", Dtype.FLOAT16), full.hyperParameters(), null);
            Rows rows = rows(full, 9, text ? 50 : 1);
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
                assertArrayEquals(expected, got, 1e-2f * scale, model);
                assertNotEquals(Arrays.toString(expected), Arrays.toString(got), model);
                assertEquals(exact.weightsSha256(), rounded.weightsSha256(), "what was learnt is not rounded");
            }
        }
    }

    @Test
    void fileOfTheUsersAnswersInTheNetworksPlaceWithItsOwnWeights() throws IOException {
        QualitySpec spec = images(1);
        Graph graph = RecorderMain.recorded(
                        new RecordingRequest(spec.model(), spec.task().input(), CLASSES))
                .graph();
        Path file = folder.resolve("mine.onnx");
        Files.write(
                file,
                OnnxModel.of(graph, StartingWeights.of(graph, Draws.stream(7, Draws.Purpose.WEIGHTS, spec.fold()))));
        OnnxRuntimeSession serving = session.serving(file);
        try (Answerer own = session.answerer(images(7));
                Answerer served = serving.answerer(spec);
                DeviceRows rows = served.load(rows(spec, 9, 1))) {
            assertArrayEquals(own.answer(rows, 4, done -> {}), served.answer(rows, 4, done -> {}));
            assertEquals(
                    "mine.onnx has weights of its own",
                    assertThrows(UnsupportedException.class, () -> served.namedWeights(true))
                            .getMessage());
        }
        String other = assertThrows(
                        UnsupportedException.class, () -> serving.answerer(spec("mlp", List.of(1, 18, 18), null, 1)))
                .getMessage();
        assertTrue(
                other.startsWith("input of mine.onnx must be FLOAT of any number of rows of [1, 18, 18], got "), other);
        Files.write(file, new byte[] {8, 7, 6});
        assertThrows(UnsupportedException.class, () -> serving.answerer(spec));
    }

    @Test
    void answersComeInTheOrderOfTheRowsWhateverTheBatch() throws IOException {
        List<Integer> told = new ArrayList<>();
        try (Answerer answerer = session.answerer(images(1));
                DeviceRows rows = answerer.load(rows(images(1), 23, 1))) {
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

    @Test
    void textsAreAnsweredToo() throws IOException {
        QualitySpec spec = spec("lstm", List.of(12), 20, 1);
        try (Answerer answerer = session.answerer(spec);
                DeviceRows rows = answerer.load(rows(spec, 4, 20))) {
            assertEquals(4 * CLASSES, answerer.answer(rows, 3, done -> {}).length);
        }
    }

    @Test
    void takenWeightsAreAnsweredWith() throws IOException {
        try (Answerer one = session.answerer(images(1));
                Answerer other = session.answerer(images(2));
                DeviceRows rows = one.load(rows(images(1), 4, 1))) {
            assertNotEquals(one.weightsSha256(), other.weightsSha256());
            other.take(one.weights());
            assertEquals(one.weightsSha256(), other.weightsSha256());
            assertArrayEquals(one.answer(rows, 4, done -> {}), other.answer(rows, 4, done -> {}));
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> one.take(Npy.of(List.of(2), new float[2])));
            assertTrue(refused.getMessage().endsWith("as the network has them, got [2]"), refused.getMessage());
        }
    }

    /** BatchNorm's scale and shift are trained, its mean and variance are not. */
    @Test
    void parametersHaveTheirNamesAndShapes() {
        try (Answerer answerer = session.answerer(spec("resnet18", List.of(1, 8, 8), null, 1))) {
            Map<String, Npy> trained = answerer.namedWeights(true);
            Map<String, Npy> others = answerer.namedWeights(false);
            assertTrue(
                    others.keySet().stream().allMatch(name -> name.contains("running")),
                    others.keySet().toString());
            int all = IntStream.concat(
                            trained.values().stream().mapToInt(OnnxRuntimeSessionTest::length),
                            others.values().stream().mapToInt(OnnxRuntimeSessionTest::length))
                    .sum();
            assertEquals(answerer.weights().shape().get(0), all);
        }
    }

    private static int length(Npy array) {
        return array.shape().stream().reduce(1, Math::multiplyExact);
    }
}
