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

    /** One that may be picked if it keeps the limits, or, with a remark, one that may not. */
    static Candidate of(String engine, String whyNot, List<Standing> standings) {
        return new Candidate(engine, whyNot.isEmpty() ? all(standings) : Kept.NO, whyNot, standings);
    }

    private static Kept all(List<Standing> standings) {
        List<Kept> each = standings.stream().map(Standing::kept).distinct().toList();
        if (each.contains(Kept.NO) || each.contains(Kept.UNKNOWN)) {
            return Kept.NO;
        }
        return each.contains(Kept.UNCERTAIN) ? Kept.UNCERTAIN : Kept.YES;
    }
}
