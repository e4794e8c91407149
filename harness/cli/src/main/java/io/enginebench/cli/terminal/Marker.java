package io.enginebench.cli.terminal;

import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.page.html.Block.Piece;
import io.enginebench.report.page.html.Palette;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Marks engines in the colours that they have on the page, and bold words; on what has no colours, a text is left as it is. */
record Marker(Palette palette, Ansi ansi) {
    /**
     * The page's ten colours of a terminal's 256, each to be read on black and on white, for nobody knows what a terminal is like: blue, orange, green,
     * pink, ochre, periwinkle, red, tan, lime, violet.
     */
    static final List<Integer> COLOURS = List.of(31, 166, 29, 169, 136, 104, 160, 137, 64, 134);

    /** The engines of a result, as its page numbers them. */
    static Marker of(RunResult result, Ansi ansi) {
        return new Marker(
                new Palette(result.engines().stream().map(EngineRecord::id).toList()), ansi);
    }

    String bold(String words) {
        return styled(words, Style.bold);
    }

    /** A text with each name of an engine in its colour, but for the command behind it, which is copied. */
    String engines(String text) {
        return palette.pieces(text).stream().map(this::coloured).collect(Collectors.joining());
    }

    private String coloured(Piece piece) {
        Integer engine = piece.engine();
        return engine == null ? piece.text() : styled(piece.text(), Style.fg("" + COLOURS.get(engine)));
    }

    private String styled(String words, IStyle style) {
        return CommandLine.Help.defaultColorScheme(ansi)
                .apply(words, List.of(style))
                .toString();
    }
}
