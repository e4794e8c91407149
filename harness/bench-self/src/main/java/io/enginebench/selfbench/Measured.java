package io.enginebench.selfbench;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.Location;
import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.record.run.Environment;
import io.enginebench.selfbench.loops.BareCalls;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The raw readings of one measurement and where they were taken.
 *
 * @param command the arguments
 * @param environment the machine, and its load before the first round
 * @param env the variables of enginebench's own side
 * @param series one for each figure
 */
record Measured(List<String> command, Environment environment, List<String> env, List<Series> series) {
    Measured {
        command = List.copyOf(command);
        env = List.copyOf(env);
        series = List.copyOf(series);
    }

    /**
     * Paired readings: round by round, both sides' rates in samples per second.
     *
     * @param name what was measured
     * @param own enginebench's
     * @param other what it is compared with
     */
    record Series(String name, List<Double> own, List<Double> other) {
        Series {
            own = List.copyOf(own);
            other = List.copyOf(other);
        }

        /** The rates of both sides' readings. */
        static <T> Series of(String name, List<T> own, List<T> other, ToDoubleFunction<T> rate) {
            return new Series(
                    name,
                    own.stream().map(rate::applyAsDouble).toList(),
                    other.stream().map(rate::applyAsDouble).toList());
        }

        /** Rows a second of processes that went over so many rows both ways in turn; of each process the median of its passes. */
        static Series of(String name, List<BareCalls.Pairs> processes, int rows) {
            return new Series(
                    name,
                    processes.stream()
                            .map(pairs -> rows * 1e9 / median(pairs.loopNs()))
                            .toList(),
                    processes.stream()
                            .map(pairs -> rows * 1e9 / median(pairs.bareNs()))
                            .toList());
        }

        /**
         * Own to other: by Hodges and Lehmann over the rounds' log-ratios, with the exact 95 % interval; where there are too few
         * rounds for one, the mean with the t interval.
         */
        String ratio() {
            double[] logs = IntStream.range(0, own.size())
                    .mapToDouble(i -> Math.log(own.get(i) / other.get(i)))
                    .toArray();
            SignedRank rank = SignedRank.of(logs);
            Location location = rank.interval(0.95).isPresent() || logs.length < 2 ? rank : StudentT.paired(logs);
            @Nullable Interval interval = location.interval(0.95).orElse(null);
            return String.format(
                    Locale.ROOT,
                    "%.3f %s",
                    Math.exp(location.estimate()),
                    interval == null
                            ? "(too few rounds for an interval)"
                            : String.format(
                                    Locale.ROOT,
                                    "[%.3f, %.3f]",
                                    Math.exp(interval.lower()),
                                    Math.exp(interval.upper())));
        }

        /** Its medians and its ratio. */
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%s: own %.0f, other %.0f samples/s (medians of %d); own/other %s",
                    name,
                    median(own),
                    median(other),
                    own.size(),
                    ratio());
        }

        static double median(List<? extends Number> values) {
            return Sample.median(
                    values.stream().mapToDouble(Number::doubleValue).toArray());
        }
    }
}
