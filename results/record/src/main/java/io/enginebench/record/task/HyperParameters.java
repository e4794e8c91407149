package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained; in JSON flat and by MLPerf's names.
 *
 * @param epochs passes over the training rows, at least 1
 * @param globalBatchSize rows in a step; the last, partial batch of an epoch is trained on too
 * @param optimiser what a step does to the weights
 * @param loss what training makes small; null for the usual one of the task's kind
 * @param trainSamples rows trained on in each epoch; in a plan null stands for all there are
 * @param evalSamples rows of the test set; null until the data set is known
 * @param evalBatchSize test rows answered at a time; null for {@link #EVAL_BATCH}
 */
public record HyperParameters(
        int epochs,
        int globalBatchSize,
        Optimiser optimiser,
        @Nullable TrainingLoss loss,
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
    }

    /** A recipe with the usual loss. */
    public HyperParameters(
            int epochs,
            int globalBatchSize,
            Optimiser optimiser,
            @Nullable Integer trainSamples,
            @Nullable Integer evalSamples,
            @Nullable Integer evalBatchSize) {
        this(epochs, globalBatchSize, optimiser, null, trainSamples, evalSamples, evalBatchSize);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static HyperParameters of(RecipeJson json) {
        return json.recipe();
    }

    @JsonValue
    RecipeJson json() {
        return RecipeJson.of(this);
    }

    /** The same recipe with the numbers of rows that were really used. */
    public HyperParameters withRows(int train, int eval) {
        return new HyperParameters(epochs, globalBatchSize, optimiser, loss, train, eval, evalBatchSize);
    }

    /** The same recipe over other rows. */
    public HyperParameters with(int epochs, int globalBatchSize, @Nullable Integer trainSamples) {
        return new HyperParameters(epochs, globalBatchSize, optimiser, loss, trainSamples, evalSamples, evalBatchSize);
    }

    /** The same recipe with so many test rows answered at a time. */
    public HyperParameters answering(int rows) {
        return new HyperParameters(
                epochs,
                globalBatchSize,
                optimiser,
                loss,
                trainSamples,
                evalSamples,
                rows == EVAL_BATCH ? null : (Integer) rows);
    }

    /** Test rows answered at a time. */
    public int answeredAtOnce() {
        return evalBatchSize == null ? EVAL_BATCH : evalBatchSize;
    }

    /** The same recipe with another optimiser. */
    public HyperParameters with(Optimiser other) {
        return new HyperParameters(epochs, globalBatchSize, other, loss, trainSamples, evalSamples, evalBatchSize);
    }

    /** The same recipe with another loss. */
    public HyperParameters with(TrainingLoss other) {
        return new HyperParameters(epochs, globalBatchSize, optimiser, other, trainSamples, evalSamples, evalBatchSize);
    }
}
