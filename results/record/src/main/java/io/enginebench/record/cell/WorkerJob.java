package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.Check;
import java.util.List;

/** What one worker process is started for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerJob.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = WorkerJob.Train.class, name = "train"),
    @JsonSubTypes.Type(value = WorkerJob.Time.class, name = "time"),
    @JsonSubTypes.Type(value = WorkerJob.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = WorkerJob.Trace.class, name = "trace")
})
public sealed interface WorkerJob {
    /** {@code cpu}, {@code gpu} or {@code gpu:N}. */
    String device();

    /** Threads the engine may use for one operation. */
    int threads();

    /** Start the engine and write an {@code EngineSelfDescription}; this also unpacks the natives. */
    record Describe(String device, int threads) implements WorkerJob {}

    /**
     * Train and evaluate the cells in their order, which share engine, device and threads.
     *
     * @param dataFolder where the campaign left the task's arrays
     * @param carryWeights whether each cell goes on with the weights the one before it left ({@code notebook})
     */
    record Train(List<QualitySpec> cells, String dataFolder, boolean carryWeights) implements WorkerJob {
        public Train {
            cells = List.copyOf(cells);
            Check.that(!cells.isEmpty(), "cells of a job", "one or more", cells.size());
        }

        @Override
        public String device() {
            return cells.get(0).device();
        }

        @Override
        public int threads() {
            return cells.get(0).threads();
        }
    }

    /**
     * Time one cell.
     *
     * @param dataFolder where the campaign left the task's arrays
     */
    record Time(ThroughputSpec cell, String dataFolder) implements WorkerJob {
        @Override
        public String device() {
            return cell.device();
        }

        @Override
        public int threads() {
            return cell.threads();
        }
    }

    /**
     * Answer the test rows of each cell with weights that another process left.
     *
     * @param dataFolder where the campaign left the task's arrays
     * @param trainedFolder holds a folder for each trained cell with its final weights
     */
    record Ask(List<CrossSpec> cells, String dataFolder, String trainedFolder) implements WorkerJob {
        public Ask {
            cells = List.copyOf(cells);
            Check.that(!cells.isEmpty(), "cells of a job", "one or more", cells.size());
        }

        @Override
        public String device() {
            return cells.get(0).device();
        }

        @Override
        public int threads() {
            return cells.get(0).threads();
        }
    }

    /**
     * Write down what the cell's training does in its first steps, in the folder of the cell's id.
     *
     * @param dataFolder where the campaign left the task's arrays
     * @param smooth whether to train on under a smooth optimiser, too, and answer the test rows
     */
    record Trace(QualitySpec cell, String dataFolder, boolean smooth) implements WorkerJob {
        @Override
        public String device() {
            return cell.device();
        }

        @Override
        public int threads() {
            return cell.threads();
        }
    }
}
