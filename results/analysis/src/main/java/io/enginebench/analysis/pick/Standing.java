package io.enginebench.analysis.pick;

import io.enginebench.record.json.JsonEnum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One engine against one limit.
 *
 * @param requirement the limit in words
 * @param value the engine's: the mean over its runs, the largest resident set, the percentile over all calls; absent where
 *     there is no finite one
 * @param interval of the mean at 95 %, lower and upper bound; absent where there is none
 * @param n runs, processes or calls that the value is of
 * @param straddles whether the limit lies within the interval, so that another campaign may come out on its other side
 * @param text the value in words
 */
public record Standing(
        String requirement,
        Kept kept,
        @Nullable Double value,
        @Nullable List<Double> interval,
        long n,
        boolean straddles,
        String text) {
    public Standing {
        interval = interval == null ? null : List.copyOf(interval);
    }

    /** Whether the limit is kept. */
    public enum Kept implements JsonEnum {
        /** It is. */
        YES,
        /** It is not. */
        NO,
        /** The engine has no such figure. */
        UNKNOWN
    }
}
