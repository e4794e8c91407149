package io.enginebench.data.declared;

import io.enginebench.data.text.DecimalNumber;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables as RFC 4180 has them, in UTF-8, with a header, a line at a time. */
final class Tables {
    private static final long MOST_BYTES = 8L << 30;
    private static final int MOST_COLUMNS = 4097;

    private Tables() {}

    /** A line of a table: its cells without the blanks around them. */
    interface Line {
        String cell(int column);

        /** Which line of which file, and which column, for messages. */
        String where(String column);
    }

    /** What reads a table. */
    interface Reading {
        /** The names of the columns, all different. */
        void header(List<String> columns);

        /** A line that has as many cells. */
        void line(Line line);
    }

    /**
     * Reads a table.
     *
     * @param name for messages
     * @param delimiter null for a comma
     * @throws BadInput naming the line, from 1
     */
    static void read(String name, Path file, @Nullable String delimiter, Reading reading) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInput(
                        "%s must have at most %d bytes, got %d".formatted(name, MOST_BYTES, Files.size(file)));
            }
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(delimiter == null ? "," : delimiter)
                    .setIgnoreEmptyLines(true)
                    .get();
            // A decoder of one's own refuses what is not UTF-8, in place of making signs of it.
            try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder());
                    CSVParser lines = CSVParser.builder()
                            .setReader(text)
                            .setFormat(format)
                            .get()) {
                read(name, lines, reading);
            }
        } catch (UncheckedIOException e) {
            throw malformed(name, Objects.requireNonNullElse(e.getCause(), e));
        } catch (IOException e) {
            throw malformed(name, e);
        }
    }

    private static BadInput malformed(String name, Exception cause) {
        return new BadInput("%s must be a table in UTF-8 as RFC 4180 has them, got: %s"
                .formatted(name, Excerpt.of(BenchException.messageOf(cause))));
    }

    private static void read(String name, CSVParser lines, Reading reading) {
        List<String> header = new ArrayList<>();
        for (CSVRecord line : lines) {
            long at = lines.getCurrentLineNumber();
            if (header.isEmpty()) {
                line.forEach(cell -> header.add(cell.strip()));
                header.set(0, header.get(0).replaceFirst("^\uFEFF", "").strip());
                check(name, header);
                reading.header(List.copyOf(header));
            } else if (line.size() != header.size()) {
                throw new BadInput("%s, line %d must have %d cells, as the header has, got %d"
                        .formatted(name, at, header.size(), line.size()));
            } else {
                reading.line(new Line() {
                    @Override
                    public String cell(int column) {
                        return line.get(column).strip();
                    }

                    @Override
                    public String where(String column) {
                        return "%s, line %d, column %s".formatted(name, at, Excerpt.of(column));
                    }
                });
            }
        }
        if (header.isEmpty()) {
            throw new BadInput(name + " must begin with a header, got nothing");
        }
    }

    private static void check(String name, List<String> header) {
        Set<String> different = new HashSet<>();
        for (String column : header) {
            if (column.isEmpty() || !different.add(column)) {
                throw new BadInput("header of %s must have different names, got '%s'%s"
                        .formatted(name, Excerpt.of(column), column.isEmpty() ? "" : " twice"));
            }
            if (DecimalNumber.matches(column)) {
                throw new BadInput("header of %s must be names of columns, got the number '%s'; next: add a header"
                        .formatted(name, column));
            }
        }
        if (header.size() > MOST_COLUMNS) {
            throw new BadInput(
                    "header of %s must have at most %d columns, got %d".formatted(name, MOST_COLUMNS, header.size()));
        }
    }

    /**
     * The number of a cell.
     *
     * @param where for messages, of which a table of numbers needs none
     */
    static double number(String text, Supplier<String> where) {
        if (!DecimalNumber.matches(text)) {
            throw new BadInput("%s must be a number, got '%s'".formatted(where.get(), Excerpt.of(text)));
        }
        double number = Double.parseDouble(text);
        if (!Float.isFinite((float) number)) {
            throw new BadInput(
                    "%s must be a number that a 32-bit float holds, got '%s'".formatted(where.get(), Excerpt.of(text)));
        }
        return number;
    }

    /** The place of a column. */
    static int column(List<String> header, String column, String member, String name) {
        int at = header.indexOf(column);
        if (at < 0) {
            throw new BadInput("%s must be a column of %s (%s), got '%s'"
                    .formatted(member, name, Excerpt.of(String.join(", ", header)), Excerpt.of(column)));
        }
        return at;
    }
}
