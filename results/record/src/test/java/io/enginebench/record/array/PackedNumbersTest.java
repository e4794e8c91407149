package io.enginebench.record.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedNumbersTest {
    /** What numpy.save and zlib.compress of Python make of [3, 1, 2], [70000, -1] and [1.5, -2] in |u1, <i4 and <f4. */
    private static final String BYTES =
            "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuZkYmAMWSG6w=";

    private static final String INTS =
            "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mirqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFACuAkFGhv9AAAA8tR/a";
    private static final String FLOATS =
            "eJyb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBoYD9gxAAgAz5x0Y";

    @Test
    void whatNumPyWroteIsRead() throws IOException {
        assertEquals(List.of(3, 1, 2), PackedNumbers.integers(BYTES));
        assertEquals(List.of(70_000, -1), PackedNumbers.integers(INTS));
        assertEquals(List.of(1.5f, -2f), PackedNumbers.floats(FLOATS));
        assertEquals(List.of(7, 8, 9), PackedNumbers.integers("7..9"));
    }

    @Test
    void numbersSurviveTheText() throws IOException {
        for (List<Integer> numbers : List.of(
                List.of(3, 1, 2), List.of(255, 0), List.of(256, 0), List.of(-3, -2), List.of(Integer.MAX_VALUE, 5))) {
            assertEquals(numbers, PackedNumbers.integers(PackedNumbers.textOfIntegers(numbers)));
            assertEquals(numbers, PackedNumbers.integers(numbers));
        }
        List<Float> floats = List.of(0.1f, -3e38f, Float.MIN_VALUE);
        assertEquals(floats, PackedNumbers.floats(PackedNumbers.textOfFloats(floats)));
    }

    @Test
    void numbersThatFollowEachOtherAreTheirEnds() {
        List<Integer> rows = IntStream.range(0, 10_000).boxed().toList();
        assertEquals("0..9999", PackedNumbers.textOfIntegers(rows));
        assertEquals(rows, PackedNumbers.integers(rows));
    }

    @Test
    void listsCannotBeChanged() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> PackedNumbers.integers(List.of(5, 3)).set(0, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9..7 | packed numbers must be a range of 1..16777216 numbers, got 9..7",
                "0..99999999 | packed numbers must be a range of 1..16777216 numbers, got 0..99999999",
                "-1..3 | packed numbers must be in base 64, got Illegal base64 character 2d",
                "AAAA | packed numbers must be a whole zlib stream, got: ",
            })
    void otherTextIsRefused(String text, String message) {
        String got = assertThrows(IOException.class, () -> PackedNumbers.integers(text))
                .getMessage();
        assertTrue(got.startsWith(message), got);
    }

    @Test
    void arrayOfAnotherTypeIsRefused() {
        assertEquals(
                "packed numbers must be |u1 or <i4, got FLOAT32",
                assertThrows(IOException.class, () -> PackedNumbers.integers(FLOATS))
                        .getMessage());
        assertEquals(
                "packed numbers must be <f4, got UINT8",
                assertThrows(IOException.class, () -> PackedNumbers.floats(BYTES))
                        .getMessage());
    }

    /** A few kilobytes that stand for 65 MiB. */
    @Test
    void textThatStandsForTooMuchIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            for (int i = 0; i < 65; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        String text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        assertEquals(
                "packed numbers must be of at most 16777216 numbers, got more",
                assertThrows(IOException.class, () -> PackedNumbers.integers(text))
                        .getMessage());
    }
}
