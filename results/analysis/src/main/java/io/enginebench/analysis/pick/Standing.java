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
 * @param interval at 95 % of the mean over seeds, of a further process's resident set, of the percentile of a round; absent where
 *     there is none
 * @param n runs, processes or calls that the value is of
 * @param text the value in words
 */
public record Standing(
        String requirement,
        Kept kept,
        @Nullable Double value,
        @Nullable List<Double> interval,
        long n,
        String text) {
    public Standing {
        interval = interval == null ? null : List.copyOf(interval);
    }

    /** That of a value, or of none that is finite: certain where an interval says so, or where a run failed that may not. */
    static Standing of(Requirement requirement, double value, @Nullable Interval interval, long n, String text) {
        boolean certain = !Double.isFinite(value)
                || (interval != null
                        && !(interval.lower() < requirement.limit() && requirement.limit() < interval.upper()));
        return new Standing(
                requirement.text(),
                !certain ? Kept.UNCERTAIN : requirement.keptBy(value) ? Kept.YES : Kept.NO,
                Double.isFinite(value) ? value : null,
                interval == null ? null : List.of(interval.lower(), interval.upper()),
                n,
                text);
    }

    /** The same with something more said of it. */
    Standing saying(String more) {
        return new Standing(requirement, kept, value, interval, n, text + more);
    }

    /** That of an engine without such a figure. */
    static Standing unknown(Requirement requirement, String why) {
        return new Standing(requirement.text(), Kept.UNKNOWN, null, null, 0, why);
    }

    /** Whether the limit is kept, the best first. */
    public enum Kept implements JsonEnum {
        /** It is. */
        YES,
        /** The limit lies within the interval, or there is none: another campaign may come out on its other side. */
        UNCERTAIN,
        /** It is not. */
        NO,
        /** The engine has no such figure. */
        UNKNOWN
    }
}
