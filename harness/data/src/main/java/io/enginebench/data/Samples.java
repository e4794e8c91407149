package io.enginebench.data;

import io.enginebench.record.array.Npy;

/**
 * The rows of a data set that has no split of its own.
 *
 * @param x (row, channel, height, width)
 * @param y (row): class numbers from 0, or targets
 * @param synthetic whether the file itself says that it was generated
 */
record Samples(Npy x, Npy y, boolean synthetic) {}
