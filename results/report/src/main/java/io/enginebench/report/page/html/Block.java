package io.enginebench.report.page.html;

import io.enginebench.report.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a section is made of. All texts are plain; the templates escape them. */
public sealed interface Block {
    /** A heading below the section's own. */
    record Heading(String text) implements Block {}

    /** A paragraph. */
    record Text(String text) implements Block {}

    /** A paragraph that wants to be read before the others. */
    record Warning(String text) implements Block {}

    /** Sentences, each in pieces. */
    record Bullets(List<List<Piece>> items) implements Block {
        public Bullets {
            items = items.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A piece of a sentence.
     *
     * @param engine whose name it is, by the number of its colour; null if it is none
     */
    record Piece(String text, @Nullable Integer engine) {}

    /** A command to copy. */
    record Command(String text) implements Block {}

    /** Blocks that are shown on demand. */
    record Folded(String summary, List<Block> blocks) implements Block {
        public Folded {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A table; the first column heads its rows.
     *
     * @param rows as many texts each as there are columns
     */
    record DataTable(String caption, List<Column> columns, List<List<String>> rows, List<String> notes)
            implements Block {
        public DataTable {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            notes = List.copyOf(notes);
        }

        /** Whether its rows are too wide for a phone, figures beside sentences, and are shown there one below the other. */
        boolean stacks() {
            List<Content> contents = columns.stream().map(Column::content).toList();
            return contents.contains(Content.NUMBER) && contents.contains(Content.PROSE);
        }

        /** A table of figures: every column but the first holds numbers. */
        public static DataTable of(Table table, Palette palette) {
            List<Column> columns = new ArrayList<>();
            for (String name : table.header()) {
                columns.add(new Column(name, columns.isEmpty() ? Content.TEXT : Content.NUMBER, palette.find(name)));
            }
            return new DataTable(table.title(), columns, table.rows(), table.notes());
        }
    }

    /**
     * A column.
     *
     * @param engine whose colour marks it
     */
    record Column(String name, Content content, @Nullable Integer engine) {
        /** The class that the style sheet knows. */
        String style() {
            return content.name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a column holds, which decides how it is aligned and broken. */
    enum Content {
        /** Aligned by its digits. */
        NUMBER,
        /** Kept on one line where that is possible. */
        TEXT,
        /** Broken anywhere. */
        PROSE
    }

    /** What can be said of one thing in a sentence, first of all. */
    record Statement(String about, List<String> tags, String headline, String detail) {
        public Statement {
            tags = List.copyOf(tags);
        }
    }

    /** What can be said of a run. */
    record Statements(List<Statement> statements) implements Block {
        public Statements {
            statements = List.copyOf(statements);
        }
    }

    /**
     * A chart with its figures as a table below it.
     *
     * @param subtitle unit and direction
     * @param summary what one would say of it who cannot see it
     */
    record Figure(String id, String title, String subtitle, String summary, Chart chart, DataTable table)
            implements Block {}

    /**
     * Blocks that belong together.
     *
     * @param sideBySide where there is room; else below each other in one place
     */
    record Group(boolean sideBySide, List<Block> blocks) implements Block {
        public Group {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A table whose fields are coloured by how much they say.
     *
     * @param engine whose colour it has; null if each field has its own
     * @param corner what stands down and across
     * @param heads of the rows
     */
    record Matrix(
            String caption,
            @Nullable Integer engine,
            String corner,
            List<String> columns,
            List<String> heads,
            List<List<Field>> rows)
            implements Block {
        public Matrix {
            columns = List.copyOf(columns);
            heads = List.copyOf(heads);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A field of a matrix.
     *
     * @param shade 0..10 from none to dark
     * @param strong whether it is one to look for
     * @param engine whose colour it has; null if it has the matrix's or none
     */
    record Field(
            String text,
            int shade,
            boolean strong,
            @Nullable Integer engine) {}
}
