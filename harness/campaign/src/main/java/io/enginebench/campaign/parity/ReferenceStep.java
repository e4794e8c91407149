package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Adam;
import io.enginebench.campaign.parity.reference.Objective;
import io.enginebench.campaign.parity.reference.ReferenceCnn;
import io.enginebench.campaign.parity.reference.Tensor;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The step that an engine traced, made by the independent implementation from the same weights and rows. */
final class ReferenceStep {
    private static final String STUDY = "study-cnn";

    private ReferenceStep() {}

    /** Whether there is an independent implementation of the network. */
    static boolean isThereFor(String model) {
        return model.equals(STUDY);
    }

    /**
     * The step.
     *
     * @param data the folder with the task's arrays
     */
    static Trace.Step of(TaskDescriptor task, HyperParameters hyper, Trace trace, Path data) throws IOException {
        DataFiles files = DataFiles.trained(task.split());
        int[] rows = trace.firstBatch();
        List<Values> start = trace.step().startingWeights();
        ReferenceCnn.Pass pass = ReferenceCnn.study(
                        tensors(start),
                        task.kind() == TaskKind.CLASSIFICATION
                                ? Objective.SOFTMAX_CROSS_ENTROPY
                                : Objective.MEAN_SQUARED_ERROR)
                .pass(
                        new Values("x", Replay.rows(files.x(data), rows)).tensor(),
                        new Values("y", Replay.rows(files.y(data), rows)).numbers(),
                        tensors(trace.step().layers()),
                        Ladder.FORWARD);
        List<Values> gradients = new ArrayList<>();
        List<Values> updated = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            Values weights = start.get(i);
            Tensor gradient = pass.gradients().get(i);
            gradients.add(new Values(weights.name(), gradient));
            double[] after =
                    new Adam(hyper.optBaseLearningRate(), hyper.optEpsilon(), weights.length()).step(gradient.values());
            Arrays.setAll(after, j -> weights.at(j) + after[j]);
            updated.add(new Values(weights.name(), new Tensor(after, weights.shape())));
        }
        return new Trace.Step(
                start,
                IntStream.range(0, pass.layers().size())
                        .mapToObj(i ->
                                new Values("layer-" + (i + 1), pass.layers().get(i)))
                        .toList(),
                new Values("outputs", pass.outputs()),
                new Values("loss", new Tensor(new double[] {pass.loss()}, 1)),
                gradients,
                updated);
    }

    private static List<Tensor> tensors(List<Values> values) {
        return values.stream().map(Values::tensor).toList();
    }
}
