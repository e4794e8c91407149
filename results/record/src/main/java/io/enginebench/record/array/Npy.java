package io.enginebench.record.array;

import io.enginebench.record.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A C-ordered little-endian array of bytes, ints or floats in NumPy's format 1.0 (numpy/lib/format.py).
 *
 * @param shape the length of each axis
 * @param values a read-only buffer of {@code product(shape)} elements of {@code type}
 */
public record Npy(Type type, List<Integer> shape, ByteBuffer values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '([^']{2,4})', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\}\\s*");

    /** The element types in use. */
    public enum Type {
        /** Unsigned bytes. */
        UINT8("|u1", 1),
        /** Signed 32-bit integers. */
        INT32("<i4", 4),
        /** 32-bit floats. */
        FLOAT32("<f4", 4),
        /** 64-bit floats. */
        FLOAT64("<f8", 8);

        private final String descr;
        private final int bytes;

        Type(String descr, int bytes) {
            this.descr = descr;
            this.bytes = bytes;
        }
    }

    public Npy {
        shape = List.copyOf(shape);
        values = values.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long length = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact) * type.bytes;
        Check.that(
                values.remaining() == length, "bytes of an array of shape " + shape, "" + length, values.remaining());
    }

    /** An array of floats. */
    public static Npy of(List<Integer> shape, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Npy(Type.FLOAT32, shape, bytes);
    }

    /** An array of doubles. */
    public static Npy of(List<Integer> shape, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new Npy(Type.FLOAT64, shape, bytes);
    }

    /** An array of ints with one axis. */
    public static Npy of(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return new Npy(Type.INT32, List.of(values.length), bytes);
    }

    /** An array of ints. */
    public static Npy of(List<Integer> shape, int[] values) {
        return new Npy(Type.INT32, shape, of(values).values());
    }

    /** An array of unsigned bytes, read from the buffer's position to its limit. */
    public static Npy ofBytes(List<Integer> shape, ByteBuffer values) {
        return new Npy(Type.UINT8, shape, values.slice());
    }

    /** All elements as doubles, which is exact for every type. */
    public double[] doubles() {
        ByteBuffer view = values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double[] doubles = new double[values.remaining() / type.bytes];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = switch (type) {
                case UINT8 -> view.get() & 0xff;
                case INT32 -> view.getInt();
                case FLOAT32 -> view.getFloat();
                case FLOAT64 -> view.getDouble();
            };
        }
        return doubles;
    }

    /**
     * Some rows (the first axis) of bytes, 32-bit floats or ints as floats; ints beyond 2^24 are rounded.
     *
     * @param numbers rows in the order wanted
     * @return (row, ...) flattened
     */
    public float[] rows(int[] numbers) {
        Check.that(type != Type.FLOAT64, "type of rows", "UINT8, INT32 or FLOAT32", type);
        int length = values.remaining() / type.bytes / Math.max(1, shape.get(0));
        float[] floats = new float[Math.multiplyExact(numbers.length, length)];
        ByteBuffer view = values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int filled = 0;
        for (int number : numbers) {
            view.position(number * length * type.bytes);
            if (type == Type.FLOAT32) {
                view.asFloatBuffer().get(floats, filled, length);
                filled += length;
            } else {
                for (int i = 0; i < length; i++) {
                    floats[filled++] = type == Type.UINT8 ? view.get() & 0xff : view.getInt();
                }
            }
        }
        return floats;
    }

    /** Some rows (the first axis) in the order wanted, of the same type. */
    public Npy at(int[] numbers) {
        int row = values.remaining() / Math.max(1, shape.get(0));
        ByteBuffer picked = ByteBuffer.allocate(Math.multiplyExact(numbers.length, row));
        for (int number : numbers) {
            picked.put(values.slice(number * row, row));
        }
        List<Integer> picks = new ArrayList<>(shape);
        picks.set(0, numbers.length);
        return new Npy(type, picks, picked.flip());
    }

    /** Writes the array. */
    public void write(Path file) throws IOException {
        try (var channel = Files.newByteChannel(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel);
        }
    }

    /** Writes the array behind what is there. */
    void write(WritableByteChannel channel) throws IOException {
        for (ByteBuffer part : List.of(header(type, shape, 0), values.duplicate())) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }

    /**
     * What a file has before the numbers.
     *
     * @param least its length, if it needs no more; a multiple of 64 bytes
     */
    public static ByteBuffer header(Type type, List<Integer> shape, int least) {
        String dimensions = shape.size() == 1
                ? shape.get(0) + ","
                : shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.descr, dimensions);
        int length = MAGIC.length + 2 + header.length() + 1;
        int padding = Math.max(least, (length + 63) / 64 * 64) - length;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + 2 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    /**
     * Reads an array that {@link #write} wrote.
     *
     * @throws IOException if the file is not such an array, or shorter or longer than its shape says
     */
    public static Npy read(Path file) throws IOException {
        return read(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
    }

    /**
     * The same without reading the numbers: they come from the file, which nobody may change, as they are asked for.
     *
     * @throws IOException as {@link #read(Path)}
     */
    public static Npy map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), file.toString());
        }
    }

    /** The same of a file's content. */
    static Npy read(ByteBuffer content, String file) throws IOException {
        ByteBuffer bytes = content.order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < MAGIC.length + 2) {
            throw new IOException(file + " must be a .npy array, got " + bytes.remaining() + " bytes");
        }
        bytes.get(magic);
        int length = bytes.getShort() & 0xffff;
        if (!Arrays.equals(magic, MAGIC) || length > bytes.remaining()) {
            throw new IOException(file + " must be a .npy array of format 1.0, got another header");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        String header = new String(text, StandardCharsets.US_ASCII);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new IOException(file + " must have a header that enginebench writes, got " + header.strip());
        }
        Type type = Arrays.stream(Type.values())
                .filter(known -> known.descr.equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " must hold |u1, <i4, <f4 or <f8, got " + matcher.group(1)));
        try {
            List<Integer> shape = Stream.of(matcher.group(2).split(","))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            return new Npy(type, shape, bytes.slice());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
