package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.enginebench.record.Check;
import io.enginebench.record.graph.RowInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data set, a network, and how the one is trained and scored on the other.
 *
 * @param id safe as a file name
 * @param title for people, one line
 * @param kind classification or regression
 * @param data a data set that the campaign's readers know, or a user's own files
 * @param models the networks that may be trained on it, the default first
 * @param inputShape lengths of one row, as {@link RowInput} has them
 * @param vocabularySize of a text's token ids; null if rows are of other numbers
 * @param outputs the length of the network's output for one row
 * @param classes names in the order of the labels 0..n-1; empty for a regression
 * @param split hold-out or k-fold
 * @param scaling of the numbers of a row
 * @param hyperParameters the study's settings, or those that were asked for in their place
 * @param study the figures of the study, if it reported any
 */
public record TaskDescriptor(
        String id,
        String title,
        TaskKind kind,
        TaskData data,
        List<String> models,
        List<Integer> inputShape,
        @Nullable Integer vocabularySize,
        int outputs,
        List<String> classes,
        Split split,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Scaling.Usual.class)
        Scaling scaling,

        HyperParameters hyperParameters,
        @Nullable StudyFigures study) {
    private static final String SWEPT = "-batch";
    private static final Pattern SWEPT_ID = Pattern.compile("(.+)" + SWEPT + "([1-9][0-9]{0,8})");

    public TaskDescriptor {
        Check.id("task", id);
        Objects.requireNonNull(data, "data of task " + id);
        scaling = Scaling.orNone(scaling);
        models = List.copyOf(models);
        inputShape = List.copyOf(inputShape);
        classes = List.copyOf(classes);
        Check.that(!models.isEmpty(), "models of task " + id, "one or more", models);
        models.forEach(model -> Check.id("model of task " + id, model));
        new RowInput(inputShape, vocabularySize); // Checks them.
        Check.that(
                outputs >= 1 && classes.size() == (kind.hasClasses() ? outputs : 0),
                "outputs of task " + id,
                "the number of classes, or 1 or more for a regression, which has none",
                outputs);
        Check.that(
                study == null || study.recall().isEmpty() || study.recall().size() == classes.size(),
                "recall of the study of task " + id,
                "one for each class, or none",
                study == null ? "none" : study.recall());
        Objects.requireNonNull(split, "split of task " + id);
        Objects.requireNonNull(hyperParameters, "hyper_parameters of task " + id);
        Check.that(
                kind == TaskKind.CLASSIFICATION || !split.byClass(),
                "split of task " + id,
                "without stratified where a row has not one class",
                "stratified");
        Check.that(
                vocabularySize == null || scaling == Scaling.NONE,
                "scaling of task " + id,
                "none, for token ids are no numbers",
                scaling.json());
        TrainingLoss loss = hyperParameters.loss();
        Check.that(
                loss == null || loss.kind() == kind,
                "loss of task " + id,
                "%s, for it is a %s".formatted(kind.losses(), kind.json()),
                loss == null ? "none" : loss.words());
        if (loss instanceof TrainingLoss.CrossEntropy crossEntropy && crossEntropy.classWeights() != null) {
            int weights = crossEntropy.classWeights().size();
            Check.that(
                    weights == outputs,
                    "class_weights of task " + id,
                    "one for each class (%d)".formatted(outputs),
                    weights);
        }
    }

    /** A task on a data set that the campaign's readers know, whose numbers are left as they are. */
    public TaskDescriptor(
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
        this(
                id,
                title,
                kind,
                new TaskData.Known(data),
                models,
                inputShape,
                vocabularySize,
                outputs,
                classes,
                split,
                Scaling.NONE,
                hyperParameters,
                study);
    }

    /** What stands in the place of a number that is missing; null where none may be. */
    public @Nullable Missing missing() {
        return data instanceof OwnData.Csv table ? table.missing() : null;
    }

    /** Whether missing numbers are left to whoever knows the training rows. */
    public boolean fillsWithMeans() {
        Missing missing = missing();
        return missing != null && missing.ofMean();
    }

    /** The same with more networks, behind its own. */
    public TaskDescriptor offering(List<String> networks) {
        return with(Stream.concat(models.stream(), networks.stream()).distinct().toList(), hyperParameters);
    }

    /** The same task, trained by another optimiser. */
    public TaskDescriptor with(Optimiser optimiser) {
        return with(models, hyperParameters.with(optimiser));
    }

    /**
     * The same task, trained by another loss.
     *
     * @throws IllegalArgumentException if it is for tasks of another kind
     */
    public TaskDescriptor with(TrainingLoss loss) {
        return with(models, hyperParameters.with(loss));
    }

    /**
     * A task of its own that is trained in batches of another size, one of several: a task is also how it is trained. The study's figures are
     * of the study's.
     */
    public TaskDescriptor inBatchesOf(int rows) {
        return with(
                id + SWEPT + rows,
                "%s, in batches of %d".formatted(title, rows),
                models,
                hyperParameters.with(hyperParameters.epochs(), rows, hyperParameters.trainSamples()),
                null);
    }

    /** What is swept to an id, as {@link #inBatchesOf} makes them: the id of the task that it is of and the size; empty for any other id. */
    public static Optional<Map.Entry<String, Integer>> swept(String id) {
        Matcher matcher = SWEPT_ID.matcher(id);
        return matcher.matches()
                ? Optional.of(Map.entry(matcher.group(1), Integer.valueOf(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether it is a task of that id, or that task in batches of another size. */
    public boolean isOf(String taskId) {
        return id.equals(taskId)
                || swept(id).map(Map.Entry::getKey).filter(taskId::equals).isPresent();
    }

    /** Whether the rows, what is asked of them and how they are divided are the same, whatever is trained on them and how. */
    public boolean hasRowsOf(TaskDescriptor other) {
        return equals(other.with(models, hyperParameters));
    }

    private TaskDescriptor with(List<String> networks, HyperParameters recipe) {
        return with(id, title, networks, recipe, study);
    }

    private TaskDescriptor with(
            String ownId,
            String ownTitle,
            List<String> networks,
            HyperParameters recipe,
            @Nullable StudyFigures figures) {
        return new TaskDescriptor(
                ownId,
                ownTitle,
                kind,
                data,
                networks,
                inputShape,
                vocabularySize,
                outputs,
                classes,
                split,
                scaling,
                recipe,
                figures);
    }

    /** What a row is. */
    public RowInput input() {
        return new RowInput(inputShape, vocabularySize);
    }

    /** How many numbers the truth of a row is. */
    public int truths() {
        return kind.truthsOf(outputs);
    }

    /** What its trainings make small. */
    public TrainingLoss loss() {
        return Objects.requireNonNullElse(hyperParameters.loss(), kind.usualLoss());
    }
}
