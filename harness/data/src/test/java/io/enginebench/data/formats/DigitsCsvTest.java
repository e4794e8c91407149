package io.enginebench.data.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.ground.BenchException.BadInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitsCsvTest {
    private static final String INK = "0,16,".repeat(32);

    private static Samples parse(String text) {
        return DigitsCsv.parse("digits.csv", text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aLineIsARowOfInkAndADigit() {
        Samples digits = parse(INK + "3\n" + INK.replace("16", "7") + "9\n");
        assertEquals(List.of(2, 64), digits.x().shape());
        assertEquals(16, digits.x().rows(new int[] {0})[1]);
        assertEquals(7, digits.x().rows(new int[] {1})[63]);
        assertEquals(9, digits.y().rows(new int[] {1})[0]);
    }

    @Test
    void whatIsNoDigitIsRefusedByItsPlace() {
        assertRefused("digits.csv, line 2, column 65 must be 0..9, got '10'", INK + "3\n" + INK + "10\n");
        assertRefused("digits.csv, line 1, column 2 must be 0..16, got '17'", INK.replaceFirst("16", "17") + "3\n");
        assertRefused("digits.csv, line 1, column 1 must be 0..16, got '-1'", INK.replaceFirst("0", "-1") + "3\n");
        assertRefused("digits.csv, line 1 must have 65 numbers, got 64", INK.substring(2) + "3\n");
        assertRefused("digits.csv must have one or more lines, got none", "");
    }

    private static void assertRefused(String message, String text) {
        assertEquals(message, assertThrows(BadInput.class, () -> parse(text)).getMessage());
    }
}
