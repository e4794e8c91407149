package io.enginebench.campaign.parity.reference;

import java.util.List;

/**
 * The largest of each 2x2 square of a plane, squares side by side; an odd last row or column is left out. The derivative goes
 * to the first of equal values in reading order.
 */
record MaxPool() implements Layer {
    private static final int SIDE = 2;

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = new Tensor(input.length(0), input.length(1), input.length(2) / SIDE, input.length(3) / SIDE);
        for (int i = 0; i < output.values().length; i++) {
            output.values()[i] = input.values()[largest(input, output, i)];
        }
        return output;
    }

    @Override
    public boolean branches() {
        return true;
    }

    @Override
    public Backward backward(Tensor input, Tensor outputGradient) {
        Tensor byInput = input.zeros();
        for (int i = 0; i < outputGradient.values().length; i++) {
            byInput.values()[largest(input, outputGradient, i)] +=
                    outputGradient.values()[i];
        }
        return new Backward(byInput, List.of());
    }

    /** The index of the input that becomes the output of an index. */
    private static int largest(Tensor input, Tensor output, int index) {
        int column = index % output.length(3);
        int line = index / output.length(3) % output.length(2);
        int plane = index / output.length(3) / output.length(2);
        int corner = (plane * input.length(2) + line * SIDE) * input.length(3) + column * SIDE;
        int best = corner;
        for (int u = 0; u < SIDE; u++) {
            for (int v = 0; v < SIDE; v++) {
                int candidate = corner + u * input.length(3) + v;
                if (input.values()[candidate] > input.values()[best]) {
                    best = candidate;
                }
            }
        }
        return best;
    }
}
