package io.enginebench.campaign.parity;

import io.enginebench.record.array.Npy;
import io.enginebench.record.json.Json;
import io.enginebench.record.parity.TraceFiles;
import io.enginebench.record.parity.TraceManifest;
import io.enginebench.record.parity.TraceManifest.Named;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A faultless engine's trace of a small network, which tests then damage file by file. */
record TraceFolder(Path path, TaskDescriptor task, Path data) {
    static final HyperParameters HYPER = new HyperParameters(1, 4, "adam", 0.001, 1e-7, null, null);
    private static final List<Named> PARAMETERS = List.of(
            new Named("01Conv2d_weight", List.of(2, 1, 3, 3)),
            new Named("01Conv2d_bias", List.of(2)),
            new Named("04Conv2d_weight", List.of(3, 2, 3, 3)),
            new Named("04Conv2d_bias", List.of(3)),
            new Named("07Conv2d_weight", List.of(3, 3, 3, 3)),
            new Named("07Conv2d_bias", List.of(3)),
            new Named("10Linear_weight", List.of(4, 3)),
            new Named("10Linear_bias", List.of(4)),
            new Named("12Linear_weight", List.of(3, 4)),
            new Named("12Linear_bias", List.of(3)));
    private static final List<String> LAYERS = List.of(
            "01Conv2d",
            "02Relu",
            "03Pool",
            "04Conv2d",
            "05Relu",
            "06Pool",
            "07Conv2d",
            "08Relu",
            "09Flatten",
            "10Linear",
            "11Relu",
            "12Linear");
    private static final int TEST_ROWS = 2000;

    /** A trace whose first step is the reference's, rounded to floats as an engine would leave it. */
    static TraceFolder create(Path folder) throws IOException {
        Random random = new Random(3);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                TaskKind.CLASSIFICATION,
                "d",
                List.of("study-cnn"),
                List.of(1, 18, 18),
                3,
                List.of("a", "b", "c"),
                new Split.KFold(2),
                HYPER,
                null);
        Path data = Files.createDirectories(folder.resolve("data"));
        Npy.of(List.of(8, 1, 18, 18), floats(random, 8 * 18 * 18)).write(data.resolve("x.npy"));
        Npy.of(List.of(8), new float[] {0, 1, 2, 0, 1, 2, 0, 1}).write(data.resolve("y.npy"));

        Path path = Files.createDirectories(folder.resolve("engine"));
        List<Values> start = new ArrayList<>();
        for (Named named : PARAMETERS) {
            int length = named.shape().stream().reduce(1, Math::multiplyExact);
            start.add(new Values(named.name(), Npy.of(named.shape(), floats(random, length))));
        }
        Values rows = new Values("rows", Npy.of(new int[] {5, 0, 3, 6, 7, 2}));
        Values sizes = new Values("sizes", Npy.of(new int[] {4, 2}));
        Trace.Step none =
                new Trace.Step(start, List.of(), rows, new Values("loss", Npy.of(new int[1])), List.of(), List.of());
        TraceManifest bare = manifest(List.of());
        Trace.Step step = ReferenceStep.of(task, HYPER, new Trace(bare, none, rows, sizes, null), data);
        List<Named> layers = new ArrayList<>();
        for (int i = 0; i < LAYERS.size(); i++) {
            layers.add(new Named(LAYERS.get(i), step.layers().get(i).shape()));
        }
        Json.write(path.resolve(TraceFiles.MANIFEST), manifest(layers));
        write(path.resolve(TraceFiles.STARTING_WEIGHTS), PARAMETERS, start);
        write(path.resolve(TraceFiles.LAYERS), layers, step.layers());
        write(path.resolve(TraceFiles.GRADIENTS), PARAMETERS, step.gradients());
        write(path.resolve(TraceFiles.UPDATED_WEIGHTS), PARAMETERS, step.updatedWeights());
        rounded(step.outputs()).write(path.resolve(TraceFiles.OUTPUTS));
        rounded(step.loss()).write(path.resolve(TraceFiles.LOSS));
        Npy.of(new int[] {5, 0, 3, 6, 7, 2}).write(path.resolve(TraceFiles.BATCH_ROWS));
        Npy.of(new int[] {4, 2}).write(path.resolve(TraceFiles.BATCH_SIZES));
        Npy.of(List.of(2), new float[] {1.5f, 1.25f}).write(path.resolve(TraceFiles.SMOOTH_LOSSES));
        int[] numbers = new int[TEST_ROWS];
        float[] outputs = new float[TEST_ROWS * 3];
        for (int i = 0; i < TEST_ROWS; i++) {
            numbers[i] = i;
            outputs[3 * i] = 1;
        }
        Npy.of(numbers).write(path.resolve(TraceFiles.TEST_ROWS));
        Npy.of(List.of(TEST_ROWS, 3), outputs).write(path.resolve(TraceFiles.TEST_OUTPUTS));
        return new TraceFolder(path, task, data);
    }

    private static TraceManifest manifest(List<Named> layers) {
        return new TraceManifest("engine", "t", "study-cnn", 1, 1, HYPER, HYPER, true, PARAMETERS, layers);
    }

    private static float[] floats(Random random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = random.nextFloat() * 2 - 1;
        }
        return floats;
    }

    private static void write(Path folder, List<Named> names, List<Values> arrays) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < names.size(); i++) {
            rounded(arrays.get(i)).write(folder.resolve(names.get(i).name() + ".npy"));
        }
    }

    private static Npy rounded(Values values) {
        float[] floats = new float[values.length()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values.at(i);
        }
        return Npy.of(values.shape(), floats);
    }

    /** The trace as it is. */
    Trace read() throws IOException {
        return Trace.read(path);
    }

    /** The trace with something added to one element of one file, and the file as it was before again. */
    Trace damaged(String file, int element, double by) throws IOException {
        Path damaged = path.resolve(file);
        byte[] kept = Files.readAllBytes(damaged);
        Npy before = Npy.read(damaged);
        double[] numbers = before.doubles();
        numbers[element] += by;
        Npy.of(before.shape(), numbers).write(damaged);
        try {
            return read();
        } finally {
            Files.write(damaged, kept);
        }
    }

    /** What the reference makes of the same step. */
    Trace.Step reference() throws IOException {
        return ReferenceStep.of(task, HYPER, read(), data);
    }
}
