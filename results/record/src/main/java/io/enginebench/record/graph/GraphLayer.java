package io.enginebench.record.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a graph with what it costs, as a line of a list.
 *
 * @param inputs names of the arrays that it takes, its parameters left out
 * @param shape of its output, the leading length negative for a multiple of the batch
 * @param parameters numbers that are trained in the parameters that it takes
 * @param flopsPerRow floating-point operations for one row; null if nobody here knows the operator
 * @param activationBytesPerRow bytes of its output for one row; 0 of a constant and of a view of another output
 */
public record GraphLayer(
        String name,
        String operator,
        List<String> inputs,
        List<Long> shape,
        long parameters,
        @Nullable Long flopsPerRow,
        long activationBytesPerRow) {
    public GraphLayer {
        inputs = List.copyOf(inputs);
        shape = List.copyOf(shape);
    }

    /** Those of a graph, in order of execution. */
    public static List<GraphLayer> of(Graph graph) {
        Map<String, Graph.Array> arrays = graph.arrays();
        List<GraphLayer> layers = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            List<String> inputs = new ArrayList<>();
            long parameters = 0;
            for (String name : node.inputs()) {
                if (Objects.requireNonNull(arrays.get(name)) instanceof Graph.Parameter parameter) {
                    parameters += parameter.trainable() ? Dimensions.elements(parameter.shape()) : 0;
                } else {
                    inputs.add(name);
                }
            }
            Optional<Long> flops = node.known().map(operator -> operator.flops(node, arrays));
            layers.add(new GraphLayer(
                    node.name(),
                    node.operator(),
                    inputs,
                    node.shape(),
                    parameters,
                    flops.orElse(null),
                    GraphSummary.activationBytesPerRow(node)));
        }
        return layers;
    }

    /** The lengths with {@code n} for the batch: {@code n x 64 x 28 x 28}. */
    public static String words(List<Long> shape) {
        List<String> lengths = shape.stream()
                .map(length -> length == -1 ? "n" : length < 0 ? -length + "n" : Long.toString(length))
                .toList();
        return lengths.isEmpty() ? "one number" : String.join(" x ", lengths);
    }
}
