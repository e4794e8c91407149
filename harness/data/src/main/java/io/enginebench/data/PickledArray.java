package io.enginebench.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A NumPy array in the course of being unpickled: empty until its state is set, once. */
final class PickledArray {
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
    private boolean fortran;
    private ByteBuffer values = ByteBuffer.allocate(0);

    /**
     * Gives the array its content.
     *
     * @param values {@code product(shape)} elements, which are not copied
     * @param fortran whether the first axis varies fastest
     */
    void set(List<Integer> shape, Dtype dtype, boolean fortran, ByteBuffer values) {
        this.shape = List.copyOf(shape);
        this.dtype = dtype;
        this.fortran = fortran;
        this.values = values.order(dtype.order == null ? ByteOrder.LITTLE_ENDIAN : dtype.order);
    }

    boolean isSet() {
        return dtype != null;
    }

    /** The length of each axis. */
    List<Integer> shape() {
        return shape;
    }

    /** The only element of an array without axes, or element {@code index} in the order of the file. */
    double at(int index) {
        if (dtype == null) {
            throw new IllegalStateException("an array must have its content before it is read");
        }
        return dtype.at(values, index);
    }

    /** The element of an array of two axes. */
    double at(int row, int column) {
        return at(fortran ? column * shape.get(0) + row : row * shape.get(1) + column);
    }
}
