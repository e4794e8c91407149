package io.enginebench.data.pickle;

import io.enginebench.data.pickle.PickledArray.Dtype;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only functions and types that a pickle may name and call, which are NumPy's own for arrays, types and scalars. What NumPy
 * writes: {@code array_reduce} and {@code array_setstate} in numpy/core/src/multiarray/methods.c.
 */
final class NumpyCalls {
    private static final int ARRAY_BYTES = 200;

    private enum Global {
        RECONSTRUCT("numpy.core.multiarray._reconstruct"),
        SCALAR("numpy.core.multiarray.scalar"),
        FROMBUFFER("numpy.core.numeric._frombuffer"),
        NDARRAY("numpy.ndarray"),
        DTYPE("numpy.dtype"),
        ENCODE("_codecs.encode");

        private final String name;

        Global(String name) {
            this.name = name;
        }
    }

    /** What NumPy 2 made of a package's name. */
    private static final Pattern CORE = Pattern.compile("^numpy\\._core\\.");

    private final PickleInput in;
    private final PickleStack stack;

    NumpyCalls(PickleInput in, PickleStack stack) {
        this.in = in;
        this.stack = stack;
    }

    /**
     * What a name stands for.
     *
     * @throws BadInput if it is not one of the few that are known
     */
    Object named(@Nullable Object module, @Nullable Object attribute) {
        if (!(module instanceof String) || !(attribute instanceof String)) {
            throw in.bad("be a well-formed pickle", "a name that is not a string");
        }
        String full = module + "." + attribute;
        String known = CORE.matcher(full).replaceFirst("numpy.core.");
        return Arrays.stream(Global.values())
                .filter(global -> global.name.equals(known))
                .findFirst()
                .orElseThrow(() -> refused(full));
    }

    BadInput refused(String full) {
        return in.bad("refer to nothing but NumPy's arrays, types and scalars", Excerpt.of(full));
    }

    /** Replaces a function and its arguments on the stack by what it returns. */
    void reduce() {
        List<@Nullable Object> operands = stack.pop(2);
        if (!(operands.get(0) instanceof Global global) || !(operands.get(1) instanceof PickledSequence arguments)) {
            throw in.bad("call only NumPy's functions", PickledValue.describe(operands.get(0)));
        }
        List<@Nullable Object> given = arguments.items();
        switch (global) {
            case RECONSTRUCT -> {
                check(given.size() == 3 && given.get(0) == Global.NDARRAY, "reconstruct only plain arrays");
                stack.push(new PickledArray(), ARRAY_BYTES);
            }
            case DTYPE -> {
                String type = !given.isEmpty() && given.get(0) instanceof String text ? text : "?";
                Dtype dtype = Dtype.of(type);
                if (dtype == null) {
                    throw in.bad("have arrays of f4, f8, i1 to i8, u1 to u8 or b1", Excerpt.of(type));
                }
                stack.push(dtype, ARRAY_BYTES);
            }
            case SCALAR -> {
                check(given.size() == 2 && isBytes(given.get(1)), "make scalars of a type and bytes");
                Dtype dtype = dtype(given.get(0));
                double value = filled(new PickledArray(), List.of(), dtype, false, given.get(1))
                        .scalar();
                stack.push(dtype.isBoolean() ? (Object) (value != 0) : (Object) value, NumpyUnpickler.NUMBER_BYTES);
            }
            case FROMBUFFER -> {
                check(
                        given.size() == 4
                                && isBytes(given.get(0))
                                && ("C".equals(given.get(3)) || "F".equals(given.get(3))),
                        "make arrays of bytes, a type, a shape and an order");
                boolean fortran = "F".equals(given.get(3));
                stack.push(
                        filled(new PickledArray(), shape(given.get(2)), dtype(given.get(1)), fortran, given.get(0)),
                        ARRAY_BYTES);
            }
            case ENCODE -> {
                check(
                        given.size() == 2 && given.get(0) instanceof String && "latin1".equals(given.get(1)),
                        "encode strings as latin1 only");
                stack.push(bytes(given.get(0)), 0);
            }
            case NDARRAY -> throw in.bad("call only NumPy's functions", "numpy.ndarray");
        }
    }

    /** Gives the array or type below it on the stack the state on the top. */
    void build() {
        Object state = stack.pop();
        Object target = stack.peek();
        List<@Nullable Object> given = state instanceof PickledSequence sequence ? sequence.items() : List.of();
        if (target instanceof Dtype dtype && !dtype.hasOrder()) {
            // (version, byte order, subtype, names, fields, item size, alignment, flags[, metadata])
            check(
                    given.size() >= 5
                            && given.get(1) instanceof String order
                            && order.matches("[<>|]")
                            && given.subList(2, 5).stream().allMatch(Objects::isNull),
                    "give its types a byte order and no parts");
            dtype.order(((String) given.get(1)).charAt(0));
        } else if (target instanceof PickledArray array && !array.isSet()) {
            // (version, shape, type, whether in Fortran order, bytes)
            check(
                    given.size() == 5 && isFlag(given.get(3)) && isBytes(given.get(4)),
                    "give its arrays a shape, a type, an order and bytes");
            filled(array, shape(given.get(1)), dtype(given.get(2)), isTrue(given.get(3)), given.get(4));
        } else {
            throw in.bad("set the state only of new arrays and types", PickledValue.describe(target));
        }
    }

    private Dtype dtype(@Nullable Object value) {
        if (value instanceof Dtype dtype && dtype.hasOrder()) {
            return dtype;
        }
        throw in.bad("give a type its byte order before it is used", PickledValue.describe(value));
    }

    private PickledArray filled(
            PickledArray array, List<Integer> shape, Dtype dtype, boolean fortran, @Nullable Object content) {
        byte[] bytes = bytes(content);
        long length = dtype.bytes();
        for (int axis : shape) {
            length *= axis;
            // Checked at each step, so that the product cannot overflow.
            if (length > bytes.length) {
                break;
            }
        }
        if (length != bytes.length) {
            throw in.bad(
                    "have arrays of as many bytes as their shape " + shape + " and type ask for", "" + bytes.length);
        }
        array.set(shape, dtype, fortran, ByteBuffer.wrap(bytes));
        return array;
    }

    private List<Integer> shape(@Nullable Object value) {
        List<@Nullable Object> axes = value instanceof PickledSequence sequence ? sequence.items() : List.of();
        List<Integer> shape = new ArrayList<>();
        for (Object axis : axes) {
            if (!(axis instanceof Long length) || length < 0 || length > Integer.MAX_VALUE || shape.size() == 4) {
                throw in.bad("have arrays of at most 4 axes of a sensible length", PickledValue.describe(axis));
            }
            shape.add(length.intValue());
        }
        return shape;
    }

    /** Python 2 and the protocols up to 2 write bytes as strings of the characters 0..255. */
    private byte[] bytes(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        String text = (String) value;
        if (text == null || text.chars().anyMatch(c -> c > 0xff)) {
            throw in.bad("have strings of the characters 0..255 for bytes", "others");
        }
        stack.spend(NumpyUnpickler.TEXT_BYTES + text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isBytes(@Nullable Object value) {
        return value instanceof byte[] || value instanceof String;
    }

    private static boolean isFlag(@Nullable Object value) {
        return value instanceof Boolean || value instanceof Long;
    }

    private static boolean isTrue(@Nullable Object flag) {
        return flag instanceof Boolean truth ? truth : flag instanceof Long number && number != 0;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw in.bad(rule, "something else");
        }
    }
}
