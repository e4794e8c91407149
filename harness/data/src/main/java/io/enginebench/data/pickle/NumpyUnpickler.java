package io.enginebench.data.pickle;

import io.enginebench.data.text.DecimalNumber;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import org.jspecify.annotations.Nullable;

/**
 * Unpickles numbers, strings, lists, tuples and NumPy arrays, and nothing else, from a file that may be hostile.
 *
 * <p>Not by the library's own {@code Unpickler}: it keeps a registry of constructors and uses reflection, allocates any length
 * that a file claims, and copies a list anew at every APPENDS and the stack at every POP_MARK, which takes quadratic time.
 * Here what a value takes is checked before it is made, and the opcodes that no data set needs are refused. Opcodes: CPython's
 * Lib/pickletools.py.
 *
 * <p>Values are null, Boolean, Long, Double, String, byte[], {@link PickledSequence} and {@link PickledArray}; a NumPy scalar
 * becomes a Double or a Boolean. There are no cycles and at most {@value #DEEPEST} levels, but one value may stand in many
 * places.
 */
public final class NumpyUnpickler {
    private static final int HIGHEST_PROTOCOL = 5;
    private static final int DEEPEST = 16;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NUMBER = 32;

    /** What a value takes on the 64-bit JVM with compressed references, rounded up. */
    static final int NUMBER_BYTES = 24;

    static final int TEXT_BYTES = 56;
    private static final int SEQUENCE_BYTES = 80;

