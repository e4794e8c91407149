package io.enginebench.campaign.parity.reference;

import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.task.TrainingLoss;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The number that training makes small: a mean over the rows of a batch, as {@link TrainingLoss} has the formulas. */
public final class Objective {
    private final OfRow ofRow;

    private Objective(OfRow ofRow) {
        this.ofRow = ofRow;
    }

    /** The loss of a row. */
    private interface OfRow {
        /**
         * The loss.
         *
         * @param z the row's outputs
         * @param truth its class, or a number for each output
         * @param slopes gets the derivative of the loss by each output
         */
        double of(double[] z, double[] truth, double[] slopes);
    }

    /** The loss of an output and its derivative. */
    private record OfOutput(DoubleBinaryOperator loss, DoubleBinaryOperator slope) {
        /** The mean over a row's outputs. */
        double of(double[] z, double[] truth, double[] slopes) {
            double mean = 0;
            for (int i = 0; i < z.length; i++) {
                mean += loss.applyAsDouble(z[i], truth[i]) / z.length;
                slopes[i] = slope.applyAsDouble(z[i], truth[i]) / z.length;
            }
            return mean;
        }
    }

    /** A loss in doubles. */
    public static Objective of(TrainingLoss loss) {
        if (loss instanceof TrainingLoss.CrossEntropy crossEntropy) {
            return new Objective((z, truth, slopes) -> weighted(
                    crossEntropy.weightOf((int) truth[0]),
                    z,
                    slopes,
                    crossEntropy(z, (int) truth[0], crossEntropy.labelSmoothing(), slopes)));
        }
        return new Objective(ofOutput(loss)::of);
    }

    private static OfOutput ofOutput(TrainingLoss loss) {
        if (loss instanceof TrainingLoss.BinaryCrossEntropy) {
            return new OfOutput(
                    // log(1 + e^z) without a number that is too large.
                    (z, y) -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z,
                    (z, y) -> 1 / (1 + Math.exp(-z)) - y);
        } else if (loss instanceof TrainingLoss.SquaredError) {
            return new OfOutput((z, y) -> (z - y) * (z - y), (z, y) -> 2 * (z - y));
        } else if (loss instanceof TrainingLoss.AbsoluteError) {
            return new OfOutput((z, y) -> Math.abs(z - y), (z, y) -> Math.signum(z - y));
        }
        double delta = ((TrainingLoss.Huber) loss).delta();
        return new OfOutput(
                (z, y) -> {
                    double error = Math.abs(z - y);
                    return error <= delta ? error * error / 2 : delta * (error - delta / 2);
                },
                (z, y) -> Math.max(-delta, Math.min(delta, z - y)));
    }

    /** A row's loss with its slopes, times a weight. */
    private static double weighted(double weight, double[] z, double[] slopes, double loss) {
        for (int i = 0; i < z.length; i++) {
            slopes[i] *= weight;
        }
        return weight * loss;
    }

    private static double crossEntropy(double[] z, int right, double smoothing, double[] slopes) {
        double largest = Arrays.stream(z).max().orElseThrow();
        double sum = 0;
        for (double logit : z) {
            sum += Math.exp(logit - largest);
        }
        double loss = 0;
        for (int c = 0; c < z.length; c++) {
            double share = (c == right ? 1 - smoothing : 0) + smoothing / z.length;
            loss += share * (Math.log(sum) + largest - z[c]);
            slopes[c] = Math.exp(z[c] - largest) / sum - share;
        }
        return loss;
    }

    /**
     * The loss of a batch.
     *
     * @param outputs (row, output)
     * @param truth (row) of class numbers, or (row, output)
     */
    Loss of(Tensor outputs, double[] truth) {
        int rows = outputs.length(0);
        int length = outputs.values().length / rows;
        int width = truth.length / rows;
        Tensor gradient = outputs.zeros();
        double[] slopes = new double[length];
        double mean = 0;
        for (int row = 0; row < rows; row++) {
            int first = row * length;
            double[] own = Arrays.copyOfRange(truth, row * width, (row + 1) * width);
            mean += ofRow.of(Arrays.copyOfRange(outputs.values(), first, first + length), own, slopes) / rows;
            for (int i = 0; i < length; i++) {
                gradient.values()[first + i] = slopes[i] / rows;
            }
        }
        return new Loss(mean, gradient);
    }

    /**
     * By how much outputs that are off move the loss at most, to first order: as if all moved it the same way. What they really move it
     * by is one draw, and may be next to nothing by luck.
     *
     * @param outputs (row, output)
     * @param others the same, off by a little
     */
    public double mostMovedBy(Tensor outputs, Tensor others, double[] truth) {
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
