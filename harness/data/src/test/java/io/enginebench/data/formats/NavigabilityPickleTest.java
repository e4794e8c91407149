package io.enginebench.data.formats;

import static io.enginebench.data.pickle.Pickles.bytes;
import static io.enginebench.data.pickle.Pickles.concat;
import static io.enginebench.data.pickle.Pickles.repeat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NavigabilityPickleTest {
    /** The stand-ins for the study's file, which are beside the checkout and not in it. */
    private static final Path DATA = Path.of(System.getProperty("enginebench.home", "."), "..", "shared", "data");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numpy1-list-i1-p0",
                "numpy1-list-i1-p1",
                "numpy1-list-i1-p2",
                "numpy1-list-i1-p3",
                "numpy1-list-i1-p4",
                "numpy1-list-i1-p5",
                "numpy2-list-i1-p0",
                "numpy2-list-i1-p1",
                "numpy2-list-i1-p2",
                "numpy2-list-i1-p3",
                "numpy2-list-i1-p4",
                "numpy2-list-i1-p5",
                "numpy1-fortran-i1-p3",
                "numpy1-fortran-i1-p5",
                "numpy2-fortran-i1-p3",
                "numpy2-fortran-i1-p5",
                "numpy1-tuple-scalar-i1-p4",
                "numpy2-tuple-scalar-i1-p4",
                "numpy1-list-f4-big-p4",
                "numpy1-list-i2-big-p4",
                "numpy1-list-u2-p4",
                "numpy1-list-u1-p4",
                "numpy1-list-f8-p4",
                "numpy1-flat-i1-p4",
                "numpy1-flat-fortran-i2-big-p4",
                "numpy1-flatrows-i1-p1",
                "numpy1-flatlists-p2",
                "numpy1-nested-bigendian-label-p2",
                "numpy1-rows-i1-p4"
            })
    void everyEncodingOfTheSameRecordsIsReadAlike(String fixture) throws IOException {
        Samples samples = NavigabilityPickle.parse(fixture, fixture(fixture));
        assertEquals(List.of(2, 4, 20, 20), samples.x().shape());
        assertEquals(List.of(2), samples.y().shape());
        assertEquals(Npy.Type.FLOAT32, samples.x().type());
        assertArrayEquals(new float[] {2, 3}, samples.y().rows(new int[] {0, 1}));
        assertArrayEquals(expected(fixture.contains("-u")), samples.x().rows(new int[] {0, 1}));
        assertFalse(samples.synthetic());
    }

    /** The formula of make.py. */
    private static float[] expected(boolean absolute) {
        float[] x = new float[2 * 1600];
        for (int i = 0; i < x.length; i++) {
            int record = i / 1600;
            int image = i / 400 % 4;
            int row = i / 20 % 20;
            int column = i % 20;
            int pixel = record * 5 + image + row - column;
            x[i] = image == 3 && row == 0 && column == 1 ? 7 : absolute ? Math.abs(pixel) : pixel;
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat-f8", "list-p0", "list-p2", "list-p3", "list-p4", "plain-floats"})
    void smallFilesHoldTheExpectedValues(String encoding) throws IOException {
        Samples samples = NavigabilityPickle.parse(encoding, shared("small-" + encoding + ".obj"));
        JsonNode expected = new ObjectMapper().readTree(shared("small-expected.json"));
        JsonNode labels = expected.get("labels");
        assertEquals(List.of(labels.size(), 4, 20, 20), samples.x().shape());
        float[] y = samples.y().rows(IntStream.range(0, labels.size()).toArray());
        for (int i = 0; i < y.length; i++) {
            assertEquals(labels.get(i).asInt(), y[i]);
        }
        float[] x = samples.x().rows(new int[] {0});
        for (int i = 0; i < 20; i++) {
            assertEquals((float) expected.get("first_heights_row0").get(i).asDouble(), x[i]);
        }
        for (int image = 0; image < 4; image++) {
            double sum = 0;
            for (int i = 0; i < 400; i++) {
                sum += x[image * 400 + i];
            }
            // 400 roundings to 24 bits, each of a value below 16.
            assertEquals(expected.get("sum_per_channel_of_record_0").get(image).asDouble(), sum, 400 * 0x1p-21);
        }
    }

    /** The numbers were computed with Python's pickle and NumPy 1.24.2: np.bincount of the targets, sums in float64. */
    @Test
    void fileOf849RecordsIsReadWhole() throws IOException {
        Samples samples = NavigabilityPickle.parse("navigability.obj", shared("navigability-real-terrain.obj"));
        assertEquals(List.of(849, 4, 20, 20), samples.x().shape());
        int[] all = IntStream.range(0, 849).toArray();
        int[] counts = new int[5];
        for (float target : samples.y().rows(all)) {
            counts[(int) target]++;
        }
        assertArrayEquals(new int[] {0, 212, 212, 212, 213}, counts);
        double[] sums = new double[4];
        float[] x = samples.x().rows(all);
        for (int i = 0; i < x.length; i++) {
            sums[i / 400 % 4] += x[i];
        }
        assertArrayEquals(
                new double[] {1796502.477860316, 27330.78929646899, 361723.85372177267, 361723.85374508996},
                sums,
                1e-3);
        assertFalse(samples.synthetic());
    }

    @Test
    void idThatStartsWithSyntheticMarksTheFile() {
        assertTrue(parse(records(bytes("K\1"), string("real-1")), records(bytes("K\1"), string("synthetic-2")))
                .synthetic());
        assertFalse(parse(records(bytes("K\1"), string("not synthetic"))).synthetic());
    }

    @Test
    void booleanPixelsAreZeroAndOne() {
        byte[] image = image(bytes("\u0088"), 20, 20);
        assertEquals(
                1, parse(record(bytes("K\1"), image, image, image, image)).x().rows(new int[] {0})[1599]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"K\0", "K\5", "J\377\377\377\377", "G\100\4\0\0\0\0\0\0", "N", "\210", "F1.5\n", "Fnan\n"})
    void targetOutsideOneToFourIsRefusedWithItsRecord(String target) {
        String got =
                switch (target) {
                    case "K\0" -> "0";
                    case "K\5" -> "5";
                    case "J\377\377\377\377" -> "-1";
                    case "G\100\4\0\0\0\0\0\0" -> "2.5";
                    case "N" -> "None";
                    case "\210" -> "True";
                    case "F1.5\n" -> "1.5";
                    default -> "NaN";
                };
        refused(
                "nav.obj: target of record 1 (the first is 0) must be a whole number 1..4, got " + got,
                records(bytes("K\1"), bytes("N")),
                records(bytes(target), bytes("N")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fnan\n", "Finf\n", "F-inf\n", "F1e39\n", "N", "U\1a"})
    void pixelThatIsNotAFiniteFloatIsRefusedWithItsPlace(String pixel) {
        String got =
                switch (pixel) {
                    case "Fnan\n" -> "NaN";
                    case "Finf\n" -> "Infinity";
                    case "F-inf\n" -> "-Infinity";
                    case "F1e39\n" -> "1.0E39";
                    case "N" -> "None";
                    default -> "the string 'a'";
                };
        byte[] good = image(bytes("K\1"), 20, 20);
        // 19 whole rows, then a row whose last number is the bad one.
        byte[] bad = concat(
                bytes("("),
                repeat(row(bytes("K\1"), 20), 19),
                bytes("("),
                repeat(bytes("K\1"), 19),
                bytes(pixel),
                bytes("tt"));
        refused(
                "nav.obj: pixel (19, 19) of elevations of record 0 (the first is 0) must be a finite 32-bit float, got "
                        + got,
                record(bytes("K\1"), good, good, bad, good));
    }

    @Test
    void nanInAnArrayIsRefusedWithItsPlace() throws IOException {
        byte[] content = fixture("numpy1-list-f8-p4");
        // The first image's first pixel is 0.0 and its second -1.0: BF F0 in the last bytes; NaN is 7F F8.
        int at = indexOf(content, new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf0, (byte) 0xbf});
        content[at + 6] = (byte) 0xf8;
        content[at + 7] = 0x7f;
        assertEquals(
                "nav.obj: pixel (0, 1) of heights of record 0 (the first is 0) must be a finite 32-bit float, got NaN",
                assertThrows(BadInput.class, () -> NavigabilityPickle.parse("nav.obj", content))
                        .getMessage());
    }

    @Test
    void imageThatIsNotTwentyByTwentyIsRefusedWithItsRecord() {
        byte[] good = image(bytes("K\1"), 20, 20);
        refused(
                "nav.obj: gradient of record 0 (the first is 0) must be 20x20 numbers, got a tuple of 19",
                record(bytes("K\1"), good, image(bytes("K\1"), 19, 20), good, good));
        refused(
                "nav.obj: row 0 of depressions of record 0 (the first is 0) must be 20 numbers, got a tuple of 21",
                record(bytes("K\1"), good, good, good, image(bytes("K\1"), 20, 21)));
        refused(
                "nav.obj: heights of record 0 (the first is 0) must be 20x20 numbers, got an array of shape [10, 40]",
                record(bytes("K\1"), array(10, 40), good, good, good));
        refused(
                "nav.obj: heights of record 0 (the first is 0) must be 20x20 numbers, got None",
                record(bytes("K\1"), bytes("N"), good, good, good));
    }

    @Test
    void recordWithTooFewFieldsIsRefusedWithItsNumber() {
        refused(
                "nav.obj: record 1 (the first is 0) must be 6 fields (target, id, heights, gradient, elevations, depressions)"
                        + " or 1602 numbers, got a tuple of 5",
                records(bytes("K\1"), bytes("N")),
                concat(bytes("(K\1N"), repeat(image(bytes("K\1"), 20, 20), 3), bytes("t")));
    }

    @Test
    void valueThatIsNoListOfRecordsIsRefused() {
        String rule = "nav.obj must be a list of records or an array of 1602 columns, got ";
        assertEquals(rule + "None", message(bytes("\u0080\2N.")));
        assertEquals(rule + "5", message(bytes("\u0080\2K\5.")));
        assertEquals(rule + "an array of shape [2, 3]", message(concat(bytes("\u0080\2"), array(2, 3), bytes("."))));
        assertEquals(
                "nav.obj must have one or more records and a byte or more for each pixel, got 0 records in 4 bytes",
                message(bytes("\u0080\2].")));
    }

    private static Samples parse(byte[]... records) {
        return NavigabilityPickle.parse("nav.obj", list(records));
    }

    private static void refused(String message, byte[]... records) {
        assertEquals(message, message(list(records)));
    }

    private static String message(byte[] content) {
        BadInput fault = assertThrows(BadInput.class, () -> NavigabilityPickle.parse("nav.obj", content));
        return String.valueOf(fault.getMessage());
    }

    private static byte[] list(byte[]... records) {
        return concat(bytes("\u0080\2]("), concat(records), bytes("e."));
    }

    /** A record of four images of ones. */
    private static byte[] records(byte[] target, byte[] id) {
        return concat(bytes("("), target, id, repeat(image(bytes("K\1"), 20, 20), 4), bytes("t"));
    }

    private static byte[] record(byte[] target, byte[]... images) {
        return concat(bytes("("), target, bytes("N"), concat(images), bytes("t"));
    }

    private static byte[] image(byte[] pixel, int rows, int columns) {
        return concat(bytes("("), repeat(row(pixel, columns), rows), bytes("t"));
    }

    private static byte[] row(byte[] pixel, int columns) {
        return concat(bytes("("), repeat(pixel, columns), bytes("t"));
    }

    /** A numpy array of unsigned bytes, all zero, of two axes below 256. */
    private static byte[] array(int rows, int columns) {
        byte[] size = {(byte) (rows * columns), (byte) ((rows * columns) >> 8), 0, 0};
        return concat(
                bytes("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\1b\u0087R(K\1K"),
                new byte[] {(byte) rows, 'K', (byte) columns},
                bytes(
                        "\u0086cnumpy\ndtype\nU\2u1\u0089\u0088\u0087R(K\3U\1|NNNJ\377\377\377\377J\377\377\377\377K\0tb\u0089B"),
                size,
                new byte[rows * columns],
                bytes("tb"));
    }

    private static byte[] string(String text) {
        return concat(bytes("U"), new byte[] {(byte) text.length()}, bytes(text));
    }

    private static int indexOf(byte[] content, byte[] wanted) {
        return IntStream.range(0, content.length - wanted.length)
                .filter(at -> IntStream.range(0, wanted.length).allMatch(i -> content[at + i] == wanted[i]))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] fixture(String fixture) throws IOException {
        try (InputStream in = NavigabilityPickleTest.class.getResourceAsStream("/pickles/" + fixture + ".obj")) {
            return Objects.requireNonNull(in, fixture).readAllBytes();
        }
    }

    private static byte[] shared(String file) throws IOException {
        assumeTrue(Files.isReadable(DATA.resolve(file)), "needs " + DATA.resolve(file));
        return Files.readAllBytes(DATA.resolve(file));
    }
}
