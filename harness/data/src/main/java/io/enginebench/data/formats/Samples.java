package io.enginebench.data.formats;

import io.enginebench.record.array.Npy;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a data set, or of one part of it.
 *
 * @param x (row, channel, height, width), (row, column) or (row, position)
 * @param y (row): class numbers from 0, or targets; (row, label) where a row has several targets, or 1 and 0 for each class
 * @param synthetic whether the file itself says that it was generated
 * @param groups (row): numbers from 0 of groups of which none is divided by folds; null if each row is one by itself
 */
public record Samples(
        Npy x, Npy y, boolean synthetic, @Nullable Npy groups) {
    /** Rows without groups. */
    public Samples(Npy x, Npy y, boolean synthetic) {
        this(x, y, synthetic, null);
    }

    /** How many numbers the truth of a row is. */
    public int truths() {
        return y.shape().size() == 1 ? 1 : y.shape().get(1);
    }

    /** How many rows there are. */
    public int count() {
        return y.shape().get(0);
    }
}
