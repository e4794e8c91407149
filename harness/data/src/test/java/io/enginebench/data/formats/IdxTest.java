package io.enginebench.data.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.ExitCode;
import io.enginebench.record.array.Npy;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdxTest {
    private static String refusal(String hex, int axes) {
        BadInput refused =
                assertThrows(BadInput.class, () -> Idx.parse("f", HexFormat.of().parseHex(hex), axes));
        assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
        return refused.getMessage();
    }

    @Test
    void twoImagesOfOneByTwoAreRead() {
        Npy idx = Idx.parse(
                "f", HexFormat.of().parseHex("00000803" + "00000002" + "00000001" + "00000002" + "01020304"), 3);
        assertEquals(List.of(2, 1, 2), idx.shape());
        assertEquals(4, idx.values().remaining());
        assertEquals(3, idx.values().get(2));
    }

    @Test
    void anotherMagicNumberIsRefused() {
        assertEquals(
                "f must start with the IDX magic number 0x00000801, got 0x00000803",
                refusal("00000803" + "00000001" + "01", 1));
    }

    @Test
    void countLargerThanTheFileIsRefused() {
        assertEquals(
                "f must have the 5 values that its header [5] says, got 1", refusal("00000801" + "00000005" + "01", 1));
    }

    @Test
    void trailingGarbageIsRefused() {
        assertEquals(
                "f must have the 1 values that its header [1] says, got 2",
                refusal("00000801" + "00000001" + "0101", 1));
    }

    @Test
    void axesWhoseProductOverflowsAreRefused() {
        assertEquals(
                "f must have axes of a sensible length, got [65536, 65536, null]",
                refusal("00000803" + "00010000" + "00010000" + "00010000", 3));
        assertEquals("f must have axes of a sensible length, got [-1]", refusal("00000801" + "ffffffff", 1));
    }

    @Test
    void fileShorterThanItsHeaderIsRefused() {
        assertEquals("f must be an IDX file of 8 bytes or more, got 3", refusal("000008", 1));
    }
}
