package io.enginebench.analysis.timing;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.Check;
import io.enginebench.record.figure.WarmupShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The durations of consecutive windows of equal work, in nanoseconds.
 *
 * @param durationsNs one or more, in the order of time
 */
public record Windows(List<Long> durationsNs) {
    /** Windows that must agree before a measurement begins. */
    public static final int STEADY_WINDOWS = 5;

    private static final double STEADY_VARIATION = 0.02;

    /** Windows of a warm-up that are looked at together, so that one disturbed window decides nothing. */
    static final int GROUP = 3;
    /** A difference below 5 %, which a verdict would call equivalent, is none. */
    private static final double TOLERANCE = 1.05;

    public Windows {
        durationsNs = List.copyOf(durationsNs);
        Check.that(!durationsNs.isEmpty(), "windows", "one or more", 0);
    }

    /** The middle duration, or the mean of the two middle ones. */
    public double median() {
        return Sample.median(asArray());
    }

    /** The standard deviation (n - 1) over the mean; 0 for one window. */
    public double variation() {
        return Sample.variation(asArray());
    }

    /** Whether the last {@link #STEADY_WINDOWS} have a coefficient of variation below 2 %. */
    public boolean endSteadily() {
        int count = durationsNs.size();
        return count >= STEADY_WINDOWS
                && new Windows(durationsNs.subList(count - STEADY_WINDOWS, count)).variation() < STEADY_VARIATION;
    }

    /**
     * How these windows, the measured ones, came to their speed. Barrett et al. cut a series where its mean changes and look at
     * the pieces; with a few dozen windows the pieces are fixed here: groups of {@value #GROUP} warm-up windows against the
     * measured ones, by medians. A last group that is not full is left out, unless it is the only one.
     *
     * @param warmupNs durations of the windows before; may be empty
     */
    public WarmupShape shapeAfter(List<Long> warmupNs) {
        double speed = median();
        if (halvesApart() > TOLERANCE) {
            return WarmupShape.NO_STEADY_STATE;
        }
        double[] before = groups(warmupNs);
        if (speed > TOLERANCE * least(before)) {
            return WarmupShape.SLOWING;
        }
        return Arrays.stream(before).anyMatch(group -> group > TOLERANCE * speed)
                ? WarmupShape.WARMING
                : WarmupShape.FLAT;
    }

    /**
     * By which factor this speed may be another one, depending on which windows are taken for it: that between the halves, or
     * that by which a group of the warm-up was faster, whichever is larger; 1 where the shape is steady.
     *
     * @param warmupNs durations of the windows before; may be empty
     */
    public double driftAfter(List<Long> warmupNs) {
        double drift = Math.max(halvesApart(), median() / least(groups(warmupNs)));
        return drift > TOLERANCE ? drift : 1;
    }

    /** The factor between the medians of the first and of the last half, 1 or more. */
    private double halvesApart() {
        if (count() == 1) {
            return 1;
        }
        double first = part(0, count() / 2).median();
        double second = part(count() - count() / 2, count()).median();
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double[] groups(List<Long> warmupNs) {
        int size = Math.min(GROUP, Math.max(1, warmupNs.size()));
        return IntStream.range(0, warmupNs.size() / size)
                .mapToDouble(i -> new Windows(warmupNs.subList(i * size, (i + 1) * size)).median())
                .toArray();
    }

    private static double least(double[] durations) {
        return Arrays.stream(durations).min().orElse(Double.POSITIVE_INFINITY);
    }

    private Windows part(int from, int to) {
        return new Windows(durationsNs.subList(from, to));
    }

    private int count() {
        return durationsNs.size();
    }

    private double[] asArray() {
        return durationsNs.stream().mapToDouble(Long::doubleValue).toArray();
    }
}
