package io.enginebench.models.onnx;

import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in 16-bit floats: the same operators on the same parameters, between inputs and outputs that stay what they were. What comes
 * in as 32-bit floats is rounded at once, and what goes out is widened at the end.
 */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** The network of the same inputs, outputs and parameters by name. */
    public static Graph of(Graph graph) {
        Map<String, String> renamed = new HashMap<>();
        List<Graph.Node> nodes = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            if (input.dtype() == ElementType.FLOAT32) {
                renamed.put(input.name(), input.name() + "_half");
                nodes.add(cast(input.name(), input.name() + "_half", input.shape(), ElementType.FLOAT16));
            }
        }
        for (Graph.Node node : graph.nodes()) {
            boolean widened = graph.outputs().contains(node.name()) && node.dtype() == ElementType.FLOAT32;
            String name = widened ? node.name() + "_half" : node.name();
            renamed.put(node.name(), name);
            nodes.add(new Graph.Node(
                    name,
                    node.operator(),
                    node.inputs().stream()
                            .map(input -> renamed.getOrDefault(input, input))
                            .toList(),
                    node.shape(),
                    half(node.dtype()),
                    node.attributes()));
            if (widened) {
                nodes.add(cast(name, node.name(), node.shape(), ElementType.FLOAT32));
            }
        }
        return new Graph(
                graph.inputs(),
                graph.parameters().stream()
                        .map(one -> new Graph.Parameter(
                                one.name(), one.shape(), half(one.dtype()), one.role(), one.trainable()))
                        .toList(),
                nodes,
                graph.outputs());
    }

    private static ElementType half(ElementType dtype) {
        return dtype == ElementType.FLOAT32 ? ElementType.FLOAT16 : dtype;
    }

    private static Graph.Node cast(String from, String to, List<Long> shape, ElementType dtype) {
        return new Graph.Node(to, Operator.TO_TYPE.djl(), List.of(from), shape, dtype, Map.of());
    }
}
