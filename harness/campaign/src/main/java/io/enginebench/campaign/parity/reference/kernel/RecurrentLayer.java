package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;

/** One layer of recurrent units in one direction over a batch of sequences, with every step kept for the way back. */
final class RecurrentLayer {
    /**
     * What is learnt, or the derivatives by it.
     *
     * @param ofInput (gates·state, feature)
     * @param ofState (gates·state, state)
     * @param biases two of (gates·state), of the input and of the state, or none
     */
    record Weights(Tensor ofInput, Tensor ofState, List<Tensor> biases) {
        Weights {
            biases = List.copyOf(biases);
        }
    }

    private final Cell cell;
    private final Weights weights;
    /** (time, batch, feature). */
    private final Tensor input;

    private final boolean reversed;
    private final int state;
    private final int wide;
    /** (time, batch, state) in the order of time. */
    private final double[] outputs;
    /** The cells' own memory, likewise; of use to {@link Cell#LSTM} alone. */
    private final double[] memories;
    /** (time, batch, gates·state): what the gates get from the input, then what they get from the state. */
    private final double[] fromInput;

    private final double[] fromState;

    /** Runs the layer. */
    RecurrentLayer(Cell cell, Weights weights, Tensor input, boolean reversed) {
        this.cell = cell;
        this.weights = weights;
        this.input = input;
        this.reversed = reversed;
        state = weights.ofState().length(1);
        wide = cell.gates() * state;
        int rows = time() * batch();
        outputs = new double[rows * state];
        memories = new double[rows * state];
        fromInput = new double[rows * wide];
        fromState = new double[rows * wide];
        for (int step = 0; step < time(); step++) {
            for (int row = 0; row < batch(); row++) {
                forward(step, row);
            }
        }
    }

    int time() {
        return input.length(0);
    }

    int batch() {
        return input.length(1);
    }

    int state() {
        return state;
    }

    Tensor input() {
        return input;
    }

    double[] outputs() {
        return outputs;
    }

    /** The place of a row at a step in the order in which they are run; −1 before the first. */
    private int place(int step, int row) {
        return step < 0 ? -1 : (reversed ? time() - 1 - step : step) * batch() + row;
    }

    private static double[] at(double[] all, int place, int length) {
        double[] part = new double[length];
        if (place >= 0) {
            System.arraycopy(all, place * length, part, 0, length);
        }
        return part;
    }

    private void forward(int step, int row) {
        int now = place(step, row);
        int before = place(step - 1, row);
        double[] held = at(outputs, before, state);
        gates(weights.ofInput(), at(input.values(), now, input.length(2)), 0, fromInput, now);
        gates(weights.ofState(), held, 1, fromState, now);
        double[] output = new double[state];
        double[] memory = new double[state];
        cell.forward(
                at(fromInput, now, wide), at(fromState, now, wide), held, at(memories, before, state), output, memory);
        System.arraycopy(output, 0, outputs, now * state, state);
        System.arraycopy(memory, 0, memories, now * state, state);
    }

    private void gates(Tensor matrix, double[] by, int bias, double[] gates, int place) {
        for (int g = 0; g < wide; g++) {
            double sum =
                    weights.biases().isEmpty() ? 0 : weights.biases().get(bias).values()[g];
            for (int i = 0; i < by.length; i++) {
                sum += matrix.values()[g * by.length + i] * by[i];
            }
            gates[place * wide + g] = sum;
        }
    }

    /**
     * Adds the derivatives of a number.
     *
     * @param byOutputs of it by {@link #outputs}
     * @param byInput gets those by the input
     * @param byWeights gets those by the weights
     */
    void backward(double[] byOutputs, Tensor byInput, Weights byWeights) {
        for (int row = 0; row < batch(); row++) {
            double[] byState = new double[state];
            double[] byMemory = new double[state];
            for (int step = time() - 1; step >= 0; step--) {
                int now = place(step, row);
                int before = place(step - 1, row);
                for (int i = 0; i < state; i++) {
                    byState[i] += byOutputs[now * state + i];
                }
                double[] held = at(outputs, before, state);
                double[] byFromInput = new double[wide];
                double[] byFromState = new double[wide];
                // From here on they are those by the state and memory before the step.
                cell.backward(
                        at(fromInput, now, wide),
                        at(fromState, now, wide),
                        held,
                        at(memories, before, state),
                        at(memories, now, state),
                        byState,
                        byMemory,
                        byFromInput,
                        byFromState);
                double[] byX = new double[input.length(2)];
                through(weights.ofInput(), at(input.values(), now, byX.length), byFromInput, byX, byWeights.ofInput());
                through(weights.ofState(), held, byFromState, byState, byWeights.ofState());
                for (int i = 0; i < byX.length; i++) {
                    byInput.values()[now * byX.length + i] += byX[i];
                }
                for (int g = 0; g < wide && !byWeights.biases().isEmpty(); g++) {
                    byWeights.biases().get(0).values()[g] += byFromInput[g];
                    byWeights.biases().get(1).values()[g] += byFromState[g];
                }
            }
        }
    }

    private void through(Tensor matrix, double[] by, double[] byGates, double[] derivative, Tensor byMatrix) {
        for (int g = 0; g < wide; g++) {
            for (int i = 0; i < by.length; i++) {
                derivative[i] += matrix.values()[g * by.length + i] * byGates[g];
                byMatrix.values()[g * by.length + i] += by[i] * byGates[g];
            }
        }
    }
}
