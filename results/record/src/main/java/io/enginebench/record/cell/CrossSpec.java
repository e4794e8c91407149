package io.enginebench.record.cell;

import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;

/**
 * A cross-evaluation: what one engine learnt, asked on another, for the same test rows as the training's own evaluation.
 *
 * @param trained the training whose final weights the engine gets
 * @param setting the training's, on the engine that answers
 */
public record CrossSpec(QualitySpec trained, Setting setting) implements CellSpec {
    /** The id of a cross-evaluation: the cell that was trained and the engine that answers. */
    public static String id(String trainedCell, String engine) {
        return trainedCell + "-on-" + engine;
    }

    @Override
    public String id() {
        return id(trained.id(), engine());
    }

    @Override
    public TaskDescriptor task() {
        return trained.task();
    }

    /** The training as what answers has it. */
    public QualitySpec asked() {
        return new QualitySpec(task(), setting, trained.hyperParameters(), null);
    }

    /** The row of a cell that ran to its end. */
    public CrossCell measured(Outcome.Answered figures) {
        return of(figures);
    }

    @Override
    public CrossCell ended(Outcome.Ended how) {
        return of(how);
    }

    private CrossCell of(Outcome outcome) {
        return new CrossCell(id(), setting, trained.id(), trained.engine(), Seen.NOTHING, outcome);
    }
}
