package io.enginebench.campaign.plan;

import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.cell.WorkerJob;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The cells that one process serves in turn, all of one kind, engine and task. A timing is a process of its own.
 *
 * @param carryWeights whether each cell goes on with the model that the one before it left ({@code notebook})
 */
public record PlannedJob(List<CellSpec> cells, boolean carryWeights) {
    public PlannedJob {
        cells = List.copyOf(cells);
        Check.that(!cells.isEmpty(), "cells of a job", "one or more", cells.size());
        CellSpec first = cells.get(0);
        Check.that(
                cells.stream()
                        .allMatch(cell -> cell.getClass() == first.getClass()
                                && cell.engine().equals(first.engine())
                                && cell.task().id().equals(first.task().id())),
                "cells of a job",
                "of one kind, engine and task",
                cells.stream().map(CellSpec::id).toList());
        Check.that(cells.size() == 1 || !(first instanceof ThroughputSpec), "cells of a timing job", "1", cells.size());
    }

    /** What may run beside what. */
    public enum Phase {
        /** Trainings: several side by side if the plan says so. */
        QUALITY,
        /** Cross-evaluations, which need what the trainings left. */
        CROSS,
        /** Timings, which have the machine to themselves. */
        THROUGHPUT
    }

    /** When the job runs. */
    public Phase phase() {
        CellSpec first = cells.get(0);
        if (first instanceof QualitySpec) {
            return Phase.QUALITY;
        }
        return first instanceof CrossSpec ? Phase.CROSS : Phase.THROUGHPUT;
    }

    /**
     * What the worker is told.
     *
     * @param data the task's arrays
     * @param results where workers leave their results, and so the weights of trained cells
     */
    public WorkerJob workerJob(Path data, Path results) {
        String dataFolder = data.toAbsolutePath().toString();
        return switch (phase()) {
            case QUALITY ->
                new WorkerJob.Train(cells.stream().map(QualitySpec.class::cast).toList(), dataFolder, carryWeights);
            case CROSS ->
                new WorkerJob.Ask(
                        cells.stream().map(CrossSpec.class::cast).toList(),
                        dataFolder,
                        results.toAbsolutePath().toString());
            case THROUGHPUT -> new WorkerJob.Time((ThroughputSpec) cells.get(0), dataFolder);
        };
    }

    /** The job with only those of its cells that the predicate holds for, of which there must be one. */
    public PlannedJob only(Predicate<CellSpec> wanted) {
        return new PlannedJob(cells.stream().filter(wanted).toList(), carryWeights);
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
