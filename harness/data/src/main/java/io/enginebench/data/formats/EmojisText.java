package io.enginebench.data.formats;

import io.enginebench.data.text.DecimalNumber;
import io.enginebench.data.text.Excerpt;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.array.Npy;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * {@code emojis.txt} of the study: a line for each image, which is its class 1..5 and then 32x32 pixels 0 or 1, row by row.
 *
 * <p>Read as {@code numpy.loadtxt(path)} reads it (numpy/lib/npyio.py, checked against 1.24.2 and 2.4.6): any ASCII white
 * space between numbers; LF, CRLF or CR at the end of a line; {@code #} starts a comment; lines without numbers count for
 * nothing. Outside of comments only ASCII is taken, for what NumPy makes of other bytes depends on the machine's locale.
 */
public final class EmojisText {
    private static final int SIDE = 32;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 5;
    private static final String LABEL = "a label 1.." + CLASSES;
    private static final String PIXEL = "a pixel 0 or 1 (a row is a label and " + PIXELS + " pixels)";
    /** NumPy knows no such limit; without it one endless number would be copied several times over. */
    private static final int LONGEST_NUMBER = 1000;

    private static final byte[] SYNTHETIC = "# synthetic".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final byte[] content;
    private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    private final ByteArrayOutputStream labels = new ByteArrayOutputStream();
    private boolean synthetic;
    private int line = 1;
    /** How many numbers of this line have been read. */
    private int column;

    private EmojisText(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /**
     * Reads a whole file.
     *
     * @param name for messages
     * @return x (row, 1, 32, 32) with 0 or 1 and y (row) with the label minus 1, both as unsigned bytes; synthetic if a line
     *     that is only a comment starts with {@code # synthetic}
     * @throws BadInput naming line and column, both from 1, where a column is a number and not a character
     */
    public static Samples parse(String name, byte[] content) {
        return new EmojisText(name, content).parse();
    }

    private Samples parse() {
        int at = 0;
        while (at < content.length) {
            byte c = content[at];
            if (c == '\n' || c == '\r') {
                endLine();
                at += c == '\r' && at + 1 < content.length && content[at + 1] == '\n' ? 2 : 1;
                line++;
            } else if (c == '#') {
                int end = Math.min(content.length, at + SYNTHETIC.length);
                synthetic |= column == 0 && Arrays.equals(content, at, end, SYNTHETIC, 0, SYNTHETIC.length);
                while (at < content.length && content[at] != '\n' && content[at] != '\r') {
                    at++;
                }
            } else if (isSpace(c)) {
                at++;
            } else {
                int from = at;
                while (at < content.length && !endsNumber(content[at])) {
                    at++;
                }
                number(from, at);
            }
        }
        endLine();
        int rows = labels.size();
        if (rows == 0) {
            throw bad(1, LABEL, "the end of the file");
        }
        return new Samples(
                Npy.ofBytes(List.of(rows, 1, SIDE, SIDE), ByteBuffer.wrap(pixels.toByteArray())),
                Npy.ofBytes(List.of(rows), ByteBuffer.wrap(labels.toByteArray())),
                synthetic);
    }

    private void number(int from, int to) {
        String text = new String(content, from, to - from, StandardCharsets.ISO_8859_1);
        column++;
        if (column > 1 + PIXELS) {
            throw bad(column, "the end of a row of a label and " + PIXELS + " pixels", Excerpt.of(text));
        }
        double value =
                text.length() <= LONGEST_NUMBER && DecimalNumber.matches(text) ? Double.parseDouble(text) : Double.NaN;
        if (column == 1) {
            if (!(value >= 1 && value <= CLASSES && value == Math.rint(value))) {
                throw bad(column, LABEL, Excerpt.of(text));
            }
            labels.write((int) value - 1);
        } else {
            if (value != 0 && value != 1) {
                throw bad(column, PIXEL, Excerpt.of(text));
            }
            pixels.write((int) value);
        }
    }

    private void endLine() {
        if (column > 0 && column < 1 + PIXELS) {
            throw bad(column + 1, PIXEL, "the end of the line");
        }
        column = 0;
    }

    private BadInput bad(int badColumn, String rule, String got) {
        return new BadInput("%s line %d column %d must be %s, got %s".formatted(name, line, badColumn, rule, got));
    }

    private static boolean endsNumber(byte c) {
        return isSpace(c) || c == '\n' || c == '\r' || c == '#';
    }

    /** What Python's {@code str.isspace} takes for white space within ASCII, other than the ends of lines. */
    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == 0x0b || c == 0x0c || (c >= 0x1c && c <= 0x1f);
    }
}
