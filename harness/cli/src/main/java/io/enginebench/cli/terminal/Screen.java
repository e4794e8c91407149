package io.enginebench.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Where people read what is printed: it knows how much of a text goes into a line of theirs. */
final class Screen extends PrintWriter {
    /** More than any text has: what is no terminal breaks no lines, for a program may read them. */
    private static final int ENDLESS = Integer.MAX_VALUE;

    private static final int NARROWEST = 80;
    private static final int WIDEST = 160;

    private final IntSupplier columns;

    /** The standard output of this process; the terminal is asked for its width when that is needed first. */
    Screen() {
        super(System.out, true, StandardCharsets.UTF_8);
        columns = new UsageMessageSpec().autoWidth(true).width(ENDLESS)::width;
    }

    /** A terminal with so many columns. */
    Screen(Writer writer, int columns) {
        super(writer, true);
        this.columns = () -> columns;
    }

    /** The characters in a line, 80..160; endless where it is no terminal. */
    static int width(PrintWriter out) {
        int columns = out instanceof Screen screen ? screen.columns.getAsInt() : ENDLESS;
        return columns == ENDLESS ? ENDLESS : Math.max(NARROWEST, Math.min(WIDEST, columns));
    }
}
