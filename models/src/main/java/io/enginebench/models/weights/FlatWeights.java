package io.enginebench.models.weights;

import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A network's parameters one after the other, as a trained cell leaves them, and taken apart by what its graph says. */
public final class FlatWeights {
    private FlatWeights() {}

    /**
     * Each parameter by its name, in the network's order and C order.
     *
     * @param learnt an array of one axis
     * @throws IllegalArgumentException if it is of another length than all parameters together
     */
    public static Map<String, float[]> split(Graph graph, Npy learnt) {
        int all = graph.parameters().stream().mapToInt(FlatWeights::length).sum();
        if (!learnt.shape().equals(List.of(all))) {
            throw new IllegalArgumentException(
                    "weights must be (%d), as the network has them, got %s".formatted(all, learnt.shape()));
        }
        Map<String, float[]> weights = new LinkedHashMap<>();
        int from = 0;
        for (Graph.Parameter parameter : graph.parameters()) {
            int to = from + length(parameter);
            weights.put(parameter.name(), learnt.rows(IntStream.range(from, to).toArray()));
            from = to;
        }
        return weights;
    }

    /**
     * All of them, as an array of one axis.
     *
     * @param weights of every parameter of the graph, by its name
     */
    public static Npy join(Graph graph, Map<String, float[]> weights) {
        float[] all = new float
                [graph.parameters().stream().mapToInt(FlatWeights::length).sum()];
        int from = 0;
        for (Graph.Parameter parameter : graph.parameters()) {
            float[] values = Objects.requireNonNull(weights.get(parameter.name()), parameter.name());
            System.arraycopy(values, 0, all, from, length(parameter));
            from += length(parameter);
        }
        return Npy.of(List.of(all.length), all);
    }

    /**
     * Some of them by name, in the network's order.
     *
     * @param trained those that training changes by their gradients, or the others: running statistics
     */
    public static Map<String, Npy> named(Graph graph, Map<String, float[]> weights, boolean trained) {
        Map<String, Npy> named = new LinkedHashMap<>();
        for (Graph.Parameter parameter : graph.parameters()) {
            if (parameter.trainable() == trained) {
                named.put(
                        parameter.name(),
                        Npy.of(
                                parameter.shape().stream().map(Math::toIntExact).toList(),
                                Objects.requireNonNull(weights.get(parameter.name()))));
            }
        }
        return named;
    }

    private static int length(Graph.Parameter parameter) {
        return Math.toIntExact(parameter.shape().stream().reduce(1L, Math::multiplyExact));
    }
}