    private static final Pattern INTEGER = Pattern.compile("([+-]?[0-9]+)L?");
    private static final Pattern MEMO_KEY = Pattern.compile("[0-9]{1,9}");
    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|U(\\p{XDigit}{8})|[uU])");

    private final PickleInput in;
    private final PickleStack stack;
    private final NumpyCalls calls;

    /**
     * Prepares to read one file once.
     *
     * @param name for messages
     */
    public NumpyUnpickler(String name, byte[] content) {
        in = new PickleInput(name, content);
        stack = new PickleStack(in);
        calls = new NumpyCalls(in, stack);
    }

    /**
     * The pickle's value.
     *
     * @throws BadInput if the file is not a whole pickle of the kinds of values that are read, or holds anything after it
     */
    public @Nullable Object read() {
        try {
            for (short opcode = in.opcode(); opcode != Opcodes.STOP; opcode = in.opcode()) {
                stack.checkHeight();
                execute(opcode);
            }
            Object value = stack.last();
            if (in.remaining() != 0) {
                throw in.bad("end at its STOP", in.remaining() + " bytes more");
            }
            return value;
        } catch (BadInput e) {
            throw e;
        } catch (RuntimeException e) {
            // Each operand is checked before it is used; should a check be missing, the file is still at fault.
            throw in.bad("be a well-formed pickle", e.getClass().getSimpleName());
        }
    }

    /** Refuses the file if so many bytes more than its values take would be too much. */
    public void spend(long bytes) {
        stack.spend(bytes);
    }

    private void execute(short opcode) {
        switch (opcode) {
            case Opcodes.PROTO -> {
                long protocol = in.number(1);
                if (protocol > HIGHEST_PROTOCOL || in.opcodeAt() != 0) {
                    throw in.bad("start with protocol " + HIGHEST_PROTOCOL + " or lower", "protocol " + protocol);
                }
            }
            case Opcodes.FRAME -> in.require(in.number(8));
            case Opcodes.MARK -> stack.mark();
            case Opcodes.NONE -> plain(null);
            case Opcodes.NEWTRUE -> plain(true);
            case Opcodes.NEWFALSE -> plain(false);
            case Opcodes.BININT1 -> plain(in.number(1));
            case Opcodes.BININT2 -> plain(in.number(2));
            case Opcodes.BININT -> plain(in.signed(4));
            case Opcodes.BINFLOAT -> plain(Double.longBitsToDouble(Long.reverseBytes(in.number(8))));
            case Opcodes.LONG1 -> plain(integer(in.number(1)));
            case Opcodes.LONG4 -> plain(integer(in.number(4)));
            case Opcodes.INT, Opcodes.LONG -> plain(integer(in.line(LONGEST_NUMBER)));
            case Opcodes.FLOAT -> plain(decimal(in.line(LONGEST_NUMBER)));
            case Opcodes.SHORT_BINBYTES -> bytes(in.number(1));
            case Opcodes.BINBYTES -> bytes(in.number(4));
            case Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> bytes(in.number(8));
            case Opcodes.SHORT_BINSTRING -> text(in.number(1), StandardCharsets.ISO_8859_1);
            case Opcodes.BINSTRING -> text(in.number(4), StandardCharsets.ISO_8859_1);
            case Opcodes.SHORT_BINUNICODE -> text(in.number(1), StandardCharsets.UTF_8);
            case Opcodes.BINUNICODE -> text(in.number(4), StandardCharsets.UTF_8);
            case Opcodes.BINUNICODE8 -> text(in.number(8), StandardCharsets.UTF_8);
            case Opcodes.STRING -> text(quoted(line(8)));
            case Opcodes.UNICODE -> text(unescaped(line(4)));
            case Opcodes.GET -> stack.recall(memoKey());
            case Opcodes.BINGET -> stack.recall((int) in.number(1));
            case Opcodes.LONG_BINGET -> stack.recall((int) in.number(4));
            case Opcodes.PUT -> stack.memorize(memoKey());
            case Opcodes.BINPUT -> stack.memorize((int) in.number(1));
            case Opcodes.LONG_BINPUT -> stack.memorize((int) in.number(4));
            case Opcodes.MEMOIZE -> stack.memorize();
            case Opcodes.EMPTY_LIST -> sequence(true, List.of());
            case Opcodes.LIST -> sequence(true, stack.popToMark());
            case Opcodes.APPEND -> append(stack.pop(1));
            case Opcodes.APPENDS -> append(stack.popToMark());
            case Opcodes.EMPTY_TUPLE -> sequence(false, List.of());
            case Opcodes.TUPLE1 -> sequence(false, stack.pop(1));
            case Opcodes.TUPLE2 -> sequence(false, stack.pop(2));
            case Opcodes.TUPLE3 -> sequence(false, stack.pop(3));
            case Opcodes.TUPLE -> sequence(false, stack.popToMark());
            case Opcodes.GLOBAL -> stack.push(calls.named(in.line(LONGEST_NAME), in.line(LONGEST_NAME)), 0);
            case Opcodes.STACK_GLOBAL -> {
                List<@Nullable Object> names = stack.pop(2);
                stack.push(calls.named(names.get(0), names.get(1)), 0);
            }
            case Opcodes.INST -> throw calls.refused(in.line(LONGEST_NAME) + "." + in.line(LONGEST_NAME));
            case Opcodes.REDUCE -> calls.reduce();
            case Opcodes.BUILD -> calls.build();
            default ->
                throw in.bad(
                        "hold only numbers, strings, lists, tuples and NumPy arrays", "the opcode " + nameOf(opcode));
        }
    }

    private static String nameOf(short opcode) {
        return Arrays.stream(Opcodes.class.getFields())
                .filter(field -> field.getType() == short.class && valueOf(field) == opcode)
                .map(Field::getName)
                .findFirst()
                .orElse("0x%02x".formatted(opcode));
    }

    private static short valueOf(Field opcode) {
        try {
            return opcode.getShort(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("fields of an interface are public", e);
        }
    }

    private void plain(@Nullable Object value) {
        stack.push(value, NUMBER_BYTES);
    }

    /** Of two's complement; one of any length would take time that grows with the square of it. */
    private Long integer(long length) {
        if (length > Long.BYTES) {
            throw in.bad("have integers of at most 64 bits", "one of " + length + " bytes");
        }
        return in.signed((int) length);
    }

    private Object integer(String line) {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        Matcher digits = INTEGER.matcher(line);
        try {
            if (digits.matches()) {
                return Long.valueOf(digits.group(1));
            }
        } catch (NumberFormatException e) {
            // Digits, but too many: refused as any other.
        }
        throw in.bad("have integers of at most 64 bits", Excerpt.of(line));
    }

    private Double decimal(String line) {
        if (DecimalNumber.matches(line)) {
            return Double.valueOf(line);
        }
        // What Python's repr writes; a reader of images must be able to say which pixel it is.
        return switch (line) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw in.bad("have decimal numbers", Excerpt.of(line));
        };
    }

    private void bytes(long length) {
        in.require(length);
        stack.room(length);
        stack.push(in.bytes((int) length), TEXT_BYTES + length);
    }

    /** Reads text of so many bytes; decoding takes up to two bytes a character, and as much again on the way. */
    private void text(long length, Charset charset) {
        in.require(length);
        stack.room(6 * length);
        text(in.text((int) length, charset));
    }

    private void text(String value) {
        stack.push(value, TEXT_BYTES + 2L * value.length());
    }

    /**
     * Reads a line of any length.
     *
     * @param bytes what each of its characters will take for a while
     */
    private String line(long bytes) {
        int length = in.lineLength(in.remaining());
        stack.room(bytes * length);
        return in.line(length);
    }

    private String quoted(String line) {
        Matcher quoted = QUOTED.matcher(line);
        if (!quoted.matches()) {
            throw in.bad("have its strings in quotes", Excerpt.of(line));
        }
        return PickleUtils.decode_escaped(quoted.group(2));
    }

    /**
     * Undoes Python's raw-unicode-escape, in which only {@code \}{@code u} and {@code \}{@code U} mean anything; the library
     * takes {@code \n} and others for escapes too.
     */
    private String unescaped(String line) {
        Matcher escape = ESCAPE.matcher(line);
        // Of the final size at once: growing would take more memory than was found to be there.
        StringBuilder text = new StringBuilder(line.length());
        while (escape.find()) {
            String digits = escape.group(1) == null ? escape.group(2) : escape.group(1);
            int code = digits == null ? -1 : Integer.parseUnsignedInt(digits, 16);
            if (!Character.isValidCodePoint(code)) {
                throw in.bad("have whole escapes in its strings", Excerpt.of(line.substring(escape.start())));
            }
            escape.appendReplacement(text, "");
            text.appendCodePoint(code);
        }
        return text.isEmpty() ? line : escape.appendTail(text).toString();
    }

    private int memoKey() {
        String line = in.line(LONGEST_NUMBER);
        if (!MEMO_KEY.matcher(line).matches()) {
            throw in.bad("have memo keys that are small numbers", Excerpt.of(line));
        }
        return Integer.parseInt(line);
    }

    private void sequence(boolean list, List<@Nullable Object> items) {
        PickledSequence sequence = new PickledSequence(list, items.size());
        stack.push(sequence, SEQUENCE_BYTES);
        items.forEach(item -> add(sequence, item));
    }

    private void append(List<@Nullable Object> items) {
        if (!(stack.peek() instanceof PickledSequence sequence) || !sequence.isList()) {
            throw in.bad("append to lists only", PickledValue.describe(stack.peek()));
        }
        items.forEach(item -> add(sequence, item));
    }

    /**
     * Adds an item. A list can come to contain itself only by growing after it was put somewhere, which no pickler makes it do
     * otherwise.
     */
    private void add(PickledSequence sequence, @Nullable Object item) {
        if (item == sequence || sequence.enclosed()) {
            throw in.bad("put only finished lists into lists, so that none contains itself", "an unfinished one");
        }
        stack.spend(PickleStack.SLOT_BYTES);
        sequence.add(item);
        if (sequence.height() > DEEPEST) {
            throw in.bad("nest its lists and tuples at most " + DEEPEST + " deep", "more");
        }
    }
}
