package io.enginebench.selfbench.loops;

import ai.djl.ndarray.types.Shape;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Rows of Fashion-MNIST from the arrays that a campaign leaves for its workers.
 *
 * @param x (row, channel, height, width)
 * @param y (row) of class numbers
 */
record DataFolder(Npy x, Npy y, int count) {
    /**
     * Reads the first rows.
     *
     * @param most rows
     */
    static DataFolder read(Path folder, DataFiles files, int most) throws IOException {
        Npy x = Npy.read(files.x(folder));
        return new DataFolder(
                x, Npy.read(files.y(folder)), Math.min(most, x.shape().get(0)));
    }

    float[] images() {
        return x.rows(IntStream.range(0, count).toArray());
    }

    float[] labels() {
        return y.rows(IntStream.range(0, count).toArray());
    }

    Shape shape() {
        return new Shape(count, x.shape().get(1), x.shape().get(2), x.shape().get(3));
    }
}
