package io.enginebench.worker;

import io.enginebench.record.array.DataFiles;
import io.enginebench.record.array.Npy;
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
    private final boolean mixed;

    private Rows(Npy x, Npy y, int[] numbers, boolean mixed) {
        this.x = x;
        this.y = y;
        this.numbers = numbers;
        this.mixed = mixed;
    }

    /** Reads some files of a task's folder. */
    static Rows read(Path folder, DataFiles files) throws IOException {
        Npy x = Npy.read(files.x(folder));
        Npy y = Npy.read(files.y(folder));
        if (x.shape().size() != 4
                || y.shape().size() != 1
                || !x.shape().get(0).equals(y.shape().get(0))) {
            throw new IOException(
                    "data must be (row, channel, height, width) and (row), got " + x.shape() + " and " + y.shape());
        }
        return new Rows(x, y, IntStream.range(0, x.shape().get(0)).toArray(), false);
    }

    /** The rows at some positions of these rows. */
    Rows at(int[] positions) {
        return new Rows(x, y, IntStream.of(positions).map(i -> numbers[i]).toArray(), mixed);
    }

    /**
     * The same rows with the mistake of the study's notebook: {@code reshape(n, height, width, channel)} of records that are
     * (channel, height, width), so that each of the network's channels is every n-th pixel of all the images in turn.
     */
    Rows channelsMixed() {
        return new Rows(x, y, numbers, true);
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
        float[] images = x.rows(numbers);
        return mixed ? mix(images) : images;
    }

    /** (row, height, width, channel) flattened. */
    float[] imagesChannelsLast() {
        float[] images = images();
        int channels = x.shape().get(1);
        if (channels == 1) {
            return images;
        }
        int pixels = x.shape().get(2) * x.shape().get(3);
        float[] last = new float[images.length];
        for (int row = 0; row < numbers.length; row++) {
            int start = row * channels * pixels;
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    last[start + pixel * channels + channel] = images[start + channel * pixels + pixel];
                }
            }
        }
        return last;
    }

    /** (row). */
    float[] truth() {
        return y.rows(numbers);
    }

    private float[] mix(float[] images) {
        int channels = x.shape().get(1);
        int pixels = x.shape().get(2) * x.shape().get(3);
        float[] mixedImages = new float[images.length];
        for (int row = 0; row < numbers.length; row++) {
            int start = row * channels * pixels;
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    mixedImages[start + channel * pixels + pixel] = images[start + pixel * channels + channel];
                }
            }
        }
        return mixedImages;
    }
}
