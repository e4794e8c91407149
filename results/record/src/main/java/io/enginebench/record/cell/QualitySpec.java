package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole training and the evaluation after it.
 *
 * @param target the accuracy to reach, or the mean squared error to get down to, for which every epoch is scored; null: the
 *     training is scored once, at its end
 */
public record QualitySpec(
        TaskDescriptor task,
        Setting setting,
        HyperParameters hyperParameters,
        @Nullable Double target) implements CellSpec {
    public QualitySpec {
        Check.id("cell", id(setting));
        if (target != null) {
            Check.that(
                    task.kind().mayAimAt(target),
                    "target of " + task.id(),
                    task.kind().targets(),
                    target);
        }
    }

    /** The id of a training: all that tells it from others in its campaign. */
    public static String id(Setting setting) {
        return "%s-%s-%s-%s%s-seed%d%s"
                .formatted(
                        setting.task(),
                        setting.model(),
                        setting.protocol().json(),
                        setting.engine(),
                        setting.division().suffix(),
                        setting.seed(),
                        setting.fold() == null ? "" : "-fold" + setting.fold());
    }

    @Override
    public String id() {
        return id(setting);
    }

    /** The same cell with another recipe. */
    public QualitySpec with(HyperParameters other) {
        return new QualitySpec(task, setting, other, target);
    }

    /** The same cell, to be scored after every epoch. */
    public QualitySpec aimingAt(double score) {
        return new QualitySpec(task, setting, hyperParameters, score);
    }

    /**
     * The row of a training that ran to its end.
     *
     * @param used the recipe with the numbers of rows that it came to
     */
    public QualityCell measured(HyperParameters used, List<Double> lossPerEpoch, Outcome.Trained figures) {
        return new QualityCell(id(), setting, used, lossPerEpoch, null, figures);
    }

    /** The row of a training that broke off after some epochs. */
    public QualityCell ended(List<Double> lossPerEpoch, Outcome.Ended how) {
        return new QualityCell(id(), setting, hyperParameters, lossPerEpoch, null, how);
    }

    @Override
    public QualityCell ended(Outcome.Ended how) {
        return ended(List.of(), how);
    }
}
