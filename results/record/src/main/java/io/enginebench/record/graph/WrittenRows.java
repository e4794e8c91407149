package io.enginebench.record.graph;

import java.util.List;

/**
 * Rows of a plugin as they were written down, in {@value #X} and {@value #Y} of a folder.
 *
 * @param rows how many
 * @param shape of a row
 * @param classes in the order of the labels; empty where there are targets
 */
public record WrittenRows(int rows, List<Integer> shape, List<String> classes) {
    /** (row, …): the rows, 32-bit floats. */
    public static final String X = "x.npy";

    /** (row): class numbers from 0, or targets. */
    public static final String Y = "y.npy";

    public WrittenRows {
        shape = List.copyOf(shape);
        classes = List.copyOf(classes);
    }
}
