package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Adam;
import io.enginebench.campaign.parity.reference.Objective;
import io.enginebench.campaign.parity.reference.ReferenceCnn;
import io.enginebench.campaign.parity.reference.Tensor;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        Tensor x = new Tensor(
                doubles(Npy.read(files.x(data)).rows(rows)),
                rows.length,
                task.inputShape().get(0),
                task.inputShape().get(1),
                task.inputShape().get(2));
        double[] truth = doubles(Npy.read(files.y(data)).rows(rows));
        List<Values> start = trace.step().startingWeights();
        ReferenceCnn.Pass pass = ReferenceCnn.study(
                        start.stream().map(Values::tensor).toList(),
                        task.kind() == TaskKind.CLASSIFICATION
                                ? Objective.SOFTMAX_CROSS_ENTROPY
                                : Objective.MEAN_SQUARED_ERROR)
                .pass(
                        x,
                        truth,
                        trace.step().layers().stream().map(Values::tensor).toList(),
                        Ladder.FORWARD);
        List<Values> gradients = new ArrayList<>();
        List<Values> updated = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            Values weights = start.get(i);
            Values gradient = Values.of(weights.name(), pass.gradients().get(i));
            gradients.add(gradient);
            double[] change = new Adam(hyper.optBaseLearningRate(), hyper.optEpsilon(), weights.length())
                    .step(gradient.numbers());
            double[] after = weights.numbers();
            for (int j = 0; j < after.length; j++) {
                after[j] += change[j];
            }
            updated.add(new Values(weights.name(), weights.shape(), after));
        }
        List<Values> layers = new ArrayList<>();
        for (int i = 0; i < pass.layers().size(); i++) {
            layers.add(Values.of("layer-" + (i + 1), pass.layers().get(i)));
        }
        return new Trace.Step(
                start,
                layers,
                Values.of("outputs", pass.outputs()),
                new Values("loss", List.of(1), new double[] {pass.loss()}),
                gradients,
                updated);
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
