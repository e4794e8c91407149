package io.enginebench.record.setting;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * What is repeated in a timing round, and where in its round the repetition has its place.
 *
 * @param globalBatchSize rows in a step
 * @param round 1-based; cells of one round run back to back
 * @param position 0-based place in the round's drawn order
 * @param control null for a measurement; else which control the cell belongs to
 */
public record Timing(
        Mode mode,
        int globalBatchSize,
        int round,
        int position,
        @Nullable ControlArm control) {
    public Timing {
        Check.that(globalBatchSize >= 1, "batch", "1 or more", globalBatchSize);
        Check.that(round >= 1, "round", "1 or more", round);
        Check.that(position >= 0, "position", "0 or more", position);
        Check.that(
                control == null || ControlArm.OF_TIMING.contains(control),
                "control of a timing",
                "one of " + ControlArm.OF_TIMING,
                String.valueOf(control));
    }

    /** Whether each call is timed alone, its answers read before the next: inference of one row. */
    public boolean singleCalls() {
        return mode == Mode.INFER && globalBatchSize == 1;
    }
}
