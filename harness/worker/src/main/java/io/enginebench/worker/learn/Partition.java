package io.enginebench.worker.learn;

import io.enginebench.engines.spi.Draws;
import io.enginebench.engines.spi.Draws.Purpose;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.array.Adjustment;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows that a cell trains on and those it is scored on, both in ascending order of their numbers. */
public record Partition(Rows train, Rows test) {
    /**
     * Reads the cell's data, draws its folds and sample from its seed, and scales the rows by those that are trained on.
     *
     * @param data holds a folder for each task with its arrays
     * @throws IllegalArgumentException if a label is no class of the task: one engine throws at it, another wraps it silently
     */
    public static Partition of(QualitySpec spec, Path data) throws IOException {
        Path folder = data.resolve(spec.task().id());
        Rows train;
        Rows test;
        if (spec.task().split() instanceof Split.KFold folds) {
            Rows file = Rows.read(folder, DataFiles.ALL);
            Rows all = spec.protocol() == Protocol.NOTEBOOK ? file.channelsMixed() : file;
            int fold = spec.fold() == null ? 0 : spec.fold();
            int[] tested;
            if (folds.group() != null) {
                tested = groupedFold(Npy.read(DataFiles.ALL.groups(folder)), folds.folds(), fold, spec.seed());
            } else {
                tested = folds.byClass()
                        ? dealtFold(all.truth(), folds.folds(), fold, spec.seed())
                        : fold(all.count(), folds.folds(), fold, spec.seed());
            }
            train = all.at(IntStream.range(0, all.count())
                    .filter(row -> Arrays.binarySearch(tested, row) < 0)
                    .toArray());
            test = all.at(tested);
        } else {
            train = Rows.read(folder, DataFiles.TRAIN);
            test = Rows.read(folder, DataFiles.TEST);
        }
        checkLabels(spec.task(), train.truth());
        checkLabels(spec.task(), test.truth());
        Rows sample = sample(train, spec.hyperParameters().trainSamples(), spec.seed());
        Adjustment adjustment = Fitting.of(spec.task(), sample);
        return adjustment == null
                ? new Partition(sample, test)
                : new Partition(sample.adjusted(adjustment), test.adjusted(adjustment));
    }

    /** The same rows with every number multiplied. */
    public Partition scaled(float factor) {
        return new Partition(train.scaled(factor), test.scaled(factor));
    }

    private static void checkLabels(TaskDescriptor task, float[] labels) {
        if (task.kind() != TaskKind.CLASSIFICATION) {
            return;
        }
        for (float label : labels) {
            if (label != Math.rint(label) || label < 0 || label >= task.outputs()) {
                throw new IllegalArgumentException(
                        "label of task %s must be 0..%d, got %s".formatted(task.id(), task.outputs() - 1, label));
            }
        }
    }

    /**
     * The test rows of a fold: a permutation of all rows drawn from the seed, cut into parts whose lengths differ by one
     * at most, the longer ones first.
     */
    static int[] fold(int rows, int folds, int fold, long seed) {
        int[] order = Draws.permutation(Draws.stream(seed, Purpose.FOLDS, 0), rows);
        int from = fold * (rows / folds) + Math.min(fold, rows % folds);
        int to = from + rows / folds + (fold < rows % folds ? 1 : 0);
        return Arrays.stream(order, from, to).sorted().toArray();
    }

    /**
     * The test rows of a fold: rows are sorted by their classes, those of one class in an order drawn from the seed, and dealt out one to
     * each fold in turn, so that each fold has of each class as many as scikit-learn's {@code StratifiedKFold} gives it, which takes classes as they first
     * appear and here are taken by their numbers.
     */
    static int[] dealtFold(float[] labels, int folds, int fold, long seed) {
        List<Integer> dealt = Arrays.stream(Draws.permutation(Draws.stream(seed, Purpose.FOLDS, 0), labels.length))
                .boxed()
                .sorted(Comparator.comparing(row -> labels[row]))
                .toList();
        return IntStream.iterate(fold, place -> place < labels.length, place -> place + folds)
                .map(dealt::get)
                .sorted()
                .toArray();
    }

    /**
     * The test rows of a fold of whole groups: the largest group first, and of equal ones in an order drawn from the seed, each goes to the fold that has
     * the fewest rows so far, the first of these, as scikit-learn's {@code GroupKFold} deals them.
     *
     * @param groups (row): numbers from 0
     */
    static int[] groupedFold(Npy groups, int folds, int fold, long seed) {
        int[] of =
                Arrays.stream(groups.doubles()).mapToInt(group -> (int) group).toArray();
        int[] sizes = new int[Arrays.stream(of).max().orElse(-1) + 1];
        Arrays.stream(of).forEach(group -> sizes[group]++);
        List<Integer> dealt = Arrays.stream(Draws.permutation(Draws.stream(seed, Purpose.FOLDS, 0), sizes.length))
                .boxed()
                .sorted(Comparator.comparingInt(group -> -sizes[group]))
                .toList();
        int[] rows = new int[folds];
        BitSet tested = new BitSet();
        for (int group : dealt) {
            int fewest = IntStream.range(0, folds)
                    .reduce((first, next) -> rows[next] < rows[first] ? next : first)
                    .orElseThrow();
            rows[fewest] += sizes[group];
            tested.set(group, fewest == fold);
        }
        return IntStream.range(0, of.length).filter(row -> tested.get(of[row])).toArray();
    }

    /** The rows themselves, or {@code limit} of them drawn without replacement from the seed. */
    private static Rows sample(Rows rows, @Nullable Integer limit, long seed) {
        if (limit == null || limit >= rows.count()) {
            return rows;
        }
        int[] order = Draws.permutation(Draws.stream(seed, Purpose.SAMPLE, 0), rows.count());
        return rows.at(Arrays.stream(order, 0, limit).sorted().toArray());
    }
}
