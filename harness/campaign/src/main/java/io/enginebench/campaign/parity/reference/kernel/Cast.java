package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.ElementType;
import java.util.List;

/** Numbers of another type. Doubles hold all of them; only what has no fraction loses one. */
record Cast() implements Kernel {
    private static boolean whole(Operation call) {
        ElementType type = call.node().dtype();
        return type != ElementType.FLOAT16 && type != ElementType.FLOAT32 && type != ElementType.FLOAT64;
    }

    @Override
    public Tensor forward(Operation call) {
        Tensor output = call.zeros();
        for (int i = 0; i < output.values().length; i++) {
            double x = call.x().values()[i];
            output.values()[i] = whole(call) ? (long) x : x;
        }
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        for (int i = 0; i < gradient.values().length && !whole(call); i++) {
            derivatives.get(0).values()[i] += gradient.values()[i];
        }
    }
}
