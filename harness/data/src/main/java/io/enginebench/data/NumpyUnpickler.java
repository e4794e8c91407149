package io.enginebench.data;

import io.enginebench.data.PickledArray.Dtype;
import io.enginebench.ground.BenchException.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/**
 * Unpickles numbers, strings, lists, tuples and NumPy arrays, and nothing else, from a file that may be hostile.
 *
 * <p>The library reads plain values; this class looks at every opcode first. What names, calls or changes an object is done
 * here, so that neither the library's registry of constructors nor its reflection is ever reached. The library would also
 * allocate any length that a file claims, and copy a list anew at every APPENDS and the stack at every POP_MARK, which takes
 * quadratic time; so lists are built here and the opcodes that no data set needs are refused. Opcodes: CPython's
 * Lib/pickletools.py. What NumPy writes: {@code array_reduce} and {@code array_setstate} in numpy/core/src/multiarray/methods.c.
 *
 * <p>Values are null, Boolean, Integer, Long, Double, String, byte[], {@link PickledSequence} and {@link PickledArray}; a
 * NumPy scalar becomes a Double or a Boolean. There are no cycles and at most {@value #DEEPEST} levels, but one value may
 * stand in many places.
 */
final class NumpyUnpickler extends Unpickler {
    /** The bytes of memory, by estimate and with the file, beyond which a file is refused. */
    static final long MOST_MEMORY = 208L << 20;

    private static final int DEEPEST = 16;
    private static final int MOST_MARKS = 64;
    private static final int MOST_WAITING = 1 << 18;
    private static final int MOST_MEMO = 1 << 19;
    /** The study's 2000 records take 6.4 million in the wordiest encoding, floats of protocol 0. */
    private static final int MOST_OPCODES = 10_000_000;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NUMBER = 32;

    /** What a value takes on the 64-bit JVM with compressed references, list growth included, rounded up. */
    private static final int SLOT_BYTES = 12;

    private static final int NUMBER_BYTES = 24;
    private static final int SEQUENCE_BYTES = 80;
    private static final int ARRAY_BYTES = 200;
    private static final int TEXT_BYTES = 56;
    private static final int MEMO_BYTES = 64;

    private enum Global {
        RECONSTRUCT,
        SCALAR,
        FROMBUFFER,
        NDARRAY,
        DTYPE,
        ENCODE
    }

    private static final Map<String, Global> GLOBALS = Map.of(
            "numpy.core.multiarray._reconstruct", Global.RECONSTRUCT,
            "numpy._core.multiarray._reconstruct", Global.RECONSTRUCT,
            "numpy.core.multiarray.scalar", Global.SCALAR,
            "numpy._core.multiarray.scalar", Global.SCALAR,
            "numpy.core.numeric._frombuffer", Global.FROMBUFFER,
            "numpy._core.numeric._frombuffer", Global.FROMBUFFER,
            "numpy.ndarray", Global.NDARRAY,
            "numpy.dtype", Global.DTYPE,
            "_codecs.encode", Global.ENCODE);

    private static final Map<Short, String> REFUSED = Map.ofEntries(
            Map.entry(Opcodes.POP, "POP"),
            Map.entry(Opcodes.POP_MARK, "POP_MARK"),
            Map.entry(Opcodes.DUP, "DUP"),
            Map.entry(Opcodes.PERSID, "PERSID"),
            Map.entry(Opcodes.BINPERSID, "BINPERSID"),
            Map.entry(Opcodes.OBJ, "OBJ"),
            Map.entry(Opcodes.NEWOBJ, "NEWOBJ"),
            Map.entry(Opcodes.NEWOBJ_EX, "NEWOBJ_EX"),
            Map.entry(Opcodes.EXT1, "EXT1"),
            Map.entry(Opcodes.EXT2, "EXT2"),
            Map.entry(Opcodes.EXT4, "EXT4"),
            Map.entry(Opcodes.DICT, "DICT"),
            Map.entry(Opcodes.EMPTY_DICT, "EMPTY_DICT"),
            Map.entry(Opcodes.SETITEM, "SETITEM"),
            Map.entry(Opcodes.SETITEMS, "SETITEMS"),
            Map.entry(Opcodes.EMPTY_SET, "EMPTY_SET"),
            Map.entry(Opcodes.ADDITEMS, "ADDITEMS"),
            Map.entry(Opcodes.FROZENSET, "FROZENSET"),
            Map.entry(Opcodes.NEXT_BUFFER, "NEXT_BUFFER"),
            Map.entry(Opcodes.READONLY_BUFFER, "READONLY_BUFFER"));

