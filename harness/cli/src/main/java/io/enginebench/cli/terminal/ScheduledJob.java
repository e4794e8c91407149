package io.enginebench.cli.terminal;

import io.enginebench.ground.BenchException.Usage;
import java.util.Map;
import java.util.Optional;

/** The job of a scheduler that a process is a part of, as a result names it. */
public final class ScheduledJob {
    /** Whoever starts a share may tell it by this variable. */
    public static final String VARIABLE = "ENGINEBENCH_JOB";

    private ScheduledJob() {}

    /**
     * What {@link #VARIABLE} says, else Slurm's own variables by the number that {@code sacct} takes: {@code slurm 17_2} for the second of an array.
     *
     * @param environment of the process
     * @throws Usage if the variable is no such name
     */
    public static Optional<String> of(Map<String, String> environment) {
        String told = environment.getOrDefault(VARIABLE, "");
        if (!told.isEmpty()) {
            if (!told.matches("[A-Za-z0-9][A-Za-z0-9 ._:-]{0,99}")) {
                throw new Usage(VARIABLE, "up to 100 letters, digits, blanks and . _ : -", "'" + told + "'");
            }
            return Optional.of(told);
        }
        String array = environment.getOrDefault("SLURM_ARRAY_JOB_ID", "");
        String job = array.isEmpty()
                ? environment.getOrDefault("SLURM_JOB_ID", "")
                : array + "_" + environment.getOrDefault("SLURM_ARRAY_TASK_ID", "");
        return job.matches("[0-9]{1,10}(_[0-9]{1,10})?") ? Optional.of("slurm " + job) : Optional.empty();
    }
}
