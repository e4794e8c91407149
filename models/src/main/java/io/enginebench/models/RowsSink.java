package io.enginebench.models;

import java.io.IOException;

/** Takes the rows of a {@link RowsProvider}. */
@FunctionalInterface
public interface RowsSink {
    /**
     * Writes a row down.
     *
     * @param row its numbers in C order, those of the last axis beside each other; the array may be used again
     * @param truth the number of its class, from 0, or its target
     * @throws IllegalArgumentException if it has not got as many numbers as the shape says
     */
    void add(float[] row, double truth) throws IOException;
}
