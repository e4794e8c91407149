package io.enginebench.record.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.Check;
import io.enginebench.record.cell.CellSpec;
import io.enginebench.record.cell.CrossSpec;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one worker process is started for, the same in a plan and in the worker's {@code job.json}. Folders are the process's
 * arguments and not part of it, so that it can run on any machine.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Job.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = Job.Train.class, name = "train"),
    @JsonSubTypes.Type(value = Job.Time.class, name = "time"),
    @JsonSubTypes.Type(value = Job.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = Job.Trace.class, name = "trace")
})
public sealed interface Job {
    /** The engine, the device and the threads that it may use. */
    Placement placement();

    /** A job of a plan, which leaves a result for each of its cells: all of one kind, engine and task, served in turn. */
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Job.Train.class, name = "train"),
        @JsonSubTypes.Type(value = Job.Time.class, name = "time"),
        @JsonSubTypes.Type(value = Job.Ask.class, name = "ask")
    })
    sealed interface OfCells extends Job {
        /** One or more. */
        List<? extends CellSpec> cells();

        /** The job with only those of its cells that the predicate holds for, of which there must be one. */
        OfCells only(Predicate<CellSpec> wanted);

        /** Whether each cell goes on with what the one before it left, so that none can be done without those before. */
        default boolean carriesOn() {
            return false;
        }

        /** Whether it takes an engine that does more than answer. */
        default boolean trains() {
            return false;
        }

        /** The id of its first cell. */
        default String id() {
            return cells().get(0).id();
        }

        /** The task of all its cells. */
        default TaskDescriptor task() {
            return cells().get(0).task();
        }

        @Override
        default Placement placement() {
            return cells().get(0).setting().placement();
        }
    }

    /** Start the engine and write an {@code EngineSelfDescription}; this also unpacks the natives. */
    record Describe(Placement placement) implements Job {}

    /**
     * Train and evaluate.
     *
     * @param carryWeights whether each cell goes on with the weights the one before it left ({@code notebook})
     */
    record Train(List<QualitySpec> cells, boolean carryWeights) implements OfCells {
        public Train {
            cells = alike(cells);
        }

        @Override
        public boolean trains() {
            return true;
        }

        @Override
        public boolean carriesOn() {
            return carryWeights;
        }

        @Override
        public Train only(Predicate<CellSpec> wanted) {
            return new Train(cells.stream().filter(wanted).toList(), carryWeights);
        }
    }

    /** Answer the test rows of each cell with the weights that another process left. */
    record Ask(List<CrossSpec> cells) implements OfCells {
        public Ask {
            cells = alike(cells);
        }

        @Override
        public Ask only(Predicate<CellSpec> wanted) {
            return new Ask(cells.stream().filter(wanted).toList());
        }
    }

    /** Time a cell in a process that does nothing else; for a look several, one after the other. */
    record Time(List<ThroughputSpec> cells) implements OfCells {
        public Time {
            cells = alike(cells);
        }

        @Override
        public boolean trains() {
            return cells.stream().anyMatch(cell -> cell.mode().trains());
        }

        @Override
        public Time only(Predicate<CellSpec> wanted) {
            return new Time(cells.stream().filter(wanted).toList());
        }
    }

    /**
     * Write down what the cell's training does in its first steps, in a folder of the engine's id.
     */
    record Trace(QualitySpec cell, TraceExtent extent) implements Job {
        @Override
        public Placement placement() {
            return cell.setting().placement();
        }
    }

    private static <C extends CellSpec> List<C> alike(List<C> cells) {
        Check.that(
                cells.stream()
                                .map(cell -> List.of(cell.setting().placement(), cell.task()))
                                .distinct()
                                .count()
                        == 1,
                "cells of a job",
                "one or more, of one engine and task",
                cells.stream().map(CellSpec::id).toList());
        return List.copyOf(cells);
    }
}
