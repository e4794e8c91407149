package io.enginebench.data.formats;

import io.enginebench.record.array.Npy;

/**
 * The rows of a data set, or of one part of it.
 *
 * @param x (row, channel, height, width), (row, column) or (row, position)
 * @param y (row): class numbers from 0, or targets
 * @param synthetic whether the file itself says that it was generated
 */
public record Samples(Npy x, Npy y, boolean synthetic) {
    /** How many rows there are. */
    public int count() {
        return y.shape().get(0);
    }
}
