package io.enginebench.worker;

import io.enginebench.results.array.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Some rows of a data set in the Java heap. The arrays are shared by all selections of a data set and never changed.
 */
final class Rows {
    private final Npy x;
    private final Npy y;
    private final int[] numbers;

    private Rows(Npy x, Npy y, int[] numbers) {
        this.x = x;
        this.y = y;
        this.numbers = numbers;
    }

    /**
     * Reads {@code <prefix>x.npy}, (row, channel, height, width), and {@code <prefix>y.npy}, (row): class numbers or
     * targets.
     */
    static Rows read(Path folder, String prefix) throws IOException {
        Npy x = Npy.read(folder.resolve(prefix + "x.npy"));
        Npy y = Npy.read(folder.resolve(prefix + "y.npy"));
        if (x.shape().size() != 4
                || y.shape().size() != 1
                || !x.shape().get(0).equals(y.shape().get(0))) {
            throw new IOException(
                    "data must be (row, channel, height, width) and (row), got " + x.shape() + " and " + y.shape());
        }
        return new Rows(x, y, IntStream.range(0, x.shape().get(0)).toArray());
    }

    /** The rows at some positions of these rows. */
    Rows at(int[] positions) {
        return new Rows(x, y, IntStream.of(positions).map(i -> numbers[i]).toArray());
    }

    int count() {
        return numbers.length;
    }

    /** The rows' numbers in the file they were read from. */
    int[] numbers() {
        return numbers.clone();
    }

    /** (row, channel, height, width) flattened. */
    float[] images() {
        return x.rows(numbers);
    }

    /** (row). */
    float[] truth() {
        return y.rows(numbers);
    }
}
