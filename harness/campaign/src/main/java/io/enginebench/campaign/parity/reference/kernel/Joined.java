package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;

/**
 * Arrays one after the other along an axis.
 *
 * @param anew whether the axis is a new one, along which each of them has the length 1
 */
record Joined(boolean anew) implements Kernel {
    /** Told where a run of numbers of an input stands in the output. */
    private interface Run {
        void at(int input, int from, int to, int length);
    }

    private void each(Operation call, Run run) {
        int axis = call.axis("axis");
        int behind = Places.count(call.shape().subList(axis + 1, call.shape().size()));
        int row = call.shape().get(axis) * behind;
        int before = Places.count(call.shape()) / Math.max(1, row);
        int start = 0;
        for (int input = 0; input < call.inputs().size(); input++) {
            int length = (anew ? 1 : call.input(input).length(axis)) * behind;
            for (int i = 0; i < before; i++) {
                run.at(input, i * length, i * row + start, length);
            }
            start += length;
        }
    }

    @Override
    public Tensor forward(Operation operation) {
        Tensor output = operation.zeros();
        each(
                operation,
                (input, from, to, length) ->
                        System.arraycopy(operation.input(input).values(), from, output.values(), to, length));
        return output;
    }

    @Override
    public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        each(operation, (input, from, to, length) -> {
            double[] dx = derivatives.get(input).values();
            for (int i = 0; i < length; i++) {
                dx[from + i] += gradient.values()[to + i];
            }
        });
    }
}
