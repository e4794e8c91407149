package io.enginebench.data.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A NumPy array in the course of being unpickled: empty until its state is set, once. */
public final class PickledArray implements PickledItems {
    /** A NumPy element type, whose byte order comes with its state, once. */
    static final class Dtype {
        /** What is read: floats of 4 and 8 bytes, integers of 1, 2, 4 and 8, and bool. */
        private static final Pattern KNOWN = Pattern.compile("[<>|=]?(f[48]|[iu][1248]|b1)");

        private final char kind;
        private final int bytes;
        private @Nullable ByteOrder order;

        private Dtype(char kind, int bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        /** The type of that name, such as {@code f8}; null if it is not one that is read. */
        static @Nullable Dtype of(String name) {
            if (!KNOWN.matcher(name).matches()) {
                return null;
            }
            return new Dtype(name.charAt(name.length() - 2), name.charAt(name.length() - 1) - '0');
        }

        /** Sets the byte order: {@code >} or {@code <}, or {@code |} where there is none. */
        void order(char sign) {
            order = sign == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        boolean hasOrder() {
            return order != null;
        }

        int bytes() {
            return bytes;
        }

        boolean isBoolean() {
            return kind == 'b';
        }

        private double at(ByteBuffer values, int index) {
            int at = index * bytes;
            return switch (kind) {
                case 'f' -> bytes == 4 ? values.getFloat(at) : values.getDouble(at);
                case 'b' -> values.get(at) == 0 ? 0 : 1;
                default -> whole(values, at);
            };
        }

        private double whole(ByteBuffer values, int at) {
            boolean signed = kind == 'i';
            return switch (bytes) {
                case 1 -> signed ? values.get(at) : values.get(at) & 0xff;
                case 2 -> signed ? values.getShort(at) : values.getShort(at) & 0xffff;
                case 4 -> signed ? values.getInt(at) : values.getInt(at) & 0xffff_ffffL;
                default -> {
                    long value = values.getLong(at);
                    // Beyond 2^63 only the size of the number matters: it is far from any value that is accepted.
                    yield signed || value >= 0 ? value : value + 0x1p64;
                }
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
