package io.enginebench.data.pickle;

import static io.enginebench.data.pickle.Pickles.bytes;
import static io.enginebench.data.pickle.Pickles.concat;
import static io.enginebench.data.pickle.Pickles.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.enginebench.data.formats.NavigabilityPickle;
import io.enginebench.ground.BenchException.BadInput;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile files, read the way the program reads them. Opcodes are named beside the bytes as in Python's pickletools. */
class NumpyUnpicklerTest {
    private static final String NAMES = "x.obj must refer to nothing but NumPy's arrays, types and scalars, got ";
    private static final String KINDS =
            "x.obj must hold only numbers, strings, lists, tuples and NumPy arrays, got the opcode ";

    @Test
    void reduceOfOsSystemIsRefusedByName() {
        // GLOBAL os system, MARK, STRING, TUPLE, REDUCE, STOP
        refused(NAMES + "os.system at byte 0", bytes("cos\nsystem\n(S'touch /tmp/pwned'\ntR."));
        refused(NAMES + "posix.system at byte 2", bytes("\u0080\2cposix\nsystem\nX\2\0\0\0id\u0085R."));
    }

    @Test
    void stackGlobalOfBuiltinsEvalIsRefusedByName() {
        // PROTO 4, SHORT_BINUNICODE builtins, SHORT_BINUNICODE eval, STACK_GLOBAL
        refused(
                NAMES + "builtins.eval at byte 18",
                bytes("\u0080\4\u008c\10builtins\u008c\4eval\u0093\u008c\0011\u0085R."));
    }

