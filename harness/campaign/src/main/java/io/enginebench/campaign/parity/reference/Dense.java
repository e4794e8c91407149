package io.enginebench.campaign.parity.reference;

import java.util.List;

/**
 * {@code y[o] = b[o] + sum over i of w[o][i] x[i]}.
 *
 * @param weight (output, input)
 * @param bias (output)
 */
record Dense(Tensor weight, Tensor bias) implements Layer {
    @Override
    public Tensor forward(Tensor input) {
        int inputs = weight.length(1);
        int outputs = weight.length(0);
        Tensor output = new Tensor(input.length(0), outputs);
        for (int row = 0; row < input.length(0); row++) {
            for (int o = 0; o < outputs; o++) {
                double sum = bias.values()[o];
                for (int i = 0; i < inputs; i++) {
                    sum += weight.values()[o * inputs + i] * input.values()[row * inputs + i];
                }
                output.values()[row * outputs + o] = sum;
            }
        }
        return output;
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        int inputs = weight.length(1);
        int outputs = weight.length(0);
        Tensor byInput = new Tensor(input.shape());
        Tensor byWeight = new Tensor(weight.shape());
        Tensor byBias = new Tensor(bias.shape());
        for (int row = 0; row < input.length(0); row++) {
            for (int o = 0; o < outputs; o++) {
                double dy = outputGradient.values()[row * outputs + o];
                byBias.values()[o] += dy;
                for (int i = 0; i < inputs; i++) {
                    byWeight.values()[o * inputs + i] += dy * input.values()[row * inputs + i];
                    byInput.values()[row * inputs + i] += dy * weight.values()[o * inputs + i];
                }
            }
        }
        return new Backward(byInput, List.of(byWeight, byBias));
    }
}
