package io.enginebench.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Where people read what is printed: it knows how much of a text goes into a line of theirs, and whether they see colours. */
final class Screen extends PrintWriter {
    /** More than any text has: what is no terminal breaks no lines, for a program may read them. */
    private static final int ENDLESS = Integer.MAX_VALUE;

    private static final int NARROWEST = 80;
    private static final int WIDEST = 160;

    private final IntSupplier columns;
    private final Ansi ansi;

    /** The standard output of this process; the terminal is asked for its width when that is needed first. */
    Screen(Map<String, String> environment) {
        super(System.out, true, StandardCharsets.UTF_8);
        columns = new UsageMessageSpec().autoWidth(true).width(ENDLESS)::width;
        // AUTO knows a terminal from a pipe, and NO_COLOR; to a dumb terminal its codes would be text.
        ansi = "dumb".equals(environment.get("TERM")) ? Ansi.OFF : Ansi.AUTO;
    }

    /** A terminal with so many columns. */
    Screen(Writer writer, int columns, Ansi ansi) {
        super(writer, true);
        this.columns = () -> columns;
        this.ansi = ansi;
    }

    /** The characters in a line, 80..160; endless where it is no terminal. */
    static int width(PrintWriter out) {
        int columns = out instanceof Screen screen ? screen.columns.getAsInt() : ENDLESS;
        return columns == ENDLESS ? ENDLESS : Math.max(NARROWEST, Math.min(WIDEST, columns));
    }

    /** How styles are written there: as nothing where it is no terminal. */
    static Ansi ansi(PrintWriter out) {
        return out instanceof Screen screen ? screen.ansi : Ansi.OFF;
    }
}
