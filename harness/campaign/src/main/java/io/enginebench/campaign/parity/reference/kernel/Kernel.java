package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;

/** What an operator computes, and the derivative of that. */
public interface Kernel {
    /** The output. */
    Tensor forward(Operation operation);

    /**
     * Adds to the derivative of some number by each input what comes through this operation.
     *
     * @param output what {@link #forward} made
     * @param gradient the derivative of the number by the output
     * @param derivatives by each input, of its shape
     */
    void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives);

    /** Whether {@link #backward} looks at its first input only to see which way a branch went. */
    default boolean branches() {
        return false;
    }

    /**
     * The first input, with its numbers near to a branch put on the side that an output shows that somebody else computed; the
     * input itself if an output does not show it.
     *
     * @param rounding how near is near
     */
    default Tensor behind(Operation operation, Tensor seenOutput, double rounding) {
        return operation.x();
    }
}
