package io.enginebench.data.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What NumPy makes of each text was seen with numpy.loadtxt(path) of NumPy 1.24.2 and 2.4.6. */
class EmojisTextTest {
    private static final String PIXEL_RULE = "a pixel 0 or 1 (a row is a label and 1024 pixels)";

    @Test
    void labelLosesOneAndPixelsKeepTheirOrder() {
        // Row 0 of the image is 1 0 0 ..., row 1 is 0 1 0 ...: pixels 0 and 33 are set.
        String first = "5 1" + " 0".repeat(32) + " 1" + " 0".repeat(990);
        Samples samples = parse(first + "\n" + row("1", "1") + "\n");
        assertEquals(List.of(2, 1, 32, 32), samples.x().shape());
        assertEquals(List.of(2), samples.y().shape());
        assertEquals(Npy.Type.UINT8, samples.x().type());
        assertEquals(Npy.Type.UINT8, samples.y().type());
        assertArrayEquals(new float[] {4, 0}, samples.y().rows(new int[] {0, 1}));
        float[] image = new float[1024];
        image[0] = 1;
        image[33] = 1;
        assertArrayEquals(image, samples.x().rows(new int[] {0}));
        assertFalse(samples.synthetic());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "+1",
                "-0",
                "00001",
                "1.",
                ".0",
                "1.000000000000000000e+00",
                "0.000000000000000000e+00",
                "1E+00",
                "+.1e1",
                "10e-1",
                "1e0000000000",
                "1e-400"
            })
    void numberThatNumpyReadsAsZeroOrOneIsAPixel(String pixel) {
        float expected = pixel.contains("1") && !pixel.equals("1e-400") ? 1 : 0;
        assertEquals(expected, parse(row("3", pixel)).x().rows(new int[] {0})[1023]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "+3", "3.", "3.000000000000000000e+00", "0.3e1"})
    void wholeNumberInAnyNotationIsALabel(String label) {
        assertEquals(2, parse(row(label, "0")).y().rows(new int[] {0})[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r\n",
                "\r",
                "\n\n",
                "\r\n \t\r\n",
                " \n ",
                "\n# note\n",
                " # caf\u00e9\n",
                "#\n",
                "\r\r\n"
            })
    void lineEndsBlankLinesAndCommentsSeparateRows(String between) {
        Samples samples = parse(row("1", "0") + between + row("2", "1"));
        assertArrayEquals(new float[] {0, 1}, samples.y().rows(new int[] {0, 1}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "  ", " \t ", "\u000b", "\f", "\u001c", "\u001f"})
    void anyAsciiWhiteSpaceSeparatesNumbers(String space) {
        assertEquals(1, parse(row("1", "1").replace(" ", space)).y().shape().get(0));
    }

    @Test
    void commentLineThatStartsWithSyntheticMarksTheFile() {
        assertTrue(parse("# synthetic, seed 1\n" + row("1", "0")).synthetic());
        assertTrue(parse("# emojis\r\n  # synthetic\r\n" + row("1", "0")).synthetic());
        assertFalse(parse("# not synthetic\n" + row("1", "0")).synthetic());
        assertFalse(parse(row("1", "0") + " # synthetic\n").synthetic());
        assertFalse(parse(row("1", "0") + "\n# synth").synthetic());
    }

    @Test
    void labelNineIsRefusedWithItsLineAndColumn() {
        refused(
                "# labels\r\n" + row("1", "0") + "\r\n\r\n" + row("9", "0") + "\r\n",
                "emojis.txt line 4 column 1 must be a label 1..5, got 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "-1", "1.5", "nan", "inf", "1e9", "4294967297", "one"})
    void labelOutsideOneToFiveIsRefused(String label) {
        refused(row(label, "0"), "emojis.txt line 1 column 1 must be a label 1..5, got " + label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "NaN", "nan", "2", "-1", "255", "1e400", "inf", "Infinity", "0.9999"})
    void pixelOtherThanZeroOrOneIsRefusedWithItsLineAndColumn(String pixel) {
        refused(
                row("1", "0") + "\n" + row("2", pixel),
                "emojis.txt line 2 column 1025 must be " + PIXEL_RULE + ", got " + pixel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x1", "0x1p0", "1_0", "1d", "1f", "1F", "1D", "1L", "1j", "1e", "1e+", ".", "+", "+-1", "- 1", "1,0",
                "\"1\"", "True", "x", "0 1;"
            })
    void whatNumpyDoesNotReadAsANumberIsRefused(String pixel) {
        String token = pixel.startsWith("- ") ? "-" : pixel;
        String got = pixel.startsWith("0 ") ? "1;" : token;
        int column = pixel.startsWith("- ") ? 2 : pixel.startsWith("0 ") ? 3 : 2;
        refused(
                "1 " + pixel + " 0".repeat(1022),
                "emojis.txt line 1 column " + column + " must be " + PIXEL_RULE + ", got " + got);
    }

    @Test
    void bytesBeyondAsciiAreRefusedOutsideOfComments() {
        refused("1\u00a00", "emojis.txt line 1 column 1 must be a label 1..5, got 1\\u00a00");
        refused("\u00ef\u00bb\u00bf1", "emojis.txt line 1 column 1 must be a label 1..5, got \\u00ef\\u00bb\\u00bf1");
        refused("1\0", "emojis.txt line 1 column 1 must be a label 1..5, got 1\\u0000");
    }

    @Test
    void rowThatIsTooShortIsRefusedWhereItEnds() {
        String shortRow = "1" + " 0".repeat(1023);
        refused(
                shortRow + "\n" + row("1", "0"),
                "emojis.txt line 1 column 1025 must be " + PIXEL_RULE + ", got the end of the line");
        refused(shortRow, "emojis.txt line 1 column 1025 must be " + PIXEL_RULE + ", got the end of the line");
        refused(shortRow + "# 0", "emojis.txt line 1 column 1025 must be " + PIXEL_RULE + ", got the end of the line");
    }

    @Test
    void rowThatIsTooLongIsRefusedWhereItGoesOn() {
        refused(
                row("1", "0") + " 1",
                "emojis.txt line 1 column 1026 must be the end of a row of a label and 1024 pixels, got 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "# only a comment"})
    void fileWithoutARowIsRefused(String text) {
        refused(text, "emojis.txt line 1 column 1 must be a label 1..5, got the end of the file");
    }

    @Test
    void endlessNumberIsRefusedWithoutBeingShownWhole() {
        refused(
                "1" + "0".repeat(999_999),
                "emojis.txt line 1 column 1 must be a label 1..5, got 1" + "0".repeat(59) + "... (1000000 characters)");
    }

    @Test
    void commaDecimalLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals(1, parse(row("1", "1.0")).x().rows(new int[] {0})[1023]);
            refused(row("1", "0,0"), "emojis.txt line 1 column 1025 must be " + PIXEL_RULE + ", got 0,0");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void fileOfSixtyMegabytesIsReadWithinSeconds() {
        String one = "1.000000000000000000e+00";
        byte[] row = (String.join(" ", Collections.nCopies(1025, one)) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] content = new byte[row.length * 2470];
        for (int i = 0; i < 2470; i++) {
            System.arraycopy(row, 0, content, i * row.length, row.length);
        }
        Samples samples =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> EmojisText.parse("emojis.txt", content));
        assertEquals(List.of(2470, 1, 32, 32), samples.x().shape());
    }

    /** A row whose pixels are 0 but for the last. */
    private static String row(String label, String lastPixel) {
        return label + " 0".repeat(1023) + " " + lastPixel;
    }

    private static Samples parse(String text) {
        return EmojisText.parse("emojis.txt", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void refused(String text, String message) {
        assertEquals(message, assertThrows(BadInput.class, () -> parse(text)).getMessage());
    }
}
