package io.enginebench.analysis.timing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * How a process came to the speed it was measured at, in the words of Barrett et al., "Virtual Machine Warmup Blows Hot and
 * Cold" (OOPSLA 2017). They cut a series where its mean changes and look at the pieces; with a few dozen windows the pieces are
 * fixed here: groups of {@link #GROUP} warm-up windows against the measured windows, by medians. A difference below 5 %, which
 * a verdict would call equivalent, is none.
 */
public enum WarmupShape {
    /** Every group of the warm-up ran at the speed that was measured. */
    FLAT,
    /** Some group was slower, none was faster. */
    WARMING,
    /** Some group was faster than what was measured. */
    SLOWING,
    /** The two halves of the measured windows differ: there is no one speed to speak of. */
    NO_STEADY_STATE;

    /** Windows that are looked at together, so that one disturbed window decides nothing. */
    static final int GROUP = 3;

    private static final double TOLERANCE = 1.05;

    /** The name in a result. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * The shape of a series. A last group that is not full is left out, unless it is the only one.
     *
     * @param warmupNs durations of the windows before the measured ones; may be empty
     * @param measuredNs durations of the measured windows
     */
    public static WarmupShape of(List<Long> warmupNs, List<Long> measuredNs) {
        Windows measured = new Windows(measuredNs);
        double speed = measured.median();
        if (measured.count() > 1) {
            int half = measured.count() / 2;
            double first = measured.part(0, half).median();
            double second =
                    measured.part(measured.count() - half, measured.count()).median();
            if (Math.max(first, second) > TOLERANCE * Math.min(first, second)) {
                return NO_STEADY_STATE;
            }
        }
        boolean slower = false;
        int group = Math.min(GROUP, Math.max(1, warmupNs.size()));
        for (int from = 0; from + group <= warmupNs.size(); from += group) {
            double before = new Windows(warmupNs.subList(from, from + group)).median();
            if (before * TOLERANCE < speed) {
                return SLOWING;
            }
            slower = slower || before > speed * TOLERANCE;
        }
        return slower ? WARMING : FLAT;
    }
}
