package io.enginebench.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keras's {@code glorot_uniform}: uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010), drawn in Java in the
 * order in which a network initialises its parameters.
 *
 * @param random drawn from once for each weight
 * @param nudged what is done to them then; null for nothing
 */
public record GlorotUniform(
        RandomGenerator random, @Nullable Nudged nudged) implements Initializer {
    /** Weights as they are drawn. */
    public GlorotUniform(RandomGenerator random) {
        this(random, null);
    }

    /**
     * A new array.
     *
     * @param shape (out, in) of a dense layer or (out, in, height, width) of a convolution
     */
    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        if (dataType != DataType.FLOAT32) {
            throw new IllegalArgumentException("data type of weights must be float32, got " + dataType);
        }
        return manager.create(draw(shape), shape);
    }

    float[] draw(Shape shape) {
        if (shape.dimension() < 2) {
            throw new IllegalArgumentException("shape of weights must be (out, in, ...), got " + shape);
        }
        long kernel = shape.slice(2).size();
        double limit = Math.sqrt(6.0 / ((shape.get(0) + shape.get(1)) * kernel));
        float[] weights = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) ((random.nextDouble() * 2 - 1) * limit);
        }
        return nudged == null ? weights : nudged.nudge(weights);
    }
}
