package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.ReferenceNetwork;
import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.task.TaskDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The answers that an engine gave by its starting weights, given by the independent implementation.
 *
 * @param answered (row, output)
 * @param rounding what rounding alone makes of them, in units of the largest, or of 1
 */
record ReferenceAnswers(Values answered, double rounding) {
    /**
     * The answers.
     *
     * @param graph what the network computes
     * @param data the folder with the task's arrays
     */
    static ReferenceAnswers of(Graph graph, TaskDescriptor task, Trace trace, Path data) throws IOException {
        Path file = DataFiles.trained(task.split()).x(data);
        Tensor x = new Values(
                        "x",
                        Replay.rows(file, trace.firstBatch(), trace.manifest().adjustment()))
                .tensor();
        Map<String, Tensor> parameters = new HashMap<>();
        trace.forward().parameters().forEach(one -> parameters.put(one.name(), one.tensor()));
        ReferenceNetwork network = new ReferenceNetwork(graph);
        Tensor exact = network.evaluate(parameters, x, Precision.FLOAT64);
        return new ReferenceAnswers(
                new Values("answered", exact),
                Rounding.scaled(exact, network.evaluate(parameters, x, Precision.FLOAT32)));
    }
}
