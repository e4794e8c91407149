package io.enginebench.engines.spi;

import io.enginebench.record.task.TrainingLoss;
import io.enginebench.record.task.TrainingLoss.AbsoluteError;
import io.enginebench.record.task.TrainingLoss.BinaryCrossEntropy;
import io.enginebench.record.task.TrainingLoss.CrossEntropy;
import io.enginebench.record.task.TrainingLoss.Huber;
import io.enginebench.record.task.TrainingLoss.SquaredError;
import java.util.List;
import java.util.stream.IntStream;

/** Every loss in doubles, as its formula is written, and its derivatives as differences, for the tests of engines. */
public final class DoubleLosses {
    private static final double STEP = 1e-6;
    /** Of three classes. */
    private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 1.25);

    private DoubleLosses() {}

    /** Each of them, the usual ones included. */
    public static List<TrainingLoss> losses() {
        return List.of(
                new CrossEntropy(0),
                new CrossEntropy(0.1),
                new CrossEntropy(0, WEIGHTS),
                new CrossEntropy(0.1, WEIGHTS),
                new BinaryCrossEntropy(),
                new SquaredError(),
                new AbsoluteError(),
                new Huber(0.75));
    }

    /**
     * The mean over the rows.
     *
     * @param outputs (row, output) flattened
     * @param truth (row) of classes, else (row, output) flattened
     */
    public static double mean(TrainingLoss loss, double[] outputs, double[] truth) {
        if (!(loss instanceof CrossEntropy crossEntropy)) {
            return IntStream.range(0, outputs.length)
                    .mapToDouble(i -> ofOutput(loss, outputs[i], truth[i]))
                    .average()
                    .orElseThrow();
        }
        int length = outputs.length / truth.length;
        return IntStream.range(0, truth.length)
                .mapToDouble(row -> ofRow(
                        crossEntropy,
                        IntStream.range(0, length)
                                .mapToDouble(i -> outputs[row * length + i])
                                .toArray(),
                        truth[row]))
                .average()
                .orElseThrow();
    }

    /** The derivatives of the mean by the outputs: exact to 1e-9, where no output is within a millionth of its truth. */
    public static double[] slopes(TrainingLoss loss, double[] outputs, double[] truth) {
        return IntStream.range(0, outputs.length)
                .mapToDouble(i -> {
                    double[] more = outputs.clone();
                    double[] less = outputs.clone();
                    more[i] += STEP;
                    less[i] -= STEP;
                    return (mean(loss, more, truth) - mean(loss, less, truth)) / (2 * STEP);
                })
                .toArray();
    }

    private static double ofRow(CrossEntropy loss, double[] z, double truth) {
        double sum =
                IntStream.range(0, z.length).mapToDouble(c -> Math.exp(z[c])).sum();
        double s = loss.labelSmoothing();
        return IntStream.range(0, z.length)
                        .mapToDouble(
                                c -> -((c == (int) truth ? 1 - s : 0) + s / z.length) * Math.log(Math.exp(z[c]) / sum))
                        .sum()
                * loss.weightOf((int) truth);
    }

    private static double ofOutput(TrainingLoss loss, double z, double truth) {
        if (loss instanceof BinaryCrossEntropy) {
            double p = 1 / (1 + Math.exp(-z));
            return -truth * Math.log(p) - (1 - truth) * Math.log(1 - p);
        }
        double e = Math.abs(z - truth);
        if (loss instanceof SquaredError) {
            return e * e;
        } else if (loss instanceof AbsoluteError) {
            return e;
        }
        double delta = ((Huber) loss).delta();
        return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
    }
}
