package io.enginebench.record.run;

import io.enginebench.record.Check;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.GraphSummary;
import io.enginebench.record.graph.Recording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as it was run on a task. Two results of one name are of one network only if their graphs are the same.
 *
 * @param graphSha256 {@link Graph#sha256}; null if the network could not be recorded, and so are all figures
 * @param reason why it could not; null if it could
 * @param trainableParameters numbers that training changes by their gradients
 * @param otherParameters the rest: running statistics
 * @param flopsPerRow floating-point operations of evaluating one row; null if there are operators whose cost nobody here knows
 * @param activationBytesPerRow bytes of what all operators make of one row
 * @param operators DJL's names of those that are called, each once, in order of execution
 */
public record ModelRecord(
        String task,
        String model,
        @Nullable String graphSha256,
        @Nullable String reason,
        @Nullable Long trainableParameters,
        @Nullable Long otherParameters,
        @Nullable Long flopsPerRow,
        @Nullable Long activationBytesPerRow,
        @Nullable List<String> operators) {
    public ModelRecord {
        Check.id("task", task);
        Check.id("model", model);
        Check.that(
                (graphSha256 == null) != (reason == null),
                "graph of model " + model,
                "a hash or a reason",
                "both or none");
        operators = operators == null ? null : List.copyOf(operators);
    }

    /** What was recorded of a task's network. */
    public static ModelRecord of(String task, String model, Recording recording) {
        Graph graph = recording.graph();
        if (graph == null) {
            return new ModelRecord(task, model, null, recording.reason(), null, null, null, null, null);
        }
        GraphSummary summary = GraphSummary.of(graph);
        return new ModelRecord(
                task,
                model,
                graph.sha256(),
                null,
                summary.trainableParameters(),
                summary.otherParameters(),
                summary.flopsPerRow().total().isPresent()
                        ? (Long) summary.flopsPerRow().ofKnownOperators()
                        : null,
                summary.activationBytesPerRow(),
                graph.nodes().stream().map(Graph.Node::operator).distinct().toList());
    }

    /** Whether it is of that task and network. */
    public boolean isOf(String otherTask, String otherModel) {
        return task.equals(otherTask) && model.equals(otherModel);
    }

    /** Whether both networks were recorded and compute different things. */
    public boolean isOtherThan(ModelRecord other) {
        return graphSha256 != null && other.graphSha256 != null && !graphSha256.equals(other.graphSha256);
    }
}
