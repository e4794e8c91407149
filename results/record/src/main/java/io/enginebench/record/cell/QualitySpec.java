package io.enginebench.record.cell;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.Check;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskJson;
import io.enginebench.record.task.TrainingLoss;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole training and the evaluation after it.
 *
 * @param target the accuracy to reach, or the mean squared error to get down to, for which every epoch is scored; null: the
 *     training is scored once, at its end
 * @param control null for a training for its own sake; else which control the cell belongs to
 */
public record QualitySpec(
        @JsonSerialize(using = TaskJson.Writer.class) @JsonDeserialize(using = TaskJson.Reader.class)
        TaskDescriptor task,

        Setting setting,
        HyperParameters hyperParameters,
        @Nullable Double target,
        @Nullable ControlArm control)
        implements CellSpec {
    public QualitySpec {
        Check.id("cell", id(setting, control));
        Check.that(
                control == null || (control == ControlArm.NUDGED && setting.protocol() == Protocol.CLEAN),
                "control of a training",
                "nudged, under the clean protocol",
                control + " under " + setting.protocol());
        if (target != null) {
            Check.that(
                    task.kind().mayAimAt(target),
                    "target of " + task.id(),
                    task.kind().targets(),
                    target);
        }
    }

    /** A training for its own sake. */
    public QualitySpec(TaskDescriptor task, Setting setting, HyperParameters hyperParameters, @Nullable Double target) {
        this(task, setting, hyperParameters, target, null);
    }

    /** The id of a training: all that tells it from others in its campaign. */
    public static String id(Setting setting, @Nullable ControlArm control) {
        return "%s-%s-%s-%s%s-seed%d%s%s"
                .formatted(
                        setting.task(),
                        setting.model(),
                        setting.protocol().json(),
                        setting.engine(),
                        setting.division().suffix(),
                        setting.seed(),
                        setting.fold() == null ? "" : "-fold" + setting.fold(),
                        control == null ? "" : "-" + control.json());
    }

    @Override
    public String id() {
        return id(setting, control);
    }

    /** What the training makes small. */
    public TrainingLoss loss() {
        return Objects.requireNonNullElse(hyperParameters.loss(), task.kind().usualLoss());
    }

    /** The same cell with another recipe. */
    public QualitySpec with(HyperParameters other) {
        return new QualitySpec(task, setting, other, target, control);
    }

    /** The same cell, to be scored after every epoch. */
    public QualitySpec aimingAt(double score) {
        return new QualitySpec(task, setting, hyperParameters, score, control);
    }

    /** The same training as the control of itself. */
    public QualitySpec nudged() {
        return new QualitySpec(task, setting, hyperParameters, target, ControlArm.NUDGED);
    }

    /**
     * The row of a training that ran to its end.
     *
     * @param used the recipe with the numbers of rows that it came to
     */
    public QualityCell measured(HyperParameters used, List<Double> lossPerEpoch, Outcome.Trained figures) {
        return new QualityCell(id(), setting, control, used, lossPerEpoch, Seen.NOTHING, figures);
    }

    /** The row of a training that broke off after some epochs. */
    public QualityCell ended(List<Double> lossPerEpoch, Outcome.Ended how) {
        return new QualityCell(id(), setting, control, hyperParameters, lossPerEpoch, Seen.NOTHING, how);
    }

    @Override
    public QualityCell ended(Outcome.Ended how) {
        return ended(List.of(), how);
    }
}
