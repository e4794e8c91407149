package io.enginebench.analysis.pick;

import io.enginebench.analysis.pick.Standing.Kept;
import java.util.List;

/**
 * An engine of the result.
 *
 * @param meets whether it ran and keeps every limit
 * @param remark what else is to be said of it; empty if nothing is
 * @param standings one for each limit, in their order
 */
public record Candidate(String engine, boolean meets, String remark, List<Standing> standings) {
    public Candidate {
        standings = List.copyOf(standings);
    }

    static Candidate of(String engine, boolean ran, List<Standing> standings) {
        return new Candidate(
                engine,
                ran && standings.stream().allMatch(standing -> standing.kept() == Kept.YES),
                ran ? "" : "did not run",
                standings);
    }
}
