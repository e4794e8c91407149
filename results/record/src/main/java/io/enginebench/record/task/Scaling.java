package io.enginebench.record.task;

import io.enginebench.record.json.JsonEnum;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the numbers of rows before they are handed to a network: to each column of a table, to all pixels of images
 * together. What it depends on is worked out on the rows that a cell trains on and used on its test rows too.
 */
public enum Scaling implements JsonEnum {
    /** Nothing. */
    NONE,
    /** {@code (x - mean) / deviation}, the deviation over n; 0 where all training rows have one number. */
    STANDARD,
    /** {@code (x - min) / (max - min)}; 0 where all training rows have one number. */
    MIN_MAX;

    @Override
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a file says; those that do not, scale nothing. */
    public static Scaling orNone(@Nullable Scaling read) {
        return Objects.requireNonNullElse(read, NONE);
    }

    /** What a file need not say: a value that equals this is left out. */
    public static final class Usual {
        @Override
        public boolean equals(@Nullable Object other) {
            return other == NONE;
        }

        @Override
        public int hashCode() {
            return NONE.hashCode();
        }
    }
}
