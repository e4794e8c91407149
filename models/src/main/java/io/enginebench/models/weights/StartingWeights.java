package io.enginebench.models.weights;

import ai.djl.ndarray.types.Shape;
import io.enginebench.record.graph.Graph;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a network's parameters are before it is trained: weights by {@link GlorotUniform}, in the network's order; 1 for the scale of
 * a norm and its running variance; 0 for everything else. The same as an engine's network has, made of the graph alone.
 */
public final class StartingWeights {
    private StartingWeights() {}

    /** Each parameter by its name, in C order. */
    public static Map<String, float[]> of(Graph graph, RandomGenerator random) {
        return of(graph, random, null);
    }

    /**
     * The same with weights that are off.
     *
     * @param nudged what is done to weights when they are drawn; null for nothing
     */
    public static Map<String, float[]> of(Graph graph, RandomGenerator random, @Nullable Nudged nudged) {
        GlorotUniform glorot = new GlorotUniform(random, nudged);
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Graph.Parameter parameter : graph.parameters()) {
            Shape shape = new Shape(
                    parameter.shape().stream().mapToLong(Long::longValue).toArray());
            weights.put(
                    parameter.name(),
                    switch (parameter.role()) {
                        case WEIGHT -> glorot.draw(shape);
                        case GAMMA, RUNNING_VAR -> filled(shape, 1);
                        default -> filled(shape, 0);
                    });
        }
        return weights;
    }

    private static float[] filled(Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.size())];
        Arrays.fill(values, value);
        return values;
    }
}
