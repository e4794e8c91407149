package io.enginebench.models;

import io.enginebench.record.graph.RowInput;
import java.util.function.Predicate;

/**
 * Which rows a network takes.
 *
 * @param words as a rule, which stands in messages behind "must be"
 * @param taken whether it takes a row
 */
public record Inputs(String words, Predicate<RowInput> taken) {
    /** Images, tables' rows: whatever is of numbers. */
    public static Inputs numbers() {
        return new Inputs("numbers of any shape", row -> !row.text());
    }

    /** Rows (column) of numbers. */
    public static Inputs tables() {
        return new Inputs("(column) of numbers", row -> !row.text() && !row.image());
    }

    /** Images (channel, height, width) of any number of channels whose sides are so long or longer. */
    public static Inputs images(int smallestSide) {
        return new Inputs(
                "(channel, height, width) with height and width " + smallestSide + " or more",
                row -> row.image()
                        && row.shape().get(1) >= smallestSide
                        && row.shape().get(2) >= smallestSide);
    }

    /** Texts (position) of token ids. */
    public static Inputs tokens() {
        return new Inputs("(position) of token ids", RowInput::text);
    }

    boolean take(RowInput row) {
        return taken.test(row);
    }
}
