package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph;
import io.enginebench.record.graph.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.Output;

/**
 * The way back through a forward pass, node by node: TensorFlow's own derivatives of what a node was lowered to, or those that its
 * lowering says. Each node by itself, because TensorFlow has no derivative outside of Python for some operations that networks need.
 */
public final class Backward {
    private final Forward forward;
    private final Ops ops;
    /** Parameters that are trained, and what is made of them. */
    private final Set<String> depending = new HashSet<>();

    private final Map<String, List<Output<?>>> derivatives = new HashMap<>();

    private Backward(Forward forward) {
        this.forward = forward;
        ops = forward.ops();
        forward.graph().parameters().stream()
                .filter(Graph.Parameter::trainable)
                .map(Graph.Parameter::name)
                .forEach(depending::add);
        for (Node node : forward.graph().nodes()) {
            if (node.inputs().stream().anyMatch(depending::contains)) {
                depending.add(node.name());
            }
        }
    }

    /**
     * The derivatives of a loss by each parameter that is trained and used.
     *
     * @param byOutputs that by the network's outputs, in its order
     * @return by name, in the network's order, as the parameter lies in memory
     */
    public static Map<String, Output<?>> of(Forward forward, Output<?> byOutputs) {
        Backward backward = new Backward(forward);
        Graph graph = forward.graph();
        String output = graph.outputs().get(0);
        backward.add(
                output,
                forward.array(output).channelsLast() ? forward.ops().transpose(byOutputs, 0, 2, 3, 1) : byOutputs);
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            backward.through(nodes.get(i));
        }
        Map<String, Output<?>> gradients = new LinkedHashMap<>();
        for (Graph.Parameter parameter : graph.parameters()) {
            if (backward.derivatives.containsKey(parameter.name())) {
                gradients.put(parameter.name(), backward.sum(parameter.name()));
            }
        }
        return gradients;
    }

    private void add(String name, Output<?> derivative) {
        if (depending.contains(name)) {
            derivatives.computeIfAbsent(name, none -> new ArrayList<>()).add(derivative);
        }
    }

    private Output<?> sum(String name) {
        List<Output<?>> parts = Objects.requireNonNull(derivatives.remove(name));
        return parts.size() == 1 ? parts.get(0) : ops.addOfList("AddN", none -> {}, parts);
    }

    private void through(Node node) {
        if (!derivatives.containsKey(node.name())) {
            return;
        }
        Output<?> byOutput = sum(node.name());
        forward.derivative(node)
                .map(own -> own.byInputs(byOutput))
                .orElseGet(() -> byTensorFlow(node, byOutput))
                .forEach(this::add);
    }

    private Map<String, Output<?>> byTensorFlow(Node node, Output<?> byOutput) {
        List<String> inputs =
                node.inputs().stream().filter(depending::contains).distinct().toList();
        Output<?> output = forward.asMade(node.name());
        if (inputs.size() == 1 && forward.asGiven(inputs.get(0), node).equals(output)) {
            return Map.of(inputs.get(0), byOutput); // Nothing was to be done for it.
        }
        Output<?>[] made = ops.derivatives(
                output,
                inputs.stream().map(input -> forward.asGiven(input, node)).toArray(Output<?>[]::new),
                byOutput);
        Map<String, Output<?>> all = new HashMap<>();
        for (int i = 0; i < made.length; i++) {
            all.put(inputs.get(i), made[i]);
        }
        return all;
    }
}
