package io.enginebench.report.page.html;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One colour and one mark for each engine, the same everywhere on a page.
 *
 * @param engines ids in the order they first appear in
 */
public record Palette(List<String> engines) {
    /** Colours that the style sheet has; a seventh engine shares the first one's. */
    private static final int COLOURS = 6;

    public Palette {
        engines = engines.stream().distinct().toList();
    }

    /** The number of an engine's colour. */
    public int of(String engine) {
        return Math.max(0, engines.indexOf(engine)) % COLOURS;
    }

    /** The number of the colour, or null if the text is no engine's id. */
    @Nullable
    Integer find(String text) {
        return engines.contains(text) ? of(text) : null;
    }
}
