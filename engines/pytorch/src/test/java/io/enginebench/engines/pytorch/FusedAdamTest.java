package io.enginebench.engines.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.enginebench.engines.spi.ParameterUpdate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class FusedAdamTest {
    private static final float[][] START = {{1, -2, 3}, {0.5f, -0.25f}};
    private static final float RATE = 0.01f;
    /** As large as the gradients, so that eps added to the corrected root of v, as torch.optim does, would show. */
    private static final float EPSILON = 0.5f;

    private final PyTorchAdapter adapter = new PyTorchAdapter();
    private final Engine engine = adapter.start();

    /**
     * Twelve steps on half the sum of squares of two arrays, whose gradient is the arrays themselves, against Keras's formula
     * in doubles. A gradient that were not set to zero after a step would be added to the next.
     */
    @Test
    void stepsAreThoseOfKerassFormula() {
        try (NDManager manager = engine.newBaseManager()) {
            List<Parameter> parameters = parameters(manager);
            try (ParameterUpdate adam =
                    assertInstanceOf(FusedAdam.class, adapter.adam(parameters, manager, RATE, EPSILON))) {
                for (int step = 0; step < 12; step++) {
                    backward(parameters);
                    adam.step();
                }
            }
            for (int i = 0; i < START.length; i++) {
                assertArrayEquals(
                        keras(START[i], 12), parameters.get(i).getArray().toFloatArray(), 1e-6f);
            }
            parameters.forEach(Parameter::close);
        }
    }

    @Test
    void gradientsAreZeroAfterAStep() {
        try (NDManager manager = engine.newBaseManager()) {
            List<Parameter> parameters = parameters(manager);
            try (ParameterUpdate adam = adapter.adam(parameters, manager, RATE, EPSILON)) {
                backward(parameters);
                try (NDArray before = parameters.get(0).getArray().getGradient()) {
                    assertArrayEquals(START[0], before.toFloatArray());
                    adam.step();
                    assertArrayEquals(new float[3], before.toFloatArray());
                }
            }
            parameters.forEach(Parameter::close);
        }
    }

    /** Two optimisers of one process, as of two learners, share no state. */
    @Test
    void eachHasItsOwnState() {
        try (NDManager manager = engine.newBaseManager()) {
            float[] alone = null;
            for (int time = 0; time < 2; time++) {
                List<Parameter> parameters = parameters(manager);
                try (ParameterUpdate adam = adapter.adam(parameters, manager, RATE, EPSILON)) {
                    backward(parameters);
                    adam.step();
                }
                float[] moved = parameters.get(0).getArray().toFloatArray();
                if (alone != null) {
                    assertArrayEquals(alone, moved);
                }
                alone = moved;
                parameters.forEach(Parameter::close);
            }
        }
    }

    private static List<Parameter> parameters(NDManager manager) {
        return List.of(parameter(manager, START[0]), parameter(manager, START[1]));
    }

    private static Parameter parameter(NDManager manager, float[] values) {
        Parameter parameter = Parameter.builder()
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(values.length))
                .optInitializer((owner, shape, type) -> owner.create(values))
                .build();
        parameter.initialize(manager, DataType.FLOAT32);
        return parameter;
    }

    private void backward(List<Parameter> parameters) {
        try (GradientCollector gradients = engine.newGradientCollector()) {
            NDArray loss = parameters.get(0).getArray().square().sum();
            for (Parameter parameter : parameters.subList(1, parameters.size())) {
                loss = loss.add(parameter.getArray().square().sum());
            }
            gradients.backward(loss.mul(0.5f));
        }
    }

    private static float[] keras(float[] start, int steps) {
        float[] end = start.clone();
        for (int i = 0; i < end.length; i++) {
            double w = start[i];
            double m = 0;
            double v = 0;
            for (int t = 1; t <= steps; t++) {
                m = 0.9 * m + 0.1 * w;
                v = 0.999 * v + 0.001 * w * w;
                w -= RATE * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t)) * m / (Math.sqrt(v) + EPSILON);
            }
            end[i] = (float) w;
        }
        return end;
    }
}
