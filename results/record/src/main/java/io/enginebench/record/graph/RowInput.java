package io.enginebench.record.graph;

import io.enginebench.record.Check;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one row that goes into a network is: an image, the numbers of a table's row, or the token ids of a text.
 *
 * @param shape lengths of its axes: (channel, height, width) of an image; (column) of a table's row; (position) of a text
 * @param vocabularySize how many token ids there are, which are 0 to one less than that; null if the row is of other numbers
 */
public record RowInput(List<Integer> shape, @Nullable Integer vocabularySize) {
    /** Ids are kept as 32-bit floats in places, which have every whole number up to here. */
    private static final int MOST_TOKENS = 1 << 24;

    public RowInput {
        shape = List.copyOf(shape);
        Check.that(
                (shape.size() == 1 || (shape.size() == 3 && vocabularySize == null))
                        && shape.stream().allMatch(n -> n >= 1 && n <= 4096),
                "input_shape",
                vocabularySize == null
                        ? "channels, height and width, or a number of columns, each 1..4096"
                        : "a number of tokens 1..4096",
                shape);
        if (vocabularySize != null) {
            Check.that(
                    vocabularySize >= 2 && vocabularySize <= MOST_TOKENS,
                    "vocabulary_size",
                    "2.." + MOST_TOKENS,
                    vocabularySize);
        }
    }

    /** Whether it is (channel, height, width). */
    public boolean image() {
        return shape.size() == 3;
    }

    /** Whether it is of token ids. */
    public boolean text() {
        return vocabularySize != null;
    }

    /** Of its elements. */
    public ElementType dtype() {
        return text() ? ElementType.INT64 : ElementType.FLOAT32;
    }

    /** How many elements it has. */
    public int length() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** In words: {@code 1x28x28}, {@code 64}, {@code 128 ids of 10000}. */
    public String words() {
        String lengths = shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
        return text() ? lengths + " ids of " + vocabularySize : lengths;
    }

    /** The lengths of its axes. */
    public long[] lengths() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
