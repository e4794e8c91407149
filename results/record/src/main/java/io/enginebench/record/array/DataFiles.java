package io.enginebench.record.array;

import io.enginebench.record.task.Split;
import java.nio.file.Path;

/**
 * The files that hold some of a task's rows. A task with a hold-out has {@link #TRAIN} and {@link #TEST}, one with folds
 * {@link #ALL}.
 */
public enum DataFiles {
    /** Every row, for folds to be drawn from. */
    ALL(""),
    /** The rows to train on. */
    TRAIN("train_"),
    /** The rows to be scored on. */
    TEST("test_");

    private final String prefix;

    DataFiles(String prefix) {
        this.prefix = prefix;
    }

    /** Where the rows are that a task of this split trains on. */
    public static DataFiles trained(Split split) {
        return split instanceof Split.HoldOut ? TRAIN : ALL;
    }

    /** The images: (row, channel, height, width). */
    public Path x(Path folder) {
        return folder.resolve(prefix + "x.npy");
    }

    /** The truth: (row), class numbers from 0 or targets. */
    public Path y(Path folder) {
        return folder.resolve(prefix + "y.npy");
    }

    /** Of a split by groups: (row), group numbers from 0. */
    public Path groups(Path folder) {
        return folder.resolve(prefix + "groups.npy");
    }
}
