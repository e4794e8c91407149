package io.enginebench.data.formats;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** {@code digits.csv} of scikit-learn: a line for each digit, 64 counts of ink 0..16 and then the digit 0..9. */
public final class DigitsCsv {
    private static final int COLUMNS = 64;
    private static final int MOST_INK = 16;
    private static final int CLASSES = 10;

    private DigitsCsv() {}

    /**
     * Reads a whole file.
     *
     * @param name for messages
     * @return x (row, 64) and y (row), both as unsigned bytes
     * @throws BadInput naming line and column, both from 1
     */
    public static Samples parse(String name, byte[] content) {
        ByteArrayOutputStream x = new ByteArrayOutputStream();
        ByteArrayOutputStream y = new ByteArrayOutputStream();
        try (CSVParser lines = CSVFormat.DEFAULT.parse(
                new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.US_ASCII))) {
            for (CSVRecord line : lines) {
                String where = name + ", line " + line.getRecordNumber();
                if (line.size() != COLUMNS + 1) {
                    throw new BadInput("%s must have %d numbers, got %d".formatted(where, COLUMNS + 1, line.size()));
                }
                for (int i = 0; i < COLUMNS; i++) {
                    x.write(number(line.get(i), MOST_INK, where + ", column " + (i + 1)));
                }
                y.write(number(line.get(COLUMNS), CLASSES - 1, where + ", column " + (COLUMNS + 1)));
            }
        } catch (IOException | UncheckedIOException e) {
            // Reading from memory does not fail, but quotes may be left open.
            throw new BadInput(name + " must be lines of numbers, got: " + BenchException.messageOf(e));
        }
        if (y.size() == 0) {
            throw new BadInput(name + " must have one or more lines, got none");
        }
        return new Samples(
                Npy.ofBytes(List.of(y.size(), COLUMNS), ByteBuffer.wrap(x.toByteArray())),
                Npy.ofBytes(List.of(y.size()), ByteBuffer.wrap(y.toByteArray())),
                false);
    }

    private static int number(String text, int most, String where) {
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > most) {
            throw new BadInput(where + " must be 0.." + most + ", got '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
