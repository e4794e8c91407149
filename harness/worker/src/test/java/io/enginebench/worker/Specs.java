package io.enginebench.worker;

import io.enginebench.engines.spi.Draws;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
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
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cells for tests, and their data. */
public final class Specs {
    private Specs() {}

    public static QualitySpec regression(
            Split split, @Nullable Integer fold, @Nullable Integer samples, Protocol protocol) {
        return spec(TaskKind.REGRESSION, List.of(4, 20, 20), 1, split, fold, samples, protocol, 1);
    }

    public static QualitySpec classification(List<Integer> shape, int classes, long seed) {
        return spec(TaskKind.CLASSIFICATION, shape, classes, new Split.HoldOut(), null, null, Protocol.CLEAN, seed);
    }

    /** The transformer, which has dropout, on texts of eight words of twenty. */
    public static QualitySpec text() {
        HyperParameters hyper = new HyperParameters(1, 32, Optimiser.adam(1e-30, 1e-7), null, null, null);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                TaskKind.CLASSIFICATION,
                "d",
                List.of("transformer"),
                List.of(8),
                20,
                2,
                List.of("class 0", "class 1"),
                new Split.HoldOut(),
                hyper,
                null);
        Setting setting = new Setting(
                "pytorch", Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", "transformer", Protocol.CLEAN, null, 1);
        return new QualitySpec(task, setting, hyper, null);
    }

    public static QualitySpec in(Division division, QualitySpec spec) {
        return new QualitySpec(spec.task(), spec.setting().in(division), spec.hyperParameters(), spec.target());
    }

    public static QualitySpec withLearningRate(QualitySpec spec, double rate) {
        HyperParameters hyper = new HyperParameters(1, 32, Optimiser.adam(rate, 1e-7), null, null, null);
        return spec.with(hyper);
    }

    private static QualitySpec spec(
            TaskKind kind,
            List<Integer> shape,
            int outputs,
            Split split,
            @Nullable Integer fold,
            @Nullable Integer samples,
            Protocol protocol,
            long seed) {
        HyperParameters hyper = new HyperParameters(1, 32, Optimiser.adam(0.001, 1e-7), samples, null, null);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                kind,
                "d",
                List.of("study-cnn"),
                shape,
                null,
                outputs,
                kind == TaskKind.REGRESSION
                        ? List.of()
                        : IntStream.range(0, outputs)
                                .mapToObj(i -> "class " + i)
                                .toList(),
                split,
                hyper,
                null);
        return new QualitySpec(
                task,
                new Setting("pytorch", Division.TUNED, "cpu", Dtype.FLOAT32, 1, "t", "study-cnn", protocol, fold, seed),
                hyper,
                null);
    }

    /** Images of 18 by 18 whose brightness is that of their class, one of three, so that there is something to learn. */
    public static void write(Path data, DataFiles files, int count) throws IOException {
        Path folder = Files.createDirectories(data.resolve("t"));
        RandomGenerator random = Draws.stream(count, Draws.Purpose.SAMPLE, null);
        float[] x = new float[count * 18 * 18];
        float[] y = new float[count];
        for (int row = 0; row < count; row++) {
            y[row] = row % 3;
            for (int i = 0; i < 18 * 18; i++) {
                x[row * 18 * 18 + i] = y[row] + random.nextFloat();
            }
        }
        Npy.of(List.of(count, 1, 18, 18), x).write(files.x(folder));
        Npy.of(List.of(count), y).write(files.y(folder));
    }
}
