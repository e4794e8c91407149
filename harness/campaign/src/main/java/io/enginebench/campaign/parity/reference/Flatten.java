package io.enginebench.campaign.parity.reference;

import java.util.List;

/** (row, channel, height, width) as (row, feature), features in the order channel, height, width. */
record Flatten() implements Layer {
    @Override
    public Tensor forward(Tensor input) {
        return input.as(input.length(0), input.values().length / Math.max(1, input.length(0)));
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        return new Backward(new Tensor(outputGradient.values(), input.shape()), List.of());
    }
}
