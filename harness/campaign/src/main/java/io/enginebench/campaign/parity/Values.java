package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.Tensor;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A named array of a trace, as doubles, which hold every float and every row number exactly. */
final class Values {
    private final String name;
    private final List<Integer> shape;
    private final double[] numbers;

    Values(String name, List<Integer> shape, double[] numbers) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.numbers = numbers;
    }

    static Values of(String name, Tensor tensor) {
        return new Values(name, Arrays.stream(tensor.shape()).boxed().toList(), tensor.values());
    }

    static Values read(String name, Path file) throws IOException {
        Npy array = Npy.read(file);
        return new Values(name, array.shape(), array.doubles());
    }

    String name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    int length() {
        return numbers.length;
    }

    double at(int index) {
        return numbers[index];
    }

    double[] numbers() {
        return numbers.clone();
    }

    /** The largest absolute value; NaN if there is one. */
    double largest() {
        double largest = 0;
        for (double number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    Tensor tensor() {
        return new Tensor(numbers(), shape.stream().mapToInt(Integer::intValue).toArray());
    }

    Npy npy() {
        return Npy.of(shape, numbers);
    }

    /** The numbers as little-endian 32-bit floats. */
    byte[] floatBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putFloat((float) number);
        }
        return bytes.array();
    }
}
