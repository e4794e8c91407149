package io.enginebench.campaign.parity.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence of layers over a batch, with the loss at its end; {@link #study} is the network of the study.
 */
public final class ReferenceCnn {
    private final List<Layer> layers;
    private final Objective objective;

    ReferenceCnn(List<Layer> layers, Objective objective) {
        this.layers = List.copyOf(layers);
        this.objective = objective;
    }

    /**
     * The study's network: convolution 3x3, pool, ReLU, convolution 3x3, pool, ReLU, convolution 3x3, ReLU, flatten, dense,
     * ReLU, dense.
     *
     * @param parameters weight and bias of each of the five layers that have them: (out, in, 3, 3) and (out) three times, (out,
     *     in) and (out) twice
     */
    public static ReferenceCnn study(List<Tensor> parameters, Objective objective) {
        List<Integer> axes =
                parameters.stream().map(tensor -> tensor.shape().size()).toList();
        if (!axes.equals(List.of(4, 1, 4, 1, 4, 1, 2, 1, 2, 1))) {
            throw new IllegalArgumentException(
                    "axes of the study's parameters must be 4, 1 three times and 2, 1 twice, got " + axes);
        }
        return new ReferenceCnn(
                List.of(
                        new Convolution(parameters.get(0), parameters.get(1)),
                        new MaxPool(),
                        new Relu(),
                        new Convolution(parameters.get(2), parameters.get(3)),
                        new MaxPool(),
                        new Relu(),
                        new Convolution(parameters.get(4), parameters.get(5)),
                        new Relu(),
                        new Flatten(),
                        new Dense(parameters.get(6), parameters.get(7)),
                        new Relu(),
                        new Dense(parameters.get(8), parameters.get(9))),
                objective);
    }

    /**
     * What one batch gives.
     *
     * @param layers the output of each layer, the network's output last
     * @param loss the mean over the batch
     * @param gradients of the loss by each parameter, in the network's order
     */
    public record Pass(List<Tensor> layers, double loss, List<Tensor> gradients) {
        public Pass {
            layers = List.copyOf(layers);
            gradients = List.copyOf(gradients);
        }

        /** (row, output). */
        public Tensor outputs() {
            return layers.get(layers.size() - 1);
        }
    }

    /**
     * Forward and backward.
     *
     * <p>A ReLU whose input is nothing but rounding, and a pool over values that are equal but for rounding, have two
     * derivatives, between which float32 and float64 may choose differently. There the choice is the one that the observed
     * values make. Nothing else is taken from them.
     *
     * @param x (row, channel, height, width)
     * @param truth (row): class numbers or targets
     * @param observed the output of each layer as somebody else computed it; those of another shape, or missing, count for
     *     nothing
     * @param rounding how far an observed value may be from the true one, in units of the layer's largest output or of 1
     */
    public Pass pass(Tensor x, double[] truth, List<Tensor> observed, double rounding) {
        List<Tensor> outputs = new ArrayList<>();
        Tensor values = x;
        for (Layer layer : layers) {
            values = layer.forward(values);
            outputs.add(values);
        }
        Objective.Loss loss = objective.of(values, truth);
        List<Tensor> gradients = new ArrayList<>();
        Tensor gradient = loss.gradient();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Tensor input = i == 0 ? x : outputs.get(i - 1);
            if (i > 0 && i <= observed.size() && layers.get(i).branches()) {
                input = observedWhereEqual(input, observed.get(i - 1), rounding);
            }
            Layer.Backward back = layers.get(i).backward(input, gradient);
            gradients.addAll(0, back.parameters());
            gradient = back.input();
        }
        return new Pass(outputs, loss.value(), gradients);
    }

    /** The observed values, but for those that are further off than rounding makes them. */
    private static Tensor observedWhereEqual(Tensor own, Tensor observed, double rounding) {
        if (!own.shape().equals(observed.shape())) {
            return own;
        }
        double largest = Arrays.stream(own.values()).map(Math::abs).reduce(1, Math::max);
        double[] values = own.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i] - observed.values()[i]) <= rounding * largest) {
                values[i] = observed.values()[i];
            }
        }
        return new Tensor(values, own.shape());
    }
}
