package io.enginebench.data.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.json.Json;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tasks that enginebench knows are held to the same rules as a user's. */
class RowChecksTest {
    /** A task on rows of two numbers, with the recipe of a built-in one. */
    private static TaskDescriptor task(TaskKind kind, List<Integer> shape, List<String> classes, Split split)
            throws IOException {
        TaskDescriptor digits = Json.read(
                Path.of(System.getProperty("enginebench.home"), "models/tasks/digits.json"), TaskDescriptor.class);
        return new TaskDescriptor(
                "t",
                "t",
                kind,
                "known",
                List.of("mlp"),
                shape,
                null,
                Math.max(1, classes.size()),
                classes,
                split,
                digits.hyperParameters(),
                null);
    }

    private static Samples samples(List<Integer> row, float[] x, int... labels) {
        List<Integer> shape = new ArrayList<>(row);
        shape.add(0, labels.length);
        return new Samples(Npy.of(shape, x), Npy.of(labels), false);
    }

    private static void refused(String message, TaskDescriptor task, Map<DataFiles, Samples> parts) {
        assertEquals(
                message,
                assertThrows(BadInput.class, () -> RowChecks.check(task, parts)).getMessage());
    }

    @Test
    void rowsOfAsManyNumbersInAnotherShapeAreRefused() throws IOException {
        TaskDescriptor task = task(TaskKind.CLASSIFICATION, List.of(2, 4, 8), List.of("a", "b"), new Split.KFold(2));
        refused(
                "rows of known must be of shape [2, 4, 8], as task t says, got [1, 8, 8]",
                task,
                Map.of(DataFiles.ALL, samples(List.of(1, 8, 8), new float[128], 0, 1)));
        RowChecks.check(task, Map.of(DataFiles.ALL, samples(List.of(2, 4, 8), new float[128], 0, 1)));
    }

    @Test
    void labelsAreCountedFrom0AndEveryClassIsTrainedOn() throws IOException {
        TaskDescriptor task = task(TaskKind.CLASSIFICATION, List.of(2), List.of("a", "b"), new Split.HoldOut());
        Samples sound = samples(List.of(2), new float[4], 0, 1);
        refused(
                "test rows of task t must have labels 0..1, counted from 0, got 2 in test row 2; they seem to be counted"
                        + " from 1; next: subtract 1 from each",
                task,
                Map.of(DataFiles.TRAIN, sound, DataFiles.TEST, samples(List.of(2), new float[4], 1, 2)));
        refused(
                "training rows of task t must have labels 0..1, counted from 0, got -1 in training row 1",
                task,
                Map.of(DataFiles.TRAIN, samples(List.of(2), new float[4], -1, 2), DataFiles.TEST, sound));
        refused(
                "class b of task t must have 1 or more rows to train on, got 0",
                task,
                Map.of(DataFiles.TRAIN, samples(List.of(2), new float[4], 0, 0), DataFiles.TEST, sound));
    }

    @Test
    void numbersAreFiniteAndRowsAreEnoughForTheFolds() throws IOException {
        TaskDescriptor task = task(TaskKind.REGRESSION, List.of(2), List.of(), new Split.KFold(3));
        refused(
                "rows of task t must have finite numbers, got -Infinity in row 2, number 1",
                task,
                Map.of(DataFiles.ALL, samples(List.of(2), new float[] {1, 2, Float.NEGATIVE_INFINITY, 4}, 0, 1)));
        refused(
                "rows of task t must be as many as its 3 folds or more, got 2",
                task,
                Map.of(DataFiles.ALL, samples(List.of(2), new float[4], 0, 1)));
    }
}
