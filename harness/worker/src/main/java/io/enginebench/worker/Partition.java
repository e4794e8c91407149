package io.enginebench.worker;

import io.enginebench.record.array.DataFiles;
import io.enginebench.record.cell.Protocol;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.task.Split;
import io.enginebench.worker.Draws.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows that a cell trains on and those it is scored on, both in ascending order of their numbers. */
record Partition(Rows train, Rows test) {
    /** Reads the cell's data and draws its folds and sample from its seed. */
    static Partition of(QualitySpec spec, Path dataFolder) throws IOException {
        Integer limit = spec.hyperParameters().trainSamples();
        if (spec.task().split() instanceof Split.KFold folds) {
            Rows file = Rows.read(dataFolder, DataFiles.ALL);
            Rows all = spec.protocol() == Protocol.NOTEBOOK ? file.channelsMixed() : file;
            int[] test = fold(all.count(), folds.folds(), spec.fold() == null ? 0 : spec.fold(), spec.seed());
            int[] train = IntStream.range(0, all.count())
                    .filter(row -> Arrays.binarySearch(test, row) < 0)
                    .toArray();
            return new Partition(sample(all.at(train), limit, spec.seed()), all.at(test));
        }
        return new Partition(
                sample(Rows.read(dataFolder, DataFiles.TRAIN), limit, spec.seed()),
                Rows.read(dataFolder, DataFiles.TEST));
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

    /** The rows themselves, or {@code limit} of them drawn without replacement from the seed. */
    private static Rows sample(Rows rows, @Nullable Integer limit, long seed) {
        if (limit == null || limit >= rows.count()) {
            return rows;
        }
        int[] order = Draws.permutation(Draws.stream(seed, Purpose.SAMPLE, 0), rows.count());
        return rows.at(Arrays.stream(order, 0, limit).sorted().toArray());
    }
}
