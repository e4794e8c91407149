package io.enginebench.worker;

import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cells for tests. */
final class Specs {
    private Specs() {}

    static QualitySpec regression(Split split, @Nullable Integer fold, @Nullable Integer samples, Protocol protocol) {
        return spec(TaskKind.REGRESSION, List.of(4, 20, 20), 1, split, fold, samples, protocol, 1);
    }

    static QualitySpec classification(List<Integer> shape, int classes, long seed) {
        return spec(TaskKind.CLASSIFICATION, shape, classes, new Split.HoldOut(), null, null, Protocol.CLEAN, seed);
    }

    static QualitySpec withLearningRate(QualitySpec spec, double rate) {
        HyperParameters hyper = new HyperParameters(1, 32, "adam", rate, 1e-7, null, null);
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
        HyperParameters hyper = new HyperParameters(1, 32, "adam", 0.001, 1e-7, samples, null);
        TaskDescriptor task = new TaskDescriptor(
                "t",
                "t",
                kind,
                "d",
                List.of("study-cnn"),
                shape,
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
                task, new Setting("pytorch", "cpu", 1, "t", "study-cnn", protocol, fold, seed), hyper, null);
    }
}
