package io.enginebench.analysis.pick;

import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a result.
 *
 * @param task null where the result has only one
 * @param model null where the task has only one
 * @param division null where only one was run
 * @param threads of timing rounds; null where only one number was timed
 * @param requirements limits that all must be kept; may be empty
 */
public record Question(
        @Nullable String task,
        @Nullable String model,
        @Nullable Division division,
        @Nullable Integer threads,
        Goal goal,
        List<Requirement> requirements) {
    public Question {
        requirements = List.copyOf(requirements);
    }

    /** Whether it is asked of that division. */
    boolean isOf(Division of) {
        return division == null || division == of;
    }

    /** Whom it is asked of. */
    List<String> engines(RunResult result) {
        return division == null ? result.engineIds() : result.engineIds(division);
    }
}