    private final String name;
    private final PickleInput in;
    private long spent;
    private int opcodes;
    private int marks;
    private Object marker = new Object();
    /** Where the opcode in hand stands. */
    private int opcodeAt;

    /**
     * Prepares to read one file once.
     *
     * @param name for messages
     */
    NumpyUnpickler(String name, byte[] content) {
        this.name = name;
        this.in = new PickleInput(name, content);
        this.spent = content.length;
    }

    /**
     * The pickle's value.
     *
     * @throws BadInput if the file is not a whole pickle of the kinds of values that are read, or holds anything after it
     */
    @Nullable
    Object read() {
        try {
            return load(in);
        } catch (BadInput e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Each opcode is checked before the library sees it; should a check be missing, the file is still at fault.
            throw bad("be a well-formed pickle", e.getClass().getSimpleName());
        }
    }

    /** Refuses the file if so many bytes more would be too much. */
    void spend(long bytes) {
        room(bytes);
        spent += bytes;
    }

    private void room(long bytes) {
        if (spent + bytes > MOST_MEMORY) {
            throw bad("take at most " + (MOST_MEMORY >> 20) + " MiB of memory", "more");
        }
    }

    @Override
    protected @Nullable Object dispatch(short key) throws IOException {
        opcodeAt = in.position() - 1;
        if (++opcodes > MOST_OPCODES) {
            throw bad("have at most " + MOST_OPCODES + " opcodes", "more");
        }
        if (stack.size() > MOST_WAITING) {
            throw bad("have at most " + MOST_WAITING + " values on the stack", "more");
        }
        switch (key) {
            case Opcodes.PROTO -> {
                long protocol = in.peek(1);
                if (protocol > HIGHEST_PROTOCOL || opcodeAt != 0) {
                    throw bad("start with protocol " + HIGHEST_PROTOCOL + " or lower", "protocol " + protocol);
                }
                return super.dispatch(key);
            }
            case Opcodes.FRAME -> {
                long length = in.next(8);
                in.require(length);
            }
            case Opcodes.MARK -> {
                if (++marks > MOST_MARKS) {
                    throw bad("have at most " + MOST_MARKS + " open marks", "more");
                }
                spend(SLOT_BYTES);
                super.dispatch(key);
                marker = stack.peek();
            }
            case Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE -> plain(key, 0);
            case Opcodes.BININT1 -> plain(key, 1);
            case Opcodes.BININT2 -> plain(key, 2);
            case Opcodes.BININT -> plain(key, 4);
            case Opcodes.BINFLOAT -> plain(key, 8);
            case Opcodes.LONG1 -> integer(key, 1);
            case Opcodes.LONG4 -> integer(key, 4);
            case Opcodes.INT, Opcodes.LONG -> push(integer(in.line(LONGEST_NUMBER)), NUMBER_BYTES);
            case Opcodes.FLOAT -> push(decimal(in.line(LONGEST_NUMBER)), NUMBER_BYTES);
            case Opcodes.SHORT_BINBYTES, Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINUNICODE -> counted(key, 1);
            case Opcodes.BINBYTES, Opcodes.BINSTRING, Opcodes.BINUNICODE -> counted(key, 4);
            case Opcodes.BINBYTES8, Opcodes.BYTEARRAY8, Opcodes.BINUNICODE8 -> counted(key, 8);
            case Opcodes.STRING -> {
                room(8L * in.lineLength(in.remaining()));
                super.dispatch(key);
                spendText();
            }
            case Opcodes.UNICODE -> {
                int length = in.lineLength(in.remaining());
                room(4L * length);
                stack.add(unicode(in.line(length)));
                spendText();
            }
            case Opcodes.GET -> recall(memoKey());
            case Opcodes.BINGET -> recall((int) in.next(1));
            case Opcodes.LONG_BINGET -> recall((int) in.next(4));
            case Opcodes.PUT -> memorize(memoKey());
            case Opcodes.BINPUT -> memorize((int) in.next(1));
            case Opcodes.LONG_BINPUT -> memorize((int) in.next(4));
            case Opcodes.MEMOIZE -> memorize(memo.size());
            case Opcodes.EMPTY_LIST -> push(PickledSequence.list(), SEQUENCE_BYTES);
            case Opcodes.LIST -> {
                List<@Nullable Object> items = popToMark();
                PickledSequence list = PickledSequence.list();
                push(list, SEQUENCE_BYTES);
                items.forEach(item -> add(list, item));
            }
            case Opcodes.APPEND -> {
                Object item = pop();
                add(openList(), item);
            }
            case Opcodes.APPENDS -> {
                List<@Nullable Object> items = popToMark();
                PickledSequence list = openList();
                items.forEach(item -> add(list, item));
            }
            case Opcodes.EMPTY_TUPLE -> tuple(List.of());
            case Opcodes.TUPLE1 -> tuple(popLast(1));
            case Opcodes.TUPLE2 -> tuple(popLast(2));
            case Opcodes.TUPLE3 -> tuple(popLast(3));
            case Opcodes.TUPLE -> tuple(popToMark());
            case Opcodes.GLOBAL -> {
                String module = in.line(LONGEST_NAME);
                push(global(module, in.line(LONGEST_NAME)), 0);
            }
            case Opcodes.STACK_GLOBAL -> {
                List<@Nullable Object> names = popLast(2);
                push(global(names.get(0), names.get(1)), 0);
            }
            case Opcodes.INST -> {
                String module = in.line(LONGEST_NAME);
                throw refused(module + "." + in.line(LONGEST_NAME));
            }
            case Opcodes.REDUCE -> reduce();
            case Opcodes.BUILD -> build();
            case Opcodes.STOP -> {
                if (stack.size() != 1 || marks != 0) {
                    throw bad("leave one value at its STOP", "a stack of " + stack.size());
                }
                if (in.remaining() != 0) {
                    throw bad("end at its STOP", in.remaining() + " bytes more");
                }
                return super.dispatch(key);
            }
            default ->
                throw bad(
                        "hold only numbers, strings, lists, tuples and NumPy arrays",
                        "the opcode " + REFUSED.getOrDefault(key, "0x%02x".formatted(key)));
        }
        return NO_RETURN_VALUE;
    }

