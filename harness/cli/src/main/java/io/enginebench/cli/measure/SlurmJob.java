package io.enginebench.cli.measure;

import java.util.Map;
import java.util.Optional;

/** The job of Slurm that this process is a part of. */
final class SlurmJob {
    private SlurmJob() {}

    /**
     * Slurm and the job's number as {@code sacct} takes it: {@code slurm 17_2} for the second of an array.
     *
     * @param environment of this process
     */
    static Optional<String> of(Map<String, String> environment) {
        String array = environment.getOrDefault("SLURM_ARRAY_JOB_ID", "");
        String job = array.isEmpty()
                ? environment.getOrDefault("SLURM_JOB_ID", "")
                : array + "_" + environment.getOrDefault("SLURM_ARRAY_TASK_ID", "");
        return job.matches("[0-9]{1,10}(_[0-9]{1,10})?") ? Optional.of("slurm " + job) : Optional.empty();
    }
}
