package io.enginebench.analysis.pick;

import io.enginebench.analysis.pick.Standing.Kept;
import java.util.List;

/**
 * An engine of the result.
 *
 * @param keeps whether it ran and keeps every limit
 * @param remark what else is to be said of it; empty if nothing is
 * @param standings one for each limit, in their order
 */
public record Candidate(String engine, Kept keeps, String remark, List<Standing> standings) {
    public Candidate {
        standings = List.copyOf(standings);
    }

    static Candidate of(String engine, boolean ran, List<Standing> standings) {
        return new Candidate(engine, ran ? all(standings) : Kept.NO, ran ? "" : "did not run", standings);
    }

    private static Kept all(List<Standing> standings) {
        List<Kept> each = standings.stream().map(Standing::kept).distinct().toList();
        if (each.contains(Kept.NO) || each.contains(Kept.UNKNOWN)) {
            return Kept.NO;
        }
        return each.contains(Kept.UNCERTAIN) ? Kept.UNCERTAIN : Kept.YES;
    }
}
