package io.enginebench.report.page;

import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One colour and one mark for each engine, the same everywhere on a page.
 *
 * @param engines ids in the order they first appear in
 */
record Palette(List<String> engines) {
    /** Colours that the style sheet has; a seventh engine shares the first one's. */
    private static final int COLOURS = 6;

    Palette {
        engines = List.copyOf(engines);
    }

    static Palette of(List<RunResult> results) {
        return new Palette(results.stream()
                .flatMap(result -> result.engines().stream())
                .map(EngineRecord::id)
                .distinct()
                .toList());
    }

    /** The number of an engine's colour. */
    int of(String engine) {
        return Math.max(0, engines.indexOf(engine)) % COLOURS;
    }

    /** The number of the colour, or null if the text is no engine's id. */
    @Nullable
    Integer find(String text) {
        return engines.contains(text) ? of(text) : null;
    }
}
