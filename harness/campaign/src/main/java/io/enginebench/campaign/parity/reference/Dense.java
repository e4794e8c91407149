package io.enginebench.campaign.parity.reference;

import java.util.List;

/**
 * {@code y[o] = b[o] + sum over i of w[o][i] x[i]}: a {@link Convolution} over one pixel with a channel for each input.
 *
 * @param weight (output, input)
 * @param bias (output)
 */
record Dense(Tensor weight, Tensor bias) implements Layer {
    @Override
    public Tensor forward(Tensor input) {
        return overPixel().forward(pixel(input)).as(input.length(0), weight.length(0));
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        Backward back = overPixel().backward(pixel(input), pixel(outputGradient));
        Tensor byWeight = new Tensor(back.parameters().get(0).values(), weight.shape());
        return new Backward(
                new Tensor(back.input().values(), input.shape()),
                List.of(byWeight, back.parameters().get(1)));
    }

    private Convolution overPixel() {
        return new Convolution(pixel(weight), bias);
    }

    private static Tensor pixel(Tensor matrix) {
        return matrix.as(matrix.length(0), matrix.length(1), 1, 1);
    }
}