    @Test
    void instanceOfAnythingIsRefusedByName() {
        refused(NAMES + "os.system at byte 5", bytes("(S''\nios\nsystem\n."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copyreg._reconstructor", "copy_reg._reconstructor", "__builtin__.bytearray", "builtins.getattr",
                        "array.array",
                "decimal.Decimal", "datetime.datetime", "numpy.load", "numpy.core.multiarray.fromfile", "numpy.matrix",
                "numpy.memmap", "_codecs.decode", "numpy.core.numeric.fromfile"
            })
    void namesThatTheLibraryOrNumpyKnowAreRefusedAllTheSame(String full) {
        int dot = full.lastIndexOf('.');
        refused(
                NAMES + full + " at byte 0",
                bytes("c" + full.substring(0, dot) + "\n" + full.substring(dot + 1) + "\n)R."));
    }

    @Test
    void nameWithAttributesIsRefusedWhole() {
        refused(
                NAMES + "numpy.ndarray.tofile at byte 25",
                bytes("\u0080\4\u008c\5numpy\u008c\16ndarray.tofile\u0093."));
    }

    @Test
    void opcodesThatNoDataSetNeedsAreRefusedByName() {
        refused(KINDS + "PERSID at byte 0", bytes("Pid\n."));
        refused(KINDS + "BINPERSID at byte 1", bytes("NQ."));
        refused(KINDS + "EXT1 at byte 2", bytes("\u0080\2\u0082\1."));
        refused(KINDS + "EXT2 at byte 2", bytes("\u0080\2\u0083\1\0."));
        refused(KINDS + "EXT4 at byte 2", bytes("\u0080\2\u0084\1\0\0\0."));
        refused(KINDS + "OBJ at byte 15", bytes("(cnumpy\ndtype\nNo."));
        refused(KINDS + "NEWOBJ at byte 15", bytes("cnumpy\ndtype\nN)\u0081."));
        refused(KINDS + "EMPTY_DICT at byte 0", bytes("}."));
        refused(KINDS + "DICT at byte 1", bytes("(d."));
        refused(KINDS + "EMPTY_SET at byte 2", bytes("\u0080\4\u008f."));
        refused(KINDS + "NEXT_BUFFER at byte 2", bytes("\u0080\5\u0097."));
        refused(KINDS + "DUP at byte 1", bytes("N2."));
        refused(KINDS + "POP at byte 1", bytes("N0."));
        refused(KINDS + "POP_MARK at byte 1", bytes("(1."));
        refused(KINDS + "0xff at byte 0", bytes("\u00ff."));
    }

    @Test
    void lengthOfTwoGibibytesIsRefusedBeforeItIsAllocated() {
        // BINBYTES8 of 2^31 bytes, then 5.
        refused(
                "x.obj must have the 2147483648 bytes that are claimed before byte 11, got 5",
                bytes("\u0080\4\u008e\0\0\0\u0080\0\0\0\0abcd."));
        refused(
                "x.obj must have the 2147483647 bytes that are claimed before byte 7, got 5",
                bytes("\u0080\3B\377\377\377\177abcd."));
        refused(
                "x.obj must have the 4294967295 bytes that are claimed before byte 7, got 1",
                bytes("\u0080\3X\377\377\377\377."));
        refused(
                "x.obj must have the 2147483648 bytes that are claimed before byte 11, got 1",
                bytes("\u0080\4\u0095\0\0\0\u0080\0\0\0\0."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u008e", "\u008d", "\u0096", "\u0095"})
    void negativeLengthIsRefused(String opcode) {
        refused(
                "x.obj must have the -1 bytes that are claimed before byte 11, got 2",
                bytes("\u0080\5" + opcode + "\377\377\377\377\377\377\377\377a."));
    }

    @Test
    void hugeIntegerIsRefusedBeforeItIsDecoded() {
        // LONG4 of 10 MB, which are there.
        refused(
                "x.obj must have integers of at most 64 bits, got one of 10000000 bytes at byte 2",
                concat(bytes("\u0080\2\u008b\u0080\u0096\u0098\0"), new byte[10_000_000], bytes(".")));
        refused(
                "x.obj must have integers of at most 64 bits, got one of 4294967295 bytes at byte 2",
                bytes("\u0080\2\u008b\377\377\377\377."));
        refused(
                "x.obj must end the line that starts at byte 1 within 32 bytes, got no line feed",
                concat(bytes("L"), repeat(bytes("9"), 10_000_000), bytes("L\n.")));
        refused(
                "x.obj must have integers of at most 64 bits, got 9223372036854775808L at byte 0",
                bytes("L9223372036854775808L\n."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1p0", "1d", "1f", "1_0", "Infinity", "NaN", "", " 1"})
    void numberThatOnlyOneOfJavaAndPythonReadsIsRefused(String number) {
        refused("x.obj must have decimal numbers, got " + number + " at byte 0", bytes("F" + number + "\n."));
    }

    @Test
    void hundredThousandLevelsAreRefused() {
        // EMPTY_LIST 100,000 times, then APPEND as often.
        refused(
                "x.obj must nest its lists and tuples at most 16 deep, got more at byte 100015",
                concat(repeat(bytes("]"), 100_000), repeat(bytes("a"), 99_999), bytes(".")));
        refused(
                "x.obj must nest its lists and tuples at most 16 deep, got more at byte 16",
                concat(bytes(")"), repeat(bytes("\u0085"), 100_000), bytes(".")));
        refused(
                "x.obj must have at most 64 open marks, got more at byte 64",
                concat(repeat(bytes("("), 100_000), repeat(bytes("t"), 100_000), bytes(".")));
    }

    @Test
    void listThatContainsItselfIsRefused() {
        String rule =
                "x.obj must put only finished lists into lists, so that none contains itself, got an unfinished one";
        // EMPTY_LIST, MEMOIZE, BINGET 0, APPEND
        refused(rule + " at byte 6", bytes("\u0080\4]\u0094h\0a."));
        // a = [], b = [a], a.append(b): EMPTY_LIST, BINPUT 0, EMPTY_LIST, BINPUT 1, BINGET 0, APPEND; TUPLE1 ...
        refused(rule + " at byte 13", bytes("]q\0]q\1h\0ah\0h\1a."));
        // The same through a tuple: a = [], a.append((a,)).
        refused(rule + " at byte 6", bytes("]q\0h\0\u0085a."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "\u0080\2", "\u0080\2]", "\u0080\2](K\1", "cnumpy\ndtype\n"})
    void truncatedFileIsRefused(String start) {
        String message = start.length() == 1
                ? "x.obj must have the 1 bytes that are claimed before byte 1, got 0"
                : "x.obj must end with the opcode STOP, got the end of the file";
        refused(message, bytes(start));
    }

    @Test
    void everyTruncationOfARealFileIsRefused() throws Exception {
        byte[] whole;
        try (var in = NumpyUnpicklerTest.class.getResourceAsStream("/pickles/numpy1-list-i1-p2.obj")) {
            whole = Objects.requireNonNull(in).readAllBytes();
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(BadInput.class, () -> NavigabilityPickle.parse("x.obj", part), "first " + length + " bytes");
        }
    }

    @Test
    void emptyFileIsRefused() {
        refused("x.obj must be a pickle of 1 to 67108864 bytes, got 0 bytes", new byte[0]);
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        refused("x.obj must end at its STOP, got 3 bytes more at byte 1", bytes("N.abc"));
    }

    @Test
    void memoBombIsRefused() {
        // Each of 1,500,000 empty tuples is memoized: EMPTY_TUPLE, MEMOIZE.
        refused(
                "x.obj must have at most 262144 values on the stack, got more at byte 524289",
                concat(repeat(bytes(")\u0094"), 1_500_000), bytes(".")));
        // One value, memoized without end.
        refused(
                "x.obj must put at most 524288 values into its memo, got more at byte 524289",
                concat(bytes("N"), repeat(bytes("\u0094"), 2_000_000), bytes(".")));
    }

    @Test
    void listsThatDoubleFiftyTimesAreNotWalked() {
        // A tuple of twice the tuple before: BINPUT 0, BINGET 0, TUPLE2, which is 2^50 values at 50 levels.
        refused(
                "x.obj must nest its lists and tuples at most 16 deep, got more at byte 80",
                concat(bytes(")"), repeat(bytes("q\0h\0\u0086"), 50), bytes(".")));
    }

    @Test
    void oneRecordRepeatedWithoutEndIsRefused() {
        // EMPTY_LIST, MARK, EMPTY_TUPLE, BINPUT 0, BINGET 0 200,000 times, APPENDS
        refused(
                "x.obj must have one or more records and a byte or more for each pixel, got 200001 records in 400007 bytes",
                concat(bytes("]()q\0"), repeat(bytes("h\0"), 200_000), bytes("e.")));
    }

    @Test
    void bytesThatGrowByEncodingAgainAndAgainAreRefused() {
        // A string of 1 MB, then _codecs.encode of it 5000 times: the 216th is too much.
        byte[] text = concat(bytes("X\100\102\17\0"), repeat(bytes("a"), 1_000_000), bytes("q\0"));
        refused(
                "x.obj must take at most 208 MiB of memory, got more at byte 1001767",
                concat(
                        bytes("]("),
                        text,
                        bytes("c_codecs\nencode\nq\1X\6\0\0\0latin1q\2"),
                        repeat(bytes("h\1h\0h\2\u0086R"), 5000),
                        bytes("e.")));
    }

    @Test
    void appendingOneByOneTakesLinearTime() {
        // A list of a million, where the library would copy the list at each APPENDS.
        refused(
                "x.obj must have one or more records and a byte or more for each pixel, got 1000000 records in 4000002 bytes",
                concat(bytes("]"), repeat(bytes("(K\1e"), 1_000_000), bytes(".")));
    }

    @Test
    void opcodesThatLeaveNothingBehindAreCounted() {
        // EMPTY_LIST, then MARK and APPENDS of nothing.
        refused(
                "x.obj must have at most 10000000 opcodes, got more at byte 10000000",
                concat(bytes("]"), repeat(bytes("(e"), 6_000_000), bytes(".")));
    }

    @Test
    void arrayWhoseShapeIsNotItsBytesIsRefused() {
        String rule =
                "x.obj must have arrays of as many bytes as their shape [2147483647, 2147483647] and type ask for, got 1";
        refused(
                rule + " at byte 110",
                bytes(
                        "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\1b\u0087R(K\1J\377\377\377\177J\377\377\377\177"
                                + "\u0086cnumpy\ndtype\nU\2u1\u0089\u0088\u0087R(K\3U\1|NNNtb\u0089C\1atb."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"O8", "U9", "V8", "f2", "c16", "M8[ns]", "f16", ""})
    void arrayOfObjectsOrOtherTypesIsRefused(String type) {
        refused(
                "x.obj must have arrays of f4, f8, i1 to i8, u1 to u8 or b1, got " + type + " at byte "
                        + (18 + type.length()),
                concat(
                        bytes("cnumpy\ndtype\nU"),
                        new byte[] {(byte) type.length()},
                        bytes(type + "\u0089\u0088\u0087R.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R.",
                "b.",
                "t.",
                "a.",
                "e.",
                "\u0093.",
                "q\0.",
                ".",
                "(\u0085.",
                "NNR.",
                "NNb.",
                "]NR.",
                "h\0.",
                "g-1\n.",
                "I1x\n.",
                "(K\1.",
                "NN.",
                "N(a.",
                ")Na.",
                "NNa.",
                "V\\u00\n.",
                "S'\\x\n.",
                "Sabc\n.",
                "\u0093\u0093",
                "p99999999999\n."
            })
    void malformedPicklesAreRefused(String pickle) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThrows(BadInput.class, () -> NavigabilityPickle.parse("x.obj", bytes(pickle))));
    }

    @Test
    void noFlippedByteOfARealFileEndsInAnythingButARefusalOrARead() throws Exception {
        for (String fixture : new String[] {
            "numpy1-list-i1-p0", "numpy1-list-i1-p2", "numpy1-fortran-i1-p5", "numpy1-tuple-scalar-i1-p4"
        }) {
            byte[] whole;
            try (var in = NumpyUnpicklerTest.class.getResourceAsStream("/pickles/" + fixture + ".obj")) {
                whole = Objects.requireNonNull(in).readAllBytes();
            }
            Random random = new Random(26);
            for (int i = 0; i < 1000; i++) {
                byte[] broken = whole.clone();
                // Mostly in the first 400 bytes, where the opcodes are.
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    int at = random.nextInt(random.nextBoolean() ? 400 : broken.length);
                    broken[at] = (byte) random.nextInt(256);
                }
                try {
                    NavigabilityPickle.parse("x.obj", broken);
                } catch (BadInput expected) {
                    // One of the two allowed ends; any other exception fails the test.
                }
            }
        }
    }

    private static void refused(String message, byte[] content) {
        // Within a second on an idle core; the rest is for machines that others use too.
        BadInput fault = assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThrows(BadInput.class, () -> NavigabilityPickle.parse("x.obj", content)));
        assertEquals(message, fault.getMessage());
    }
}
