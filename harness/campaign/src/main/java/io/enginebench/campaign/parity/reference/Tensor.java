package io.enginebench.campaign.parity.reference;

import java.util.Arrays;

/** Doubles in C order with a length for each axis. The array is shared, not copied. */
public final class Tensor {
    private final int[] shape;
    private final double[] values;

    /** A tensor of zeros. */
    public Tensor(int... shape) {
        this(new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
    }

    /** A tensor of the values. */
    public Tensor(double[] values, int... shape) {
        if (values.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
            throw new IllegalArgumentException(
                    "values of shape " + Arrays.toString(shape) + " must be as many, got " + values.length);
        }
        this.shape = shape.clone();
        this.values = values;
    }

    /** The length of an axis. */
    public int length(int axis) {
        return shape[axis];
    }

    /** The same values, shared, as another shape. */
    Tensor as(int... other) {
        return new Tensor(values, other);
    }

    /** The lengths of the axes. */
    public int[] shape() {
        return shape.clone();
    }

    /** The values themselves. */
    public double[] values() {
        return values;
    }
}
