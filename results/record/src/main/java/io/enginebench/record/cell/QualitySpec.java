package io.enginebench.record.cell;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.Check;
import io.enginebench.record.figure.EpochScores;
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
 * @param endsAtTarget true if it ends with the first epoch that reaches the target; null if it goes on
 * @param control null for a training for its own sake; else which control the cell belongs to
 */
public record QualitySpec(
        @JsonSerialize(using = TaskJson.Writer.class) @JsonDeserialize(using = TaskJson.Reader.class)
        TaskDescriptor task,

        Setting setting,
        HyperParameters hyperParameters,
        @Nullable Double target,
        @Nullable Boolean endsAtTarget,
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
        Check.that(
                endsAtTarget == null || (endsAtTarget && target != null),
                "ends_at_target",
                "true where there is a target, or left out",
                endsAtTarget);
    }

    /** A training for its own sake. */
    public QualitySpec(TaskDescriptor task, Setting setting, HyperParameters hyperParameters, @Nullable Double target) {
        this(task, setting, hyperParameters, target, null, null);
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
        return new QualitySpec(task, setting, other, target, endsAtTarget, control);
    }

    /** The same cell, to be scored after every epoch. */
    public QualitySpec aimingAt(double score) {
        return new QualitySpec(task, setting, hyperParameters, score, endsAtTarget, control);
    }

    /** The same cell, which ends with the first epoch that reaches its target. */
    public QualitySpec endingThere() {
        return new QualitySpec(task, setting, hyperParameters, target, true, control);
    }

    /** What the training scored after each of its epochs; null without a target. */
    public @Nullable EpochScores scored(
            List<Double> scores, List<Long> evaluationDurationsNs, List<Long> epochDurationsNs) {
        return target == null
                ? null
                : EpochScores.of(task.kind(), target, endsAtTarget, scores, evaluationDurationsNs, epochDurationsNs);
    }

    /** Whether a score is the last that the training is asked for. */
    public boolean endsWith(double score) {
        return endsAtTarget != null && target != null && task.kind().judgedBy().reaches(score, target);
    }

    /** The same training as the control of itself. */
    public QualitySpec nudged() {
        return new QualitySpec(task, setting, hyperParameters, target, endsAtTarget, ControlArm.NUDGED);
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
