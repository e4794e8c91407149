package io.enginebench.campaign.plan;

import io.enginebench.results.Check;
import io.enginebench.results.cell.CellSpec;
import java.util.List;

/**
 * The cells that one process serves in turn.
 *
 * @param carryWeights whether they share one model ({@code notebook}); only then is there more than one
 */
public record PlannedJob(List<CellSpec> cells, boolean carryWeights) {
    public PlannedJob {
        cells = List.copyOf(cells);
        Check.that(!cells.isEmpty(), "cells of a job", "one or more", cells.size());
    }

    /** The id of its first cell, which names the job's folder. */
    public String id() {
        return cells.get(0).id();
    }

    /** The engine that all its cells use. */
    public String engine() {
        return cells.get(0).engine();
    }

    /** The task of all its cells. */
    public String task() {
        return cells.get(0).task().id();
    }
}
