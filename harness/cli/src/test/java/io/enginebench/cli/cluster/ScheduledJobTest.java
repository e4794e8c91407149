package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.cli.terminal.ScheduledJob;
import io.enginebench.ground.BenchException.Usage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduledJobTest {
    @Test
    void slurmsOwnVariablesTellItsJob() {
        assertEquals(Optional.of("slurm 17"), ScheduledJob.of(Map.of("SLURM_JOB_ID", "17")));
        assertEquals(
                Optional.of("slurm 17_2"),
                ScheduledJob.of(Map.of("SLURM_JOB_ID", "18", "SLURM_ARRAY_JOB_ID", "17", "SLURM_ARRAY_TASK_ID", "2")));
        assertEquals(Optional.empty(), ScheduledJob.of(Map.of("SLURM_JOB_ID", "x")));
    }

    @Test
    void whatIsToldGoesFirstAndMustBeALine() {
        assertEquals(
                Optional.of("spark app-1"),
                ScheduledJob.of(Map.of("ENGINEBENCH_JOB", "spark app-1", "SLURM_JOB_ID", "17")));
        assertEquals(
                "ENGINEBENCH_JOB must be up to 100 letters, digits, blanks and . _ : -, got '/home/me'",
                assertThrows(Usage.class, () -> ScheduledJob.of(Map.of("ENGINEBENCH_JOB", "/home/me")))
                        .getMessage());
    }
}
