package io.enginebench.analysis.pick;

import io.enginebench.analysis.stats.Interval;
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

    /** That of a value, or of none that is finite. */
    static Standing of(Requirement requirement, double value, @Nullable Interval interval, long n, String text) {
        return new Standing(
                requirement.text(),
                requirement.keptBy(value) ? Kept.YES : Kept.NO,
                Double.isFinite(value) ? value : null,
                interval == null ? null : List.of(interval.lower(), interval.upper()),
                n,
                interval != null && interval.lower() < requirement.limit() && requirement.limit() < interval.upper(),
                text);
    }

    /** That of an engine without such a figure. */
    static Standing unknown(Requirement requirement, String why) {
        return new Standing(requirement.text(), Kept.UNKNOWN, null, null, 0, false, why);
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
