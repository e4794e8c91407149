package io.enginebench.campaign.parity.reference;

import java.util.List;

/**
 * Cross-correlation without padding, stride 1: {@code y[o][i][j] = b[o] + sum over c, u, v of w[o][c][u][v] x[c][i+u][j+v]}.
 *
 * @param weight (output channel, input channel, kernel height, kernel width)
 * @param bias (output channel)
 */
record Convolution(Tensor weight, Tensor bias) implements Layer {
    /** Told of each product in the sum: an index into output, input and weight. */
    private interface Product {
        void at(int output, int input, int weight);
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = new Tensor(
                input.length(0),
                weight.length(0),
                input.length(2) - weight.length(2) + 1,
                input.length(3) - weight.length(3) + 1);
        double[] y = output.values();
        double[] x = input.values();
        double[] w = weight.values();
        int plane = output.length(2) * output.length(3);
        for (int i = 0; i < y.length; i++) {
            y[i] = bias.values()[i / plane % weight.length(0)];
        }
        everyProduct(input, output, (o, i, k) -> y[o] += w[k] * x[i]);
        return output;
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        Tensor byInput = input.zeros();
        Tensor byWeight = weight.zeros();
        Tensor byBias = bias.zeros();
        double[] x = input.values();
        double[] w = weight.values();
        double[] dy = outputGradient.values();
        double[] dx = byInput.values();
        double[] dw = byWeight.values();
        everyProduct(input, outputGradient, (o, i, k) -> {
            dx[i] += dy[o] * w[k];
            dw[k] += dy[o] * x[i];
        });
        int plane = outputGradient.length(2) * outputGradient.length(3);
        for (int o = 0; o < dy.length; o++) {
            byBias.values()[o / plane % weight.length(0)] += dy[o];
        }
        return new Backward(byInput, List.of(byWeight, byBias));
    }

    private void everyProduct(Tensor input, Tensor output, Product product) {
        int channels = input.length(1);
        int height = input.length(2);
        int width = input.length(3);
        int filters = output.length(1);
        int outHeight = output.length(2);
        int outWidth = output.length(3);
        int kernelHeight = weight.length(2);
        int kernelWidth = weight.length(3);
        for (int row = 0; row < input.length(0); row++) {
            for (int filter = 0; filter < filters; filter++) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int u = 0; u < kernelHeight; u++) {
                        for (int v = 0; v < kernelWidth; v++) {
                            int k = ((filter * channels + channel) * kernelHeight + u) * kernelWidth + v;
                            for (int i = 0; i < outHeight; i++) {
                                int to = ((row * filters + filter) * outHeight + i) * outWidth;
                                int from = ((row * channels + channel) * height + i + u) * width + v;
                                for (int j = 0; j < outWidth; j++) {
                                    product.at(to + j, from + j, k);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
