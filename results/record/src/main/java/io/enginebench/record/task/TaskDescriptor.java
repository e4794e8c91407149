package io.enginebench.record.task;

import io.enginebench.record.Check;
import io.enginebench.record.graph.RowInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data set, a network, and how the one is trained and scored on the other.
 *
 * @param id safe as a file name
 * @param title for people, one line
 * @param kind classification or regression
 * @param data the id of the data set's format, known to the campaign's readers
 * @param models the networks that may be trained on it, the default first
 * @param inputShape lengths of one row, as {@link RowInput} has them
 * @param vocabularySize of a text's token ids; null if rows are of other numbers
 * @param outputs the length of the network's output for one row
 * @param classes names in the order of the labels 0..n-1; empty for a regression
 * @param split hold-out or k-fold
 * @param hyperParameters the study's settings, or those that were asked for in their place
 * @param study the figures of the study, if it reported any
 */
public record TaskDescriptor(
        String id,
        String title,
        TaskKind kind,
        String data,
        List<String> models,
        List<Integer> inputShape,
        @Nullable Integer vocabularySize,
        int outputs,
        List<String> classes,
        Split split,
        HyperParameters hyperParameters,
        @Nullable StudyFigures study) {
    public TaskDescriptor {
        Check.id("task", id);
        Check.id("data of task " + id, data);
        models = List.copyOf(models);
        inputShape = List.copyOf(inputShape);
        classes = List.copyOf(classes);
        Check.that(!models.isEmpty(), "models of task " + id, "one or more", models);
        models.forEach(model -> Check.id("model of task " + id, model));
        new RowInput(inputShape, vocabularySize); // Checks them.
        Check.that(
                outputs == (kind == TaskKind.CLASSIFICATION ? classes.size() : 1) && outputs >= 1,
                "outputs of task " + id,
                "the number of classes, or 1 for a regression",
                outputs);
        Check.that(
                study == null || study.recall().isEmpty() || study.recall().size() == classes.size(),
                "recall of the study of task " + id,
                "one for each class, or none",
                study == null ? "none" : study.recall());
        Objects.requireNonNull(split, "split of task " + id);
        Objects.requireNonNull(hyperParameters, "hyper_parameters of task " + id);
        TrainingLoss loss = hyperParameters.loss();
        Check.that(
                loss == null || loss.kind() == kind,
                "loss of task " + id,
                "%s, for it is a %s".formatted(kind.losses(), kind.json()),
                loss == null ? "none" : loss.words());
    }

    /** What a row is. */
    public RowInput input() {
        return new RowInput(inputShape, vocabularySize);
    }

    /** What its trainings make small. */
    public TrainingLoss loss() {
        return Objects.requireNonNullElse(hyperParameters.loss(), kind.usualLoss());
    }

    /** The same task, trained by another optimiser. */
    public TaskDescriptor with(Optimiser optimiser) {
        return new TaskDescriptor(
                id,
                title,
                kind,
                data,
                models,
                inputShape,
                vocabularySize,
                outputs,
                classes,
                split,
                hyperParameters.with(optimiser),
                study);
    }
}
