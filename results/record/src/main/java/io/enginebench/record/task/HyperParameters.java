package io.enginebench.record.task;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, by MLPerf's names.
 *
 * @param epochs passes over the training rows, at least 1
 * @param globalBatchSize rows in a step; the last, partial batch of an epoch is trained on too
 * @param optName {@code adam}: Keras's form, {@code w -= lr * sqrt(1-b2^t)/(1-b1^t) * m/(sqrt(v)+eps)}
 * @param optBaseLearningRate the constant learning rate
 * @param optEpsilon Adam's eps
 * @param trainSamples rows trained on in each epoch; in a plan null stands for all there are
 * @param evalSamples rows of the test set; null until the data set is known
 * @param evalBatchSize test rows answered at a time; null for {@link #EVAL_BATCH}
 */
public record HyperParameters(
        int epochs,
        int globalBatchSize,
        String optName,
        double optBaseLearningRate,
        double optEpsilon,
        @Nullable Integer trainSamples,
        @Nullable Integer evalSamples,
        @Nullable Integer evalBatchSize) {
    /** How many rows are answered at a time unless said otherwise: enough that the cost of a call is small. */
    public static final int EVAL_BATCH = 250;

    public HyperParameters {
        Check.that(epochs >= 1, "epochs", "1 or more", epochs);
        Check.that(globalBatchSize >= 1, "batch", "1 or more", globalBatchSize);
        if (evalBatchSize != null) {
            Check.that(evalBatchSize >= 1, "eval_batch_size", "1 or more", evalBatchSize);
        }
        Check.that(optName.equals("adam"), "opt_name", "adam", optName);
        Check.that(
                Double.isFinite(optBaseLearningRate) && optBaseLearningRate > 0,
                "opt_base_learning_rate",
                "a positive number",
                optBaseLearningRate);
        Check.that(Double.isFinite(optEpsilon) && optEpsilon > 0, "opt_epsilon", "a positive number", optEpsilon);
    }

    /** The same recipe with the numbers of rows that were really used. */
    public HyperParameters withRows(int train, int eval) {
        return new HyperParameters(
                epochs, globalBatchSize, optName, optBaseLearningRate, optEpsilon, train, eval, evalBatchSize);
    }

    /** The same recipe over other rows. */
    public HyperParameters with(int epochs, int globalBatchSize, @Nullable Integer trainSamples) {
        return new HyperParameters(
                epochs,
                globalBatchSize,
                optName,
                optBaseLearningRate,
                optEpsilon,
                trainSamples,
                evalSamples,
                evalBatchSize);
    }

    /** The same recipe with so many test rows answered at a time. */
    public HyperParameters answering(int rows) {
        return new HyperParameters(
                epochs,
                globalBatchSize,
                optName,
                optBaseLearningRate,
                optEpsilon,
                trainSamples,
                evalSamples,
                rows == EVAL_BATCH ? null : (Integer) rows);
    }

    /** Test rows answered at a time. */
    public int answeredAtOnce() {
        return evalBatchSize == null ? EVAL_BATCH : evalBatchSize;
    }

    /** The same recipe with other settings of Adam. */
    public HyperParameters withAdam(double learningRate, double epsilon) {
        return new HyperParameters(
                epochs, globalBatchSize, optName, learningRate, epsilon, trainSamples, evalSamples, evalBatchSize);
    }
}
