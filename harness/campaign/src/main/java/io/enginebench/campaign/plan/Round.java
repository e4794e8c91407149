package io.enginebench.campaign.plan;

import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.job.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of every engine in a comparison, back to back: the unit of everything that is paired.
 *
 * @param jobs in the order in which they start
 * @param estimatedSeconds about what its jobs take together, which shares of a plan are balanced by; null for nothing to speak of
 */
public record Round(List<Job.OfCells> jobs, @Nullable Double estimatedSeconds) {
    public Round {
        jobs = List.copyOf(jobs);
        Check.that(!jobs.isEmpty(), "jobs of a round", "one or more", 0);
    }

    /** The cells of all its jobs. */
    public List<CellSpec> cells() {
        return jobs.stream().<CellSpec>flatMap(job -> job.cells().stream()).toList();
    }
}
