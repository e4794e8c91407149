package io.enginebench.campaign.plan;

import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.task.HyperParameters;
import org.jspecify.annotations.Nullable;

/** How many test rows a network is asked at a time. */
final class Evaluating {
    /** What the operators of a batch of answers may make together. */
    private static final long ACTIVATION_BYTES = 48_000_000;

    private Evaluating() {}

    /**
     * A recipe whose evaluations need little memory, or no more than its training steps do: as many rows as the usual number, as many
     * as keep activations small, or as many as are trained on at a time, whichever of these two is more.
     *
     * @param network null if it is not known
     */
    static HyperParameters sized(HyperParameters recipe, @Nullable ModelRecord network) {
        Long bytes = network == null ? null : network.activationBytesPerRow();
        if (bytes == null) {
            return recipe;
        }
        long rows = Math.max(recipe.globalBatchSize(), ACTIVATION_BYTES / Math.max(1, bytes));
        return recipe.answering((int) Math.min(rows, HyperParameters.EVAL_BATCH));
    }
}
