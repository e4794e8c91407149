package io.enginebench.analysis.verdict;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * The scores of two runs with the same seed, fold or round, one of each engine.
 *
 * @param first finite and not negative; absent where the first engine's run diverged or failed
 * @param second the same of the second engine
 */
public record Pair(@Nullable Double first, @Nullable Double second) {
    public Pair {
        Check.that(isScore(first), "score of the first engine", "finite and >= 0", String.valueOf(first));
        Check.that(isScore(second), "score of the second engine", "finite and >= 0", String.valueOf(second));
    }

    private static boolean isScore(@Nullable Double value) {
        return value == null || (value >= 0 && value < Double.POSITIVE_INFINITY);
    }
}
