package io.enginebench.campaign.parity.reference.array;

import java.util.Arrays;
import java.util.List;

/** Doubles in C order with a length for each axis. The array is shared, not copied. */
public final class Tensor {
    private final List<Integer> shape;
    private final double[] values;

    /** A tensor of the values. */
    public Tensor(double[] values, List<Integer> shape) {
        if (values.length != shape.stream().reduce(1, Math::multiplyExact)) {
            throw new IllegalArgumentException("values of shape " + shape + " must be as many, got " + values.length);
        }
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    /** A tensor of the values. */
    public Tensor(double[] values, int... shape) {
        this(values, Arrays.stream(shape).boxed().toList());
    }

    /** A tensor of zeros. */
    public Tensor(int... shape) {
        this(new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
    }

    /** A tensor of zeros. */
    public static Tensor zeros(List<Integer> shape) {
        return new Tensor(new double[Places.count(shape)], shape);
    }

    /** A tensor of zeros of this one's shape. */
    public Tensor zeros() {
        return new Tensor(new double[values.length], shape);
    }

    /** The numbers as the nearest 32-bit floats. */
    public Tensor asFloats() {
        Tensor floats = zeros();
        Arrays.setAll(floats.values, i -> (float) values[i]);
        return floats;
    }

    /** The largest absolute value, or 1 if that is larger; NaN if there is one. */
    public double scale() {
        double scale = 1;
        for (double value : values) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }

    /** The length of an axis. */
    public int length(int axis) {
        return shape.get(axis);
    }

    /** The lengths of the axes. */
    public List<Integer> shape() {
        return shape;
    }

    /** The values themselves. */
    public double[] values() {
        return values;
    }
}
