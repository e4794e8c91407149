package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A named array of a trace, as doubles, which hold every float and every row number exactly. */
record Values(String name, Tensor tensor) {
    Values(String name, Npy array) {
        this(name, new Tensor(array.doubles(), array.shape()));
    }

    Values(String name, List<Integer> shape, double[] numbers) {
        this(name, new Tensor(numbers, shape));
    }

    static Values read(String name, Path file) throws IOException {
        return new Values(name, Npy.read(file));
    }

    List<Integer> shape() {
        return tensor.shape();
    }

    int length() {
        return numbers().length;
    }

    double at(int index) {
        return numbers()[index];
    }

    /** The numbers themselves. */
    double[] numbers() {
        return tensor.values();
    }

    /** The numbers as ints, which row numbers are. */
    int[] ints() {
        return Arrays.stream(numbers()).mapToInt(number -> (int) number).toArray();
    }

    /** The largest absolute value; NaN if there is one. */
    double largest() {
        return Arrays.stream(numbers()).map(Math::abs).reduce(0, Math::max);
    }

    Npy npy() {
        return Npy.of(shape(), numbers());
    }

    /** The numbers as little-endian 32-bit floats. */
    byte[] floatBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length() * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers()) {
            bytes.putFloat((float) number);
        }
        return bytes.array();
    }
}
