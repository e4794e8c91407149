package io.enginebench.data.declared;

import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array in NumPy's format 1.0, 2.0 or 3.0 (numpy/lib/format.py) as others write it: of numbers, never of objects, which are pickles.
 *
 * @param type {@code f4}, {@code f8}, {@code u1}, {@code i4} or {@code i8}
 * @param values little-endian
 */
record NumpyArray(String type, List<Integer> shape, ByteBuffer values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']{2,20})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]{0,200}+)\\)");
    private static final Pattern KNOWN = Pattern.compile("(?:[<|=]?u1|[<=](?:f4|f8|i4|i8))");
    private static final int MOST_AXES = 4;

    NumpyArray {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a whole array.
     *
     * @param name for messages
     * @throws BadInput if it is none, or of another type or order, or shorter or longer than its shape says
     */
    static NumpyArray parse(String name, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 12 || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadInput(name + " must be a .npy array, got another file");
        }
        int version = bytes.position(MAGIC.length).get();
        bytes.get();
        long length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt() & 0xffff_ffffL;
        if (version < 1 || version > 3 || length > bytes.remaining()) {
            throw new BadInput(name + " must be a .npy array of format 1, 2 or 3, got another header");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        String header = new String(text, StandardCharsets.UTF_8);
        String type = found(DESCR, header, name);
        if (type.contains("O")) {
            throw new BadInput(name + " must hold numbers, got objects, which are pickles and are not read");
        }
        if (!KNOWN.matcher(type).matches()) {
            throw new BadInput("%s must hold float32, float64, uint8, int32 or int64, little-endian, got %s"
                    .formatted(name, Excerpt.of(type)));
        }
        List<Integer> shape = shape(found(SHAPE, header, name), name);
        if (found(ORDER, header, name).equals("True") && shape.size() > 1) {
            throw new BadInput(
                    name + " must be in C order, got Fortran's; next: numpy.ascontiguousarray before it is saved");
        }
        String plain = type.substring(type.length() - 2);
        NumpyArray array = new NumpyArray(plain, shape, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        long expected = array.width();
        for (int axis : shape) {
            expected = Math.multiplyExact(expected, (long) axis);
            if (expected > bytes.remaining()) {
                break; // Checked at each step, so that the product cannot overflow.
            }
        }
        if (expected != bytes.remaining()) {
            throw new BadInput("%s must have as many bytes as its shape %s and type %s ask for, got %d"
                    .formatted(name, shape, plain, bytes.remaining()));
        }
        return array;
    }

    private static String found(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new BadInput(
                    "%s must have a plain header of one type, got %s".formatted(name, Excerpt.of(header.strip())));
        }
        return matcher.group(1);
    }

    private static List<Integer> shape(String text, String name) {
        List<Integer> shape = new ArrayList<>();
        for (String axis : text.split(",", -1)) {
            String digits = axis.strip();
            if (!digits.isEmpty()) {
                if (digits.length() > 9 || !digits.matches("[0-9]+") || shape.size() == MOST_AXES) {
                    throw new BadInput("%s must have at most %d axes of a sensible length, got (%s)"
                            .formatted(name, MOST_AXES, Excerpt.of(text)));
                }
                shape.add(Integer.valueOf(digits));
            }
        }
        return shape;
    }

    private int width() {
        return type.charAt(1) - '0';
    }

    private int length() {
        return values.remaining() / width();
    }

    private double at(int i) {
        return switch (type) {
            case "f4" -> values.getFloat(4 * i);
            case "f8" -> values.getDouble(8 * i);
            case "u1" -> values.get(i) & 0xff;
            case "i4" -> values.getInt(4 * i);
            default -> values.getLong(8 * i);
        };
    }

    /** An element as a name: those of one number have one. */
    String name(int i) {
        return type.equals("i8") ? Long.toString(values.getLong(8 * i)) : Double.toString(at(i) + 0.0); // -0.0 is 0.
    }

    /** All elements; of 64-bit integers those beyond 2^53 are rounded. */
    double[] doubles() {
        double[] doubles = new double[length()];
        Arrays.setAll(doubles, this::at);
        return doubles;
    }

    /** The same as bytes or, of any other type, as 32-bit floats, with other axes. */
    Npy rows(List<Integer> axes) {
        if (type.equals("u1")) {
            return Npy.ofBytes(axes, values);
        }
        Floats floats = new Floats("an array");
        for (int i = 0; i < length(); i++) {
            floats.add(at(i));
        }
        return floats.take(axes);
    }
}
