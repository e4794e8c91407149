package io.enginebench.report.page.html;

import io.enginebench.report.page.html.Block.Column;
import io.enginebench.report.page.html.Block.Content;
import io.enginebench.report.page.html.Block.DataTable;
import io.enginebench.report.text.Cut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table as it comes together: its columns in their order, then its rows. */
public final class Sheet {
    private static final int MOST_ROWS = 1000;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Columns of short texts. */
    public Sheet texts(String... names) {
        return add(Content.TEXT, names);
    }

    /** Columns of figures. */
    public Sheet numbers(String... names) {
        return add(Content.NUMBER, names);
    }

    /** Columns of sentences, hashes and lists, which may be broken anywhere. */
    public Sheet prose(String... names) {
        return add(Content.PROSE, names);
    }

    private Sheet add(Content content, String... names) {
        for (String name : names) {
            columns.add(new Column(name, content, null));
        }
        return this;
    }

    /** A column of an engine's figures, one for each row that is there. */
    public void engine(String id, Palette palette, List<String> figures) {
        columns.add(new Column(id, Content.NUMBER, palette.of(id)));
        append(figures);
    }

    /** Another column of figures, one for each row that is there. */
    public void numbers(String name, List<String> figures) {
        numbers(name);
        append(figures);
    }

    private void append(List<String> figures) {
        for (int r = 0; r < figures.size(); r++) {
            rows.get(r).add(figures.get(r));
        }
    }

    /** A row of as many texts as there are columns. */
    public void row(String... texts) {
        rows.add(new ArrayList<>(Arrays.asList(texts)));
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table, with what is to be said below it; of very many rows the first ones, which it then says. */
    public DataTable table(String caption, String... notes) {
        Cut<List<String>> cut = Cut.of(rows, MOST_ROWS);
        return new DataTable(
                caption,
                columns,
                cut.shown(),
                Stream.concat(Stream.of(notes), cut.said("rows").stream()).toList());
    }
}
