package io.enginebench.campaign.parity.reference;

import java.util.List;

/** A function of a batch with its derivative. */
interface Layer {
    /** The output for a batch; its first axis is the row. */
    Tensor forward(Tensor input);

    /**
     * The derivative of a number by the layer's input and parameters, given its derivative by the layer's output.
     *
     * @param input what {@link #forward} was given
     * @param outputGradient of the shape of the output
     */
    Backward backward(Tensor input, Tensor outputGradient);

    /** Whether {@link #backward} looks at its input only to see which way a branch went. */
    default boolean branches() {
        return false;
    }

    /**
     * Derivatives.
     *
     * @param input by the input, of its shape
     * @param parameters by the parameters, in the order in which the layer has them; empty if it has none
     */
    record Backward(Tensor input, List<Tensor> parameters) {
        public Backward {
            parameters = List.copyOf(parameters);
        }
    }
}
