package io.enginebench.worker;

import io.enginebench.record.cell.Predictions;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Turns a network's outputs into answers. */
final class Answers {
    private Answers() {}

    /**
     * The answers for test rows.
     *
     * @param truth (row)
     * @param outputs (row, output) flattened
     */
    static Predictions of(TaskDescriptor task, int[] rows, float[] truth, float[] outputs) {
        List<Integer> numbers = Arrays.stream(rows).boxed().toList();
        if (task.kind() == TaskKind.CLASSIFICATION) {
            return new Predictions.Classes(
                    numbers,
                    IntStream.range(0, truth.length)
                            .mapToObj(i -> (int) truth[i])
                            .toList(),
                    IntStream.range(0, truth.length)
                            .mapToObj(i -> argMax(outputs, i * task.outputs(), task.outputs()))
                            .toList());
        }
        return new Predictions.Values(numbers, boxed(truth), boxed(outputs));
    }

    /** The position of the largest of {@code length} values, the first on ties. */
    static int argMax(float[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
