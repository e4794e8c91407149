package io.enginebench.engines.mxnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import io.enginebench.engines.djl.EngineAdapterContract;
import io.enginebench.engines.djl.ParameterUpdate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MxNetAdapterTest extends EngineAdapterContract {
    MxNetAdapterTest() {
        super(new MxNetAdapter());
    }

    @Override
    protected Set<String> lackingInDjl() {
        return Set.of(
                "Nesterov's momentum in its SGD",
                "clipping by the norm of all gradients",
                "momentum apart from the learning rate, which is another formula where the rate changes");
    }

    /**
     * Steps enough for every shape a rate is written in, and collections between them: what only the native side points to
     * must not be freed.
     */
    @Test
    void adamHasTheBitsOfDjls() {
        try (NDManager manager = newManager()) {
            List<Parameter> ours = parameters(manager);
            List<Parameter> djls = parameters(manager);
            Adam djl = Adam.builder()
                    .optLearningRateTracker(Tracker.fixed(1e-3f))
                    .optEpsilon(1e-7f)
                    .build();
            try (ParameterUpdate adam = adapter.adam(ours, manager, 1e-3f, 1e-7f)) {
                for (int step = 1; step <= 3_000; step++) {
                    backward(ours);
                    adam.step();
                    backward(djls);
                    for (Parameter parameter : djls) {
                        try (NDArray gradient = parameter.getArray().getGradient()) {
                            djl.update(parameter.getId(), parameter.getArray(), gradient);
                        }
                    }
                    if (step % 500 == 0) {
                        System.gc();
                    }
                    if (step < 10 || step % 500 == 0) {
                        for (int i = 0; i < START.length; i++) {
                            assertArrayEquals(values(djls.get(i)), values(ours.get(i)), "after step " + step);
                        }
                    }
                }
            }
            ours.forEach(Parameter::close);
            djls.forEach(Parameter::close);
        }
    }

    private static float[] values(Parameter parameter) {
        return parameter.getArray().toFloatArray();
    }

    @Test
    void aCallThatFailsSaysWhyInTheLibrarysWords() {
        try (NDManager manager = newManager()) {
            NDArray array = manager.zeros(new Shape(3, 2));
            EngineException refused = assertThrows(EngineException.class, () -> adapter.rows(manager, array, 2, 4));
            assertTrue(refused.getMessage().startsWith("MXNet: "), refused.getMessage());
            assertEquals(List.of(array), manager.getManagedArrays());
            assertThrows(EngineException.class, () -> MxNetCalls.operation("no_such_operation"));
        }
    }
}
