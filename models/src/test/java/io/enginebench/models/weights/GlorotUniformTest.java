package io.enginebench.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class GlorotUniformTest {
    /** 3x3 convolution from 32 to 64 channels: fans 288 and 576, so the limit is sqrt(6 / 864) = 1/12. */
    @Test
    void glorotUniformFillsItsRangeEvenly() {
        float[] weights = new GlorotUniform(
                        RandomGeneratorFactory.of("L64X128MixRandom").create(1))
                .draw(new Shape(64, 32, 3, 3));
        double limit = 1 / 12.0;
        double squares = 0;
        float largest = 0;
        for (float weight : weights) {
            squares += weight * weight;
            largest = Math.max(largest, Math.abs(weight));
        }
        assertTrue(largest <= limit && largest > 0.999 * limit, "largest " + largest);
        // A uniform variable in ±limit has variance limit² / 3; with 18,432 draws its estimate is good to 2 %.
        assertEquals(limit * limit / 3, squares / weights.length, 0.02 * limit * limit / 3);
    }
}
