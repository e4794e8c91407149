package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the place of a number that is missing; where nothing is said, none may be.
 *
 * @param number the same everywhere; null for the mean of the column's other numbers in the rows that are trained on
 */
public record Missing(@Nullable Double number) {
    private static final String MEAN = "mean";
    private static final String REFUSE = "refuse";

    public Missing {
        Check.that(number == null || Double.isFinite(number), "missing", "a finite number", number);
    }

    /** Of {@code refuse}, which is also what no value stands for, {@code mean} or a number. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable Missing of(Object json) {
        if (REFUSE.equals(json)) {
            return null;
        }
        Check.that(json instanceof Number || MEAN.equals(json), "missing", "refuse, mean or a number", json);
        return new Missing(json instanceof Number given ? given.doubleValue() : null);
    }

    /** Whether it is a mean, which depends on which rows are trained on. */
    public boolean ofMean() {
        return number == null;
    }

    @JsonValue
    Object json() {
        return number == null ? MEAN : number;
    }
}
