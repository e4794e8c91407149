package io.enginebench.report.table;

import java.util.List;
import java.util.stream.Collectors;

/** A table as GitHub-flavoured Markdown, its texts escaped so that none of them can be markup. */
public final class Markdown {
    private Markdown() {}

    /** The heading in bold, the table, and the notes below it; ends in a line feed. */
    public static String of(Table table) {
        StringBuilder text = new StringBuilder("**" + escape(table.title()) + "**\n\n");
        text.append(row(table.header()));
        text.append("| --- |")
                .append(" ---: |".repeat(table.header().size() - 1))
                .append('\n');
        table.rows().forEach(row -> text.append(row(row)));
        if (!table.notes().isEmpty()) {
            text.append('\n').append(escape(String.join(" ", table.notes()))).append('\n');
        }
        return text.toString();
    }

    private static String row(List<String> texts) {
        return texts.stream().map(Markdown::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escape(String text) {
        return text.replaceAll("[\\r\\n]+", " ")
                .replaceAll("[|*_`\\[\\]\\\\]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
