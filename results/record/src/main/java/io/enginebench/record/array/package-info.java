/**
 * Arrays of numbers as NumPy's {@code .npy} files, the form in which data crosses the process border and in which anyone can
 * look at it. Start at {@link io.enginebench.record.array.Npy}.
 */
package io.enginebench.record.array;
