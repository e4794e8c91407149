package io.enginebench.data.declared;

import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.RowChecks;
import io.enginebench.data.formats.Samples;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.Check;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.task.HyperParameters;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Scaling;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskFile;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of a user's own, read with its rows, so that what the task file leaves out is filled in and everything is checked.
 *
 * @param task with nothing left out
 * @param folder where its paths begin
 * @param notes what was filled in that a user should know, a line each
 */
public record OwnTask(TaskDescriptor task, TaskFolder folder, List<String> notes) {
    private static final List<String> OF_NUMBERS = List.of("mlp", "linear");
    private static final List<String> OF_IMAGES =
            List.of("study-cnn", "linear", "mlp", "lenet", "vgg-small", "mobilenet-v2", "resnet18");
    private static final List<String> OF_TEXTS = List.of("bag-of-words", "lstm", "transformer");

    /** Of smaller images the study's network makes nothing. */
    private static final int SMALLEST_SIDE = 18;

    public OwnTask {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a task file and its rows.
     *
     * @throws BadInput naming the file and the place in its JSON, or the data's file and the place in that
     */
    public static OwnTask read(Path file) {
        TaskFolder folder = TaskFolder.of(file);
        try {
            TaskFile said = TaskFile.read(file);
            TaskKind kind = Objects.requireNonNullElse(said.kind(), TaskKind.CLASSIFICATION);
            List<String> classes = Objects.requireNonNullElse(said.classes(), List.of());
            if (kind == TaskKind.REGRESSION && !classes.isEmpty()) {
                throw folder.bad("classes", "left out of a regression", Excerpt.of(classes.toString()));
            }
            OwnRows rows = OwnRows.read(said.data(), kind, classes, said.split(), folder);
            TaskDescriptor task = task(said, kind, rows, folder);
            RowChecks.check(task, rows.parts());
            return new OwnTask(task, folder, notes(said, task));
        } catch (MalformedJsonException e) {
            throw new BadInput(BenchException.messageOf(e));
        } catch (IOException e) {
            throw new BadInput("task file must be readable, got %s (%s)"
                    .formatted(file, e.getClass().getSimpleName()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(folder.file() + ": " + e.getMessage());
        }
    }

    private static TaskDescriptor task(TaskFile said, TaskKind kind, OwnRows rows, TaskFolder folder) {
        String id = said.id() == null ? folder.file().replaceFirst("\\.json$", "") : said.id();
        Check.id("id", id);
        Samples any = rows.parts().values().iterator().next();
        List<Integer> shape = any.x().shape().subList(1, any.x().shape().size());
        if (said.inputShape() != null && !said.inputShape().equals(shape)) {
            throw folder.bad(
                    "input_shape",
                    "that of the rows, " + shape,
                    said.inputShape().toString());
        }
        int outputs = kind.hasClasses() ? rows.classes().size() : any.truths();
        if (said.outputs() != null && said.outputs() != outputs) {
            throw folder.bad(
                    "outputs",
                    "the number of %s, %d".formatted(kind.hasClasses() ? "classes" : "targets", outputs),
                    said.outputs().toString());
        }
        Integer vocabulary = rows.said() instanceof OwnData.Texts texts ? (Integer) texts.ids() : null;
        return new TaskDescriptor(
                id,
                Objects.requireNonNullElse(said.title(), id),
                kind,
                rows.said(),
                said.models() == null ? models(shape, vocabulary) : said.models(),
                shape,
                vocabulary,
                outputs,
                rows.classes(),
                said.split(),
                Scaling.orNone(said.scaling()),
                recipe(said, rows),
                null);
    }

    /** Where the loss is to be balanced, with a weight for each class. */
    private static HyperParameters recipe(TaskFile said, OwnRows rows) {
        HyperParameters recipe = said.hyperParameters();
        return recipe.loss() instanceof TrainingLoss.CrossEntropy loss && loss.balanced()
                ? recipe.with(new TrainingLoss.CrossEntropy(loss.labelSmoothing(), rows.balancedWeights()))
                : recipe;
    }

    private static List<String> models(List<Integer> shape, @Nullable Integer vocabulary) {
        if (vocabulary != null) {
            return OF_TEXTS;
        }
        boolean large = shape.size() == 3 && shape.get(1) >= SMALLEST_SIDE && shape.get(2) >= SMALLEST_SIDE;
        return large ? OF_IMAGES : OF_NUMBERS;
    }

    private static List<String> notes(TaskFile said, TaskDescriptor task) {
        List<String> notes = new ArrayList<>();
        if (said.classes() == null && task.kind() == TaskKind.CLASSIFICATION) {
            notes.add("%s: %d classes in sorted order: %s"
                    .formatted(task.id(), task.outputs(), Excerpt.of(String.join(", ", task.classes()))));
        }
        return notes;
    }
}
