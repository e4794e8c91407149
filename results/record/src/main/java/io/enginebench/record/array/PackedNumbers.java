package io.enginebench.record.array;

import io.enginebench.record.Check;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Lists of many numbers in little room: in memory as bytes, ints or floats in place of objects, as a text {@code 0..9999} for numbers that
 * follow each other, else the base 64 of the zlib stream (RFC 1950) of a {@code .npy} array.
 */
public final class PackedNumbers {
    /** A test set of more rows than any data set may have. */
    private static final int MOST = 16 << 20;

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})\\.\\.([0-9]{1,9})");

    private PackedNumbers() {}

    /** Immutable. */
    private static final class View<T> extends AbstractList<T> implements RandomAccess {
        private final int size;
        private final IntFunction<T> at;

        View(int size, IntFunction<T> at) {
            this.size = size;
            this.at = at;
        }

        @Override
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException("index " + index + " of " + size);
            }
            return at.apply(index);
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** The same whole numbers, immutable. */
    public static List<Integer> integers(List<Integer> numbers) {
        return numbers instanceof View<?>
                ? numbers
                : follow(numbers) ? range(numbers.get(0), numbers.size()) : integers(array(numbers));
    }

    /** The same 32-bit floats, immutable. */
    public static List<Float> floats(List<Float> numbers) {
        return numbers instanceof View<?> ? numbers : floats(floatArray(numbers));
    }

    private static List<Integer> range(int first, int size) {
        return new View<>(size, i -> first + i);
    }

    private static List<Integer> integers(Npy array) {
        ByteBuffer values = array.values();
        return array.type() == Npy.Type.UINT8
                ? new View<>(values.remaining(), i -> values.get(i) & 0xff)
                : new View<>(values.remaining() / Integer.BYTES, i -> values.getInt(i * Integer.BYTES));
    }

    private static List<Float> floats(Npy array) {
        ByteBuffer values = array.values();
        return new View<>(values.remaining() / Float.BYTES, i -> values.getFloat(i * Float.BYTES));
    }

    /** Whether each is one more than the one before. */
    private static boolean follow(List<Integer> numbers) {
        return !numbers.isEmpty()
                && IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i) - i == numbers.get(0));
    }

    private static Npy array(List<Integer> numbers) {
        if (numbers.stream().allMatch(number -> number >= 0 && number <= 0xff)) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.size());
            numbers.forEach(number -> bytes.put(number.byteValue()));
            return Npy.ofBytes(List.of(numbers.size()), bytes.flip());
        }
        return Npy.of(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Npy floatArray(List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return Npy.of(List.of(values.length), values);
    }

    /** Whole numbers as a text. */
    public static String textOfIntegers(List<Integer> numbers) {
        return follow(numbers) && numbers.get(0) >= 0
                ? numbers.get(0) + ".." + numbers.get(numbers.size() - 1)
                : text(array(numbers));
    }

    /** 32-bit floats as a text. */
    public static String textOfFloats(List<Float> numbers) {
        return text(floatArray(numbers));
    }

    private static String text(Npy array) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WritableByteChannel channel = Channels.newChannel(new DeflaterOutputStream(bytes))) {
            array.write(channel);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * The whole numbers of a text.
     *
     * @throws IOException if it is not such a text, or of more than 16 Mi numbers
     */
    public static List<Integer> integers(String text) throws IOException {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int first = Integer.parseInt(range.group(1));
            long size = Long.parseLong(range.group(2)) - first + 1;
            mustBe(size >= 1 && size <= MOST, "a range of 1.." + MOST + " numbers", text);
            return range(first, (int) size);
        }
        Npy array = array(text);
        mustBe(array.type() == Npy.Type.UINT8 || array.type() == Npy.Type.INT32, "|u1 or <i4", array.type());
        return integers(array);
    }

    /**
     * The 32-bit floats of a text.
     *
     * @throws IOException if it is not such a text, or of more than 16 Mi numbers
     */
    public static List<Float> floats(String text) throws IOException {
        Npy array = array(text);
        mustBe(array.type() == Npy.Type.FLOAT32, "<f4", array.type());
        return floats(array);
    }

    private static Npy array(String text) throws IOException {
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] bytes = in.readNBytes(MOST * Float.BYTES);
            mustBe(in.read() < 0, "of at most " + MOST + " numbers", "more");
            Npy array = Npy.read(ByteBuffer.wrap(bytes), "packed numbers");
            mustBe(array.shape().size() == 1, "of one axis", array.shape());
            return array;
        } catch (IllegalArgumentException e) {
            throw new IOException("packed numbers must be in base 64, got " + e.getMessage(), e);
        } catch (ZipException | EOFException e) {
            throw new IOException("packed numbers must be a whole zlib stream, got: " + e.getMessage(), e);
        }
    }

    private static void mustBe(boolean holds, String rule, Object got) throws IOException {
        if (!holds) {
            throw new IOException(Check.mistake("packed numbers", rule, got));
        }
    }
}