    /** Lets the library read a value of a fixed length. */
    private void plain(short key, int length) throws IOException {
        in.require(length);
        spend(SLOT_BYTES + NUMBER_BYTES);
        super.dispatch(key);
    }

    /** Lets the library read a two's complement number, if it fits a long: its time grows with the square of the length. */
    private void integer(short key, int width) throws IOException {
        long length = in.peek(width);
        if (length > Long.BYTES) {
            throw bad("have integers of at most 64 bits", "one of " + length + " bytes");
        }
        in.require(width + length);
        spend(SLOT_BYTES + NUMBER_BYTES);
        super.dispatch(key);
    }

    private Object integer(String line) {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        byte[] ascii = digits.getBytes(StandardCharsets.ISO_8859_1);
        try {
            if (DecimalNumber.isWholeAt(ascii, 0, ascii.length)) {
                return Long.valueOf(digits);
            }
        } catch (NumberFormatException e) {
            // Digits, but too many: refused as any other.
        }
        throw bad("have integers of at most 64 bits", Excerpt.of(line));
    }

    private Object decimal(String line) {
        byte[] ascii = line.getBytes(StandardCharsets.ISO_8859_1);
        if (DecimalNumber.isAt(ascii, 0, ascii.length)) {
            return Double.valueOf(line);
        }
        // What Python's repr writes; a reader of images must be able to say which pixel it is.
        return switch (line) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw bad("have decimal numbers", Excerpt.of(line));
        };
    }

    /** Lets the library read bytes or a string after its length, if the file is that long. */
    private void counted(short key, int width) throws IOException {
        long length = in.peek(width);
        if (length < 0 || length > in.remaining() - width) {
            // Once more, from behind the length, for the sake of the message.
            in.skip(width);
            in.require(length);
        }
        boolean bytes = key == Opcodes.SHORT_BINBYTES
                || key == Opcodes.BINBYTES
                || key == Opcodes.BINBYTES8
                || key == Opcodes.BYTEARRAY8;
        // A string is the bytes read, decoded with two bytes a character at worst, and the copies made on the way.
        room(bytes ? length : 6 * length);
        super.dispatch(key);
        if (bytes) {
            spend(SLOT_BYTES + TEXT_BYTES + length);
        } else {
            spendText();
        }
    }

    private void spendText() {
        spend(SLOT_BYTES + TEXT_BYTES + 2L * ((String) stack.peek()).length());
    }

    /**
     * Python's raw-unicode-escape, in which only {@code \}{@code u} and {@code \}{@code U} mean anything; the library takes
     * {@code \n} and others for escapes too.
     */
    private String unicode(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at++);
            int digits =
                    c != '\\' || at == line.length() ? 0 : line.charAt(at) == 'u' ? 4 : line.charAt(at) == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append(c);
                continue;
            }
            int code = 0;
            for (int i = 1; i <= digits; i++) {
                int digit = at + i < line.length() ? Character.digit(line.charAt(at + i), 16) : -1;
                code = code << 4 | digit;
                if (digit < 0 || code > Character.MAX_CODE_POINT) {
                    throw bad("have whole escapes in its strings", Excerpt.of(line.substring(at - 1)));
                }
            }
            text.appendCodePoint(code);
            at += 1 + digits;
        }
        return text.toString();
    }

    private int memoKey() {
        String line = in.line(LONGEST_NUMBER);
        if (!line.matches("[0-9]{1,9}")) {
            throw bad("have memo keys that are small numbers", Excerpt.of(line));
        }
        return Integer.parseInt(line);
    }

    private void memorize(int key) {
        Object value = pop();
        if (memo.size() >= MOST_MEMO) {
            throw bad("put at most " + MOST_MEMO + " values into its memo", "more");
        }
        spend(MEMO_BYTES);
        memo.put(key, value);
        stack.add(value);
    }

    private void recall(int key) {
        if (!memo.containsKey(key)) {
            throw bad("take only out of its memo what it put there", "key " + (key & 0xffff_ffffL));
        }
        push(memo.get(key), 0);
    }

    private void push(@Nullable Object value, long bytes) {
        spend(SLOT_BYTES + bytes);
        stack.add(value);
    }

    private @Nullable Object pop() {
        if (stack.size() == 0 || stack.peek() == marker) {
            throw bad("be a well-formed pickle", "an opcode without its operands");
        }
        return stack.pop();
    }

    private List<@Nullable Object> popLast(int count) {
        @Nullable Object[] items = new @Nullable Object[count];
        for (int i = count - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return Arrays.asList(items);
    }

    private List<@Nullable Object> popToMark() {
        if (marks == 0) {
            throw bad("be a well-formed pickle", "an opcode without its mark");
        }
        marks--;
        if (stack.peek() == marker) {
            stack.pop();
            return List.of();
        }
        return stack.pop_all_since_marker();
    }

    private void tuple(List<@Nullable Object> items) {
        PickledSequence tuple = PickledSequence.tuple(items.size());
        push(tuple, SEQUENCE_BYTES);
        items.forEach(item -> add(tuple, item));
    }

    private PickledSequence openList() {
        Object value = pop();
        stack.add(value);
        if (value instanceof PickledSequence sequence && sequence.isList()) {
            return sequence;
        }
        throw bad("append to lists only", PickledValue.describe(value));
    }

    /**
     * Adds an item. A list can come to contain itself only by growing after it was put somewhere, which no pickler makes it do
     * otherwise.
     */
    private void add(PickledSequence sequence, @Nullable Object item) {
        if (item == sequence || sequence.enclosed()) {
            throw bad("put only finished lists into lists, so that none contains itself", "an unfinished one");
        }
        spend(SLOT_BYTES);
        sequence.add(item);
        if (sequence.height() > DEEPEST) {
            throw bad("nest its lists and tuples at most " + DEEPEST + " deep", "more");
        }
    }

    private Global global(@Nullable Object module, @Nullable Object attribute) {
        if (!(module instanceof String) || !(attribute instanceof String)) {
            throw bad("be a well-formed pickle", "a name that is not a string");
        }
        String full = module + "." + attribute;
        Global global = GLOBALS.get(full);
        if (global == null) {
            throw refused(full);
        }
        return global;
    }

    private BadInput refused(String full) {
        return bad("refer to nothing but NumPy's arrays, types and scalars", Excerpt.of(full));
    }

    private void reduce() {
        List<@Nullable Object> operands = popLast(2);
        if (!(operands.get(0) instanceof Global global) || !(operands.get(1) instanceof PickledSequence arguments)) {
            throw bad("call only NumPy's functions", PickledValue.describe(operands.get(0)));
        }
        List<@Nullable Object> given = arguments.items();
        switch (global) {
            case RECONSTRUCT -> {
                check(given.size() == 3 && given.get(0) == Global.NDARRAY, "reconstruct only plain arrays");
                push(new PickledArray(), ARRAY_BYTES);
            }
            case DTYPE -> {
                String type = !given.isEmpty() && given.get(0) instanceof String text ? text : "?";
                Dtype dtype = Dtype.of(type);
                if (dtype == null) {
                    throw bad("have arrays of f4, f8, i1 to i8, u1 to u8 or b1", Excerpt.of(type));
                }
                push(dtype, ARRAY_BYTES);
            }
            case SCALAR -> {
                check(given.size() == 2 && isBytes(given.get(1)), "make scalars of a type and bytes");
                Dtype dtype = dtype(given.get(0));
                double value = array(List.of(), dtype, false, given.get(1)).at(0);
                push(dtype.isBoolean() ? (Object) (value != 0) : (Object) value, NUMBER_BYTES);
            }
            case FROMBUFFER -> {
                check(
                        given.size() == 4
                                && isBytes(given.get(0))
                                && ("C".equals(given.get(3)) || "F".equals(given.get(3))),
                        "make arrays of bytes, a type, a shape and an order");
                boolean fortran = "F".equals(given.get(3));
                push(array(shape(given.get(2)), dtype(given.get(1)), fortran, given.get(0)), ARRAY_BYTES);
            }
            case ENCODE -> {
                check(
                        given.size() == 2 && given.get(0) instanceof String && "latin1".equals(given.get(1)),
                        "encode strings as latin1 only");
                push(bytes(given.get(0)), 0);
            }
            case NDARRAY -> throw bad("call only NumPy's functions", "numpy.ndarray");
        }
    }

    private void build() {
        Object state = pop();
        Object target = pop();
        List<@Nullable Object> given = state instanceof PickledSequence sequence ? sequence.items() : List.of();
        if (target instanceof Dtype dtype && !dtype.hasOrder()) {
            // (version, byte order, subtype, names, fields, item size, alignment, flags[, metadata])
            check(
                    given.size() >= 5
                            && given.get(1) instanceof String order
                            && order.matches("[<>|]")
                            && given.subList(2, 5).stream().allMatch(part -> part == null),
                    "give its types a byte order and no parts");
            dtype.order(((String) given.get(1)).charAt(0));
        } else if (target instanceof PickledArray array && !array.isSet()) {
            // (version, shape, type, whether in Fortran order, bytes)
            check(
                    given.size() == 5 && isFlag(given.get(3)) && isBytes(given.get(4)),
                    "give its arrays a shape, a type, an order and bytes");
            fill(array, shape(given.get(1)), dtype(given.get(2)), isTrue(given.get(3)), given.get(4));
        } else {
            throw bad("set the state only of new arrays and types", PickledValue.describe(target));
        }
        stack.add(target);
    }

    private Dtype dtype(@Nullable Object value) {
        if (value instanceof Dtype dtype && dtype.hasOrder()) {
            return dtype;
        }
        throw bad("give a type its byte order before it is used", PickledValue.describe(value));
    }

    private PickledArray array(List<Integer> shape, Dtype dtype, boolean fortran, @Nullable Object content) {
        PickledArray array = new PickledArray();
        fill(array, shape, dtype, fortran, content);
        return array;
    }

    private void fill(PickledArray array, List<Integer> shape, Dtype dtype, boolean fortran, @Nullable Object content) {
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
            throw bad("have arrays of as many bytes as their shape " + shape + " and type ask for", "" + bytes.length);
        }
        array.set(shape, dtype, fortran, ByteBuffer.wrap(bytes));
    }

    private List<Integer> shape(@Nullable Object value) {
        List<@Nullable Object> axes = value instanceof PickledSequence sequence ? sequence.items() : List.of();
        List<Integer> shape = new ArrayList<>();
        for (Object axis : axes) {
            if (!(axis instanceof Integer || axis instanceof Long)
                    || ((Number) axis).longValue() < 0
                    || ((Number) axis).longValue() > Integer.MAX_VALUE
                    || shape.size() == 4) {
                throw bad("have arrays of at most 4 axes of a sensible length", PickledValue.describe(axis));
            }
            shape.add(((Number) axis).intValue());
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
            throw bad("have strings of the characters 0..255 for bytes", "others");
        }
        spend(TEXT_BYTES + text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isBytes(@Nullable Object value) {
        return value instanceof byte[] || value instanceof String;
    }

    private static boolean isFlag(@Nullable Object value) {
        return value instanceof Boolean || value instanceof Integer || value instanceof Long;
    }

    private static boolean isTrue(@Nullable Object flag) {
        return flag instanceof Boolean truth ? truth : flag instanceof Number number && number.longValue() != 0;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw bad(rule, "something else");
        }
    }

    private BadInput bad(String rule, String got) {
        return new BadInput("%s must %s, got %s at byte %d".formatted(name, rule, got, opcodeAt));
    }
}
