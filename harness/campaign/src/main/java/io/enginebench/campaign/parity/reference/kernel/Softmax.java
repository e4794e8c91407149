package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.List;

/**
 * {@code e^x / sum of e^x} along an axis, or its logarithm.
 *
 * @param logarithm whether it is the logarithm
 */
record Softmax(boolean logarithm) implements Kernel {
    /** Told where each vector along the axis begins and how far apart its numbers are. */
    private interface Vector {
        void at(int first, int step, int length);
    }

    private static void each(Operation call, Vector vector) {
        int axis = call.axis("axis");
        int length = call.shape().get(axis);
        int step = Places.count(call.shape().subList(axis + 1, call.shape().size()));
        for (int before = 0; before < Places.count(call.shape().subList(0, axis)); before++) {
            for (int behind = 0; behind < step; behind++) {
                vector.at(before * length * step + behind, step, length);
            }
        }
    }

    @Override
    public Tensor forward(Operation call) {
        Tensor output = call.zeros();
        double[] x = call.x().values();
        double[] y = output.values();
        each(call, (first, step, length) -> {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < length; i++) {
                largest = Math.max(largest, x[first + i * step]);
            }
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += Math.exp(x[first + i * step] - largest);
            }
            for (int i = 0; i < length; i++) {
                double shifted = x[first + i * step] - largest;
                y[first + i * step] = logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
            }
        });
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        double[] y = output.values();
        double[] dy = gradient.values();
        double[] dx = derivatives.get(0).values();
        each(call, (first, step, length) -> {
            double sum = 0;
            for (int i = first; i < first + length * step; i += step) {
                sum += logarithm ? dy[i] : dy[i] * y[i];
            }
            for (int i = first; i < first + length * step; i += step) {
                dx[i] += logarithm ? dy[i] - Math.exp(y[i]) * sum : y[i] * (dy[i] - sum);
            }
        });
    }
}
