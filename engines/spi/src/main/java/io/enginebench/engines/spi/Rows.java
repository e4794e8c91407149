package io.enginebench.engines.spi;

import io.enginebench.record.array.Adjustment;
import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a data set, whose numbers are in its files until somebody asks for them. The files are shared by all selections of a data set
 * and never changed.
 */
public final class Rows {
    private final Npy x;
    private final Npy y;
    private final int[] numbers;
    private final boolean mixed;
    private final float factor;
    private final @Nullable Adjustment adjustment;

    private Rows(Npy x, Npy y, int[] numbers, boolean mixed, float factor, @Nullable Adjustment adjustment) {
        this.x = x;
        this.y = y;
        this.numbers = numbers;
        this.mixed = mixed;
        this.factor = factor;
        this.adjustment = adjustment;
    }

    /** Reads some files of a task's folder. */
    public static Rows read(Path folder, DataFiles files) throws IOException {
        Npy x = Npy.map(files.x(folder));
        Npy y = Npy.read(files.y(folder));
        if (x.shape().size() < 2
                || y.shape().isEmpty()
                || y.shape().size() > 2
                || !x.shape().get(0).equals(y.shape().get(0))) {
            throw new IOException(
                    "data must be (row, …) and (row) or (row, truth), got " + x.shape() + " and " + y.shape());
        }
        return new Rows(x, y, IntStream.range(0, x.shape().get(0)).toArray(), false, 1, null);
    }

    /** The rows at some positions of these rows. */
    public Rows at(int[] positions) {
        return new Rows(x, y, IntStream.of(positions).map(i -> numbers[i]).toArray(), mixed, factor, adjustment);
    }

    /**
     * The same rows with the mistake of the study's notebook: {@code reshape(n, height, width, channel)} of records that are
     * (channel, height, width), so that each of the network's channels is every n-th pixel of all the images in turn. Rows that are no
     * images are as they were.
     */
    public Rows channelsMixed() {
        return new Rows(x, y, numbers, x.shape().size() == 4, factor, adjustment);
    }

    /** The same rows with every number multiplied. */
    public Rows scaled(float by) {
        return new Rows(x, y, numbers, mixed, factor * by, adjustment);
    }

    /** The same rows with their numbers, as they are in the file, adjusted before anything else. */
    public Rows adjusted(Adjustment by) {
        return new Rows(x, y, numbers, mixed, factor, by);
    }

    /** How the rows' numbers differ from the file's; null if they do not. */
    public @Nullable Adjustment adjustment() {
        return adjustment;
    }

    /** The number of rows. */
    public int count() {
        return numbers.length;
    }

    /** The rows' numbers in the file they were read from. */
    public int[] numbers() {
        return numbers.clone();
    }

    /** The rows flattened; of an image (channel, height, width). */
    public float[] values() {
        float[] values = x.rows(numbers);
        if (adjustment != null) {
            adjustment.apply(values);
        }
        for (int i = 0; i < values.length && factor != 1; i++) {
            values[i] *= factor;
        }
        return mixed ? transposed(values, x.shape().get(1)) : values;
    }

    /** Of images: (row, height, width, channel) flattened. */
    public float[] imagesChannelsLast() {
        return transposed(values(), x.shape().get(2) * x.shape().get(3));
    }

    /** Of texts: (row, position) flattened. */
    public long[] tokens() {
        float[] ids = values();
        long[] tokens = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = (long) ids[i];
        }
        return tokens;
    }

    /** (row), or (row, truth) flattened where a row has several. */
    public float[] truth() {
        return y.rows(numbers);
    }

    /** From (row, a, b) to (row, b, a). */
    private float[] transposed(float[] values, int b) {
        int length = values.length / Math.max(1, numbers.length);
        int a = length / b;
        if (a == 1 || b == 1) {
            return values;
        }
        float[] transposed = new float[values.length];
        for (int start = 0; start < values.length; start += length) {
            for (int i = 0; i < a; i++) {
                for (int j = 0; j < b; j++) {
                    transposed[start + j * a + i] = values[start + i * b + j];
                }
            }
        }
        return transposed;
    }
}
