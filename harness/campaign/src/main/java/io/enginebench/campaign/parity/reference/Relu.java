package io.enginebench.campaign.parity.reference;

import java.util.Arrays;
import java.util.List;

/** {@code max(0, x)}; its derivative at 0 is 0, as every framework has it. */
record Relu() implements Layer {
    @Override
    public Tensor forward(Tensor input) {
        return new Tensor(Arrays.stream(input.values()).map(x -> Math.max(0, x)).toArray(), input.shape());
    }

    @Override
    public boolean branches() {
        return true;
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        Tensor byInput = input.zeros();
        for (int i = 0; i < input.values().length; i++) {
            byInput.values()[i] = input.values()[i] > 0 ? outputGradient.values()[i] : 0;
        }
        return new Backward(byInput, List.of());
    }
}
