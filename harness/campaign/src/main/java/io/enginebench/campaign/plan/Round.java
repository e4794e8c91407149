package io.enginebench.campaign.plan;

import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.job.Job;
import java.util.List;

/**
 * The jobs of every engine in a comparison, back to back: the unit of everything that is paired.
 *
 * @param jobs in the order in which they start
 */
public record Round(List<Job.OfCells> jobs) {
    public Round {
        jobs = List.copyOf(jobs);
        Check.that(!jobs.isEmpty(), "jobs of a round", "one or more", 0);
    }

    /** The cells of all its jobs. */
    public List<CellSpec> cells() {
        return jobs.stream().<CellSpec>flatMap(job -> job.cells().stream()).toList();
    }
}
