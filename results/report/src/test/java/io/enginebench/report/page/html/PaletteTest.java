package io.enginebench.report.page.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void enginesAreMarkedInWordsAndNotInTheCommandBehindThem() {
        String text = "alpha is faster than beta; next: ./bench compare --engines alpha,beta";
        List<Block.Piece> pieces = new Palette(List.of("alpha", "beta")).pieces(text);
        assertEquals(text, pieces.stream().map(Block.Piece::text).collect(Collectors.joining()));
        assertEquals(
                List.of(0, 1),
                pieces.stream()
                        .map(Block.Piece::engine)
                        .filter(Objects::nonNull)
                        .toList());
    }
}
