package io.enginebench.report.page.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One colour and one mark for each engine, the same everywhere on a page.
 *
 * @param engines ids in the order they first appear in
 */
public record Palette(List<String> engines) {
    /** Colours that the style sheet has; one engine more shares the first one's. */
    private static final int COLOURS = 10;
    /** What a command is behind. */
    private static final String NEXT = "next: ";

    public Palette {
        engines = engines.stream().distinct().toList();
    }

    /** The number of an engine's colour. */
    public int of(String engine) {
        return Math.max(0, engines.indexOf(engine)) % COLOURS;
    }

    /** A text in pieces, each name of an engine one of its own, but for those in the command that comes last: it is copied. */
    public List<Block.Piece> pieces(String text) {
        List<Block.Piece> pieces = new ArrayList<>();
        Matcher name = Pattern.compile(engines.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\w.-])(?:", ")(?![\\w-]|\\.\\w)")))
                .matcher(text);
        int command = text.indexOf(NEXT);
        name.useTransparentBounds(true).region(0, command < 0 ? text.length() : command);
        int from = 0;
        while (name.find()) {
            pieces.add(new Block.Piece(text.substring(from, name.start()), null));
            pieces.add(new Block.Piece(name.group(), of(name.group())));
            from = name.end();
        }
        pieces.add(new Block.Piece(text.substring(from), null));
        return pieces;
    }

    /** The number of the colour, or null if the text is no engine's id. */
    @Nullable
    Integer find(String text) {
        return engines.contains(text) ? of(text) : null;
    }
}
