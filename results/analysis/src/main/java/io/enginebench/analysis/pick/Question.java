package io.enginebench.analysis.pick;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a result.
 *
 * @param task null where the result has only one
 * @param model null where the task has only one
 * @param threads of timing rounds; null where only one number was timed
 * @param requirements limits that all must be kept; may be empty
 */
public record Question(
        @Nullable String task,
        @Nullable String model,
        @Nullable Integer threads,
        Goal goal,
        List<Requirement> requirements) {
    public Question {
        requirements = List.copyOf(requirements);
    }
}
