package io.enginebench.models.weights;

import io.enginebench.record.array.Npy;
import io.enginebench.record.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A network's parameters one after the other, as a trained cell leaves them, taken apart by what its graph says. */
public final class LearntWeights {
    private LearntWeights() {}

    /**
     * Each parameter by its name, in the network's order and C order.
     *
     * @param learnt an array of one axis
     * @throws IllegalArgumentException if it is of another length than all parameters together
     */
    public static Map<String, float[]> split(Graph graph, Npy learnt) {
        int all = graph.parameters().stream().mapToInt(LearntWeights::length).sum();
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

    private static int length(Graph.Parameter parameter) {
        return Math.toIntExact(parameter.shape().stream().reduce(1L, Math::multiplyExact));
    }
}
