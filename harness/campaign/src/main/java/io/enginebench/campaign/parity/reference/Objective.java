package io.enginebench.campaign.parity.reference;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The number that training makes small: a mean over the rows of a batch. */
public enum Objective {
    /** Mean of {@code -log softmax(z)[class]}. */
    SOFTMAX_CROSS_ENTROPY {
        @Override
        Loss of(Tensor outputs, double[] truth) {
            int rows = outputs.length(0);
            int classes = outputs.length(1);
            Tensor gradient = outputs.zeros();
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                int first = row * classes;
                double[] z = Arrays.copyOfRange(outputs.values(), first, first + classes);
                int right = (int) truth[row];
                double largest = Arrays.stream(z).max().orElseThrow();
                double sum = 0;
                for (double logit : z) {
                    sum += Math.exp(logit - largest);
                }
                mean += (Math.log(sum) + largest - z[right]) / rows;
                for (int c = 0; c < classes; c++) {
                    double probability = Math.exp(z[c] - largest) / sum;
                    gradient.values()[first + c] = (probability - (c == right ? 1 : 0)) / rows;
                }
            }
            return new Loss(mean, gradient);
        }
    },
    /** Mean of {@code (y - target)²} over rows with one output each. */
    MEAN_SQUARED_ERROR {
        @Override
        Loss of(Tensor outputs, double[] truth) {
            int rows = outputs.length(0);
            Tensor gradient = outputs.zeros();
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                double error = outputs.values()[row] - truth[row];
                mean += error * error / rows;
                gradient.values()[row] = 2 * error / rows;
            }
            return new Loss(mean, gradient);
        }
    };

    /**
     * The loss of a batch.
     *
     * @param outputs (row, output)
     * @param truth (row): class numbers or targets
     */
    abstract Loss of(Tensor outputs, double[] truth);

    /**
     * By how much outputs that are off move the loss at most, to first order: as if all moved it the same way. What they really move it
     * by is one draw, and may be next to nothing by luck.
     *
     * @param outputs (row, output)
     * @param others the same, off by a little
     */
    public final double mostMovedBy(Tensor outputs, Tensor others, double[] truth) {
        double[] slopes = of(outputs, truth).gradient().values();
        return IntStream.range(0, slopes.length)
                .mapToDouble(i -> Math.abs(slopes[i] * (outputs.values()[i] - others.values()[i])))
                .sum();
    }

    /**
     * A loss with its derivative.
     *
     * @param gradient by the outputs
     */
    record Loss(double value, Tensor gradient) {}
}
