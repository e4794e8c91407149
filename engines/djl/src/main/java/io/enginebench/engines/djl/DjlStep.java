package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import io.enginebench.engines.spi.Learner;

/**
 * A training step's arrays, which nobody reads who does not look.
 *
 * @param output (row, output)
 * @param mean a scalar
 */
public record DjlStep(NDArray output, NDArray mean) implements Learner.Step {
    @Override
    public float[] outputs() {
        return output.toFloatArray();
    }

    @Override
    public float loss() {
        return mean.getFloat();
    }
}
