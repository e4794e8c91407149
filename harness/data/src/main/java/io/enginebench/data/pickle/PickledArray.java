package io.enginebench.data.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A NumPy array in the course of being unpickled: empty until its state is set, once. */
public final class PickledArray implements PickledItems {
    /** A NumPy element type, whose byte order comes with its state, once. */
    static final class Dtype {
        /** What is read: floats of 4 and 8 bytes, integers of 1, 2, 4 and 8, and bool. */
        private static final Pattern KNOWN = Pattern.compile("[<>|=]?(f[48]|[iu][1248]|b1)");

        private final String type;
        private @Nullable ByteOrder order;

        private Dtype(String type) {
            this.type = type;
        }

        /** The type of that name, such as {@code <f8}, without its order; null if it is not one that is read. */
        static @Nullable Dtype of(String name) {
            Matcher known = KNOWN.matcher(name);
            return known.matches() ? new Dtype(known.group(1)) : null;
        }

        /** Sets the byte order: {@code >} or {@code <}, or {@code |} where there is none. */
        void order(char sign) {
            order = sign == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        boolean hasOrder() {
            return order != null;
        }

        int bytes() {
            return type.charAt(1) - '0';
        }

        boolean isBoolean() {
            return type.equals("b1");
        }

        private double at(ByteBuffer values, int index) {
            int at = index * bytes();
            return switch (type) {
                case "f4" -> values.getFloat(at);
                case "f8" -> values.getDouble(at);
                case "b1" -> values.get(at) == 0 ? 0 : 1;
                case "i1" -> values.get(at);
                case "u1" -> values.get(at) & 0xff;
                case "i2" -> values.getShort(at);
                case "u2" -> values.getShort(at) & 0xffff;
                case "i4" -> values.getInt(at);
                case "u4" -> values.getInt(at) & 0xffff_ffffL;
                case "i8" -> values.getLong(at);
                // Beyond 2^63 only the size of the number matters: it is far from any value that is accepted.
                default -> values.getLong(at) + (values.getLong(at) < 0 ? 0x1p64 : 0);
            };
        }
    }

    private List<Integer> shape = List.of();
    private @Nullable Dtype dtype;
    private ByteBuffer values = ByteBuffer.allocate(0);
    private int first;
    /** How many elements apart in the file the items along each axis are. */
    private int[] strides = {};

    /**
     * Gives the array its content.
     *
     * @param values {@code product(shape)} elements, which are not copied
     * @param fortran whether the first axis varies fastest
     */
    void set(List<Integer> shape, Dtype dtype, boolean fortran, ByteBuffer values) {
        this.shape = List.copyOf(shape);
        this.dtype = dtype;
        this.values = values.order(dtype.order == null ? ByteOrder.LITTLE_ENDIAN : dtype.order);
        strides = new int[shape.size()];
        int stride = 1;
        for (int i = 0; i < strides.length; i++) {
            int axis = fortran ? i : strides.length - 1 - i;
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
    }

    boolean isSet() {
        return dtype != null;
    }

    /** Whether it is a single number: without axes, but with content. */
    public boolean isScalar() {
        return isSet() && shape.isEmpty();
    }

    /** The number that an array without axes is. */
    public double scalar() {
        return Objects.requireNonNull(dtype).at(values, first);
    }

    @Override
    public int size() {
        return shape.isEmpty() ? 0 : shape.get(0);
    }

    @Override
    public Object at(int index) {
        int at = first + index * strides[0];
        if (strides.length == 1) {
            return Objects.requireNonNull(dtype).at(values, at);
        }
        PickledArray item = new PickledArray();
        item.shape = shape.subList(1, shape.size());
        item.dtype = dtype;
        item.values = values;
        item.first = at;
        item.strides = Arrays.copyOfRange(strides, 1, strides.length);
        return item;
    }

    @Override
    public boolean fits(int... lengths) {
        return shape.equals(Arrays.stream(lengths).boxed().toList());
    }

    @Override
    public String toString() {
        return isSet() ? "an array of shape " + shape : "an array without content";
    }
}
