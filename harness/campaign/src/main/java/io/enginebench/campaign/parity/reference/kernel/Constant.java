package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.Arrays;
import java.util.List;

/** Numbers that are the same for every batch. */
record Constant() implements Kernel {
    @Override
    public Tensor forward(Operation call) {
        Tensor output = call.zeros();
        if (call.node().attributes().get("values") instanceof List<?> values) {
            Arrays.setAll(output.values(), i -> ((Number) values.get(i)).doubleValue());
        } else {
            Arrays.fill(output.values(), call.node().number("fill"));
        }
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {}
}
