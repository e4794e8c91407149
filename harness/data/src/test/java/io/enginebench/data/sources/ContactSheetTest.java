package io.enginebench.data.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.array.Npy;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;
    private static final int GREY = 0xff808080;

    /** Three images of two channels, 1 pixel high and 2 wide, of the classes 1, 0 and 1. */
    private static final Npy X = Npy.of(List.of(3, 2, 1, 2), new float[] {0, 5, 9, -1, 3, 3, 0, 1, 0, 1, 0, 1});

    private static final Npy Y = Npy.of(List.of(3), new float[] {1, 0, 1});

    @Test
    void eachClassHasARowAndEachChannelItsOwnRange() {
        // Gap 6, label 110, so the images start at x = 116; rows of 3 pixels start at y = 6 and 15. A channel is 6
        // pixels wide,
        // the next starts 2 further on.
        BufferedImage sheet = ContactSheet.of(X, Y, List.of("a", "b"), 2);

        assertEquals(110 + 2 * (6 + 2 + 6 + 6) + 6, sheet.getWidth());
        assertEquals(2 * (3 + 6) + 6, sheet.getHeight());
        assertEquals(GREY, sheet.getRGB(116, 6), "class 0, channel 0: 3 and 3");
        assertEquals(BLACK, sheet.getRGB(124, 6), "class 0, channel 1: 0 and 1");
        assertEquals(BLACK, sheet.getRGB(116, 15), "class 1, first image, channel 0: 0 and 5");
        assertEquals(BLACK, sheet.getRGB(118, 17), "the first pixel three times as large");
        assertEquals(WHITE, sheet.getRGB(119, 17));
        assertEquals(WHITE, sheet.getRGB(122, 15), "between the channels");
        assertEquals(WHITE, sheet.getRGB(124, 15), "class 1, first image, channel 1: 9 and -1");
        assertEquals(BLACK, sheet.getRGB(127, 15));
        assertEquals(BLACK, sheet.getRGB(136, 15), "class 1, second image");
    }

    @Test
    void onlyTheFirstImagesOfAClassAreShown() {
        assertEquals(110 + 20 + 6, ContactSheet.of(X, Y, List.of(), 1).getWidth());
    }

    @Test
    void theNameOfAClassIsWrittenInBlack() {
        BufferedImage sheet = ContactSheet.of(X, Y, List.of("|", "|"), 2);

        boolean black = false;
        for (int x = 0; x < 110; x++) {
            for (int y = 0; y < sheet.getHeight(); y++) {
                black |= sheet.getRGB(x, y) == BLACK;
            }
        }
        assertTrue(black);
    }

    @Test
    void targetsMustBeOneForEachImage() {
        Npy two = Npy.of(List.of(2), new float[2]);

        assertEquals(
                "shape of y must be one value for each row of x, got [2]",
                assertThrows(IllegalArgumentException.class, () -> ContactSheet.of(X, two, List.of(), 2))
                        .getMessage());
    }
}
