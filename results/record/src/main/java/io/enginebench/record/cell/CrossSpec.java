package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.task.TaskDescriptor;

/**
 * A cross-evaluation: what one engine learnt, asked on another, for the same test rows as the training's own evaluation.
 *
 * @param id unique in its campaign, safe as a file name
 * @param engine the engine that answers
 * @param trained the quality cell whose final weights it gets
 */
public record CrossSpec(String id, String engine, QualitySpec trained) implements CellSpec {
    public CrossSpec {
        Check.id("cell", id);
        Check.id("engine", engine);
    }

    /** What a training left, asked on another engine. */
    public static CrossSpec of(QualitySpec trained, String engine) {
        return new CrossSpec(id(trained.id(), engine), engine, trained);
    }

    /** The id of a cross-evaluation: the cell that was trained and the engine that answers. */
    public static String id(String trainedCell, String engine) {
        return trainedCell + "-on-" + engine;
    }

    @Override
    public String device() {
        return trained.device();
    }

    @Override
    public TaskDescriptor task() {
        return trained.task();
    }

    @Override
    public String model() {
        return trained.model();
    }

    @Override
    public long seed() {
        return trained.seed();
    }

    @Override
    public int threads() {
        return trained.threads();
    }
}
