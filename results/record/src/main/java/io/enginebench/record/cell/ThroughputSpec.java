package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.task.TaskDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * One engine's part of a timing round, in a fresh process.
 *
 * @param id unique in its campaign, safe as a file name
 * @param engine the id of an engine folder, or of its second appearance in an A/A comparison ({@code pytorch.2})
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param model one of the task's models
 * @param globalBatchSize rows in a step
 * @param round 1-based; cells of one round run back to back
 * @param position 0-based place in the round's drawn order
 * @param control null for a measurement; else which control the cell belongs to
 * @param seed of weights, batch order and rows; the same on every engine
 * @param threads the engine may use for one operation
 * @param stepsPerWindow steps between two readings of the clock; the same for every engine and round; null for as many as an
 *     epoch has
 * @param windows that are measured
 * @param mostWarmupWindows after which the measurement begins, steady or not
 */
public record ThroughputSpec(
        String id,
        String engine,
        String device,
        TaskDescriptor task,
        String model,
        Mode mode,
        int globalBatchSize,
        int round,
        int position,
        @Nullable ControlArm control,
        long seed,
        int threads,
        @Nullable Integer stepsPerWindow,
        int windows,
        int mostWarmupWindows)
        implements CellSpec {
    public ThroughputSpec {
        Check.id("cell", id);
        Check.id("engine", engine);
        Check.id("model", model);
        Check.that(globalBatchSize >= 1, "batch", "1 or more", globalBatchSize);
        Check.that(round >= 1, "round", "1 or more", round);
        Check.that(position >= 0, "position", "0 or more", position);
        Check.that(threads >= 1, "threads", "1 or more", threads);
        if (stepsPerWindow == null) {
            Check.that(mode == Mode.EPOCH, "steps per window", "given for every mode but epoch", "none");
        } else {
            Check.that(stepsPerWindow >= 1, "steps per window", "1 or more", stepsPerWindow);
        }
        Check.that(windows >= 1, "windows", "1 or more", windows);
        Check.that(mostWarmupWindows >= 0, "warm-up windows", "0 or more", mostWarmupWindows);
    }

    /** Whether each call is timed alone, its answers read before the next: inference of one row. */
    public boolean timesSingleCalls() {
        return mode == Mode.INFER && globalBatchSize == 1;
    }

    /** The id of one engine's part of a round: all that tells it from others in its campaign. */
    public static String id(
            String task,
            String model,
            Mode mode,
            int batch,
            int threads,
            int round,
            String engine,
            @Nullable ControlArm control) {
        return "%s-%s-%s-b%d-t%d-r%02d-%s%s"
                .formatted(
                        task,
                        model,
                        mode.json(),
                        batch,
                        threads,
                        round,
                        engine,
                        control == null ? "" : "-" + control.json());
    }
}
