package io.enginebench.worker.learn;

import io.enginebench.engines.spi.Rows;
import io.enginebench.record.array.Adjustment;
import io.enginebench.record.task.Scaling;
import io.enginebench.record.task.TaskDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out on the rows that a cell trains on, and on no others, by what its task fills in missing numbers and scales them: for each column
 * of a table, for all pixels of images together.
 */
final class Fitting {
    private final float[] numbers;
    private final int entries;

    private Fitting(float[] numbers, int entries) {
        this.numbers = numbers;
        this.entries = entries;
    }

    /** What a task asks for; null if that is nothing. */
    static @Nullable Adjustment of(TaskDescriptor task, Rows train) {
        if (task.scaling() == Scaling.NONE && !task.fillsWithMeans()) {
            return null;
        }
        Fitting fitting = new Fitting(
                train.values(), task.input().image() ? 1 : task.input().length());
        List<Double> fill = new ArrayList<>();
        List<Double> offset = new ArrayList<>();
        List<Double> factor = new ArrayList<>();
        for (int entry = 0; entry < fitting.entries; entry++) {
            double mean = fitting.mean(entry);
            fill.add(mean);
            Scale scale = fitting.scale(task.scaling(), entry, mean);
            offset.add(scale.offset());
            factor.add(scale.factor());
        }
        return new Adjustment(fill, offset, factor);
    }

    private record Scale(double offset, double factor) {}

    private interface Fold {
        double with(double sum, double number);
    }

    /** Over the numbers that are there. */
    private double fold(int entry, double start, Fold fold) {
        double sum = start;
        for (int i = entry; i < numbers.length; i += entries) {
            if (!Float.isNaN(numbers[i])) {
                sum = fold.with(sum, numbers[i]);
            }
        }
        return sum;
    }

    /** Of none it is 0. */
    private double mean(int entry) {
        return fold(entry, 0, Double::sum) / Math.max(1, fold(entry, 0, (count, number) -> count + 1));
    }

    /** A missing number is where its filling-in is: the mean. */
    private Scale scale(Scaling scaling, int entry, double mean) {
        double least = fold(entry, Double.POSITIVE_INFINITY, Math::min);
        double most = fold(entry, Double.NEGATIVE_INFINITY, Math::max);
        if (scaling == Scaling.NONE) {
            return new Scale(0, 1);
        }
        if (least >= most) {
            return new Scale(mean, 0);
        }
        if (scaling == Scaling.MIN_MAX) {
            return new Scale(least, 1 / (most - least));
        }
        int all = numbers.length / entries;
        double squares = fold(entry, 0, (sum, number) -> sum + (number - mean) * (number - mean));
        return new Scale(mean, 1 / Math.sqrt(squares / all));
    }
}
