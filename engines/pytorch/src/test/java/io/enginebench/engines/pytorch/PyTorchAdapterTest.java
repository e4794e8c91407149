package io.enginebench.engines.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.enginebench.engines.djl.EngineAdapterContract;
import io.enginebench.engines.djl.ParameterUpdate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PyTorchAdapterTest extends EngineAdapterContract {
    PyTorchAdapterTest() {
        super(new PyTorchAdapter());
    }

    @Override
    protected Set<String> lackingInDjl() {
        return Set.of(
                "Nesterov's momentum in its SGD",
                "RMSProp on PyTorch",
                "clipping by the norm of all gradients",
                "momentum apart from the learning rate, which is another formula where the rate changes");
    }

    @Test
    void gradientsAreZeroAfterAStep() {
        try (NDManager manager = newManager()) {
            List<Parameter> parameters = parameters(manager);
            try (ParameterUpdate adam =
                    assertInstanceOf(FusedAdam.class, adapter.adam(parameters, manager, RATE, EPSILON))) {
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
}
