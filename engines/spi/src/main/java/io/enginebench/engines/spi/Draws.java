package io.enginebench.engines.spi;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Every random choice of a training, drawn in Java from the seed, so that all engines get the same ones.
 *
 * <p>Each purpose has a stream of its own, so that drawing more for one leaves the others as they were. The generator is
 * L64X128MixRandom (Steele and Vigna 2021), whose algorithm the Java platform specifies.
 */
public final class Draws {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Draws() {}

    /** What is drawn. */
    public enum Purpose {
        /** Starting weights. */
        WEIGHTS(0),
        /** The order of rows in each epoch. */
        ORDER(1),
        /** The folds. */
        FOLDS(2),
        /** Which rows a limited run uses. */
        SAMPLE(3),
        /** Which way starting weights are nudged. */
        NUDGE(4);

        private final long number;

        Purpose(long number) {
            this.number = number;
        }
    }

    /** The stream for a purpose; {@code fold} is null, which is the same as 0, where folds share it or there are none. */
    public static RandomGenerator stream(long seed, Purpose purpose, @Nullable Integer fold) {
        // Distinct multipliers keep the combinations apart; the generator's own mixing does the rest.
        return FACTORY.create(seed * 1_000_003L + purpose.number * 7_919L + (fold == null ? 0 : fold));
    }

    /** 0..n-1 in a random order (Fisher and Yates). */
    public static int[] permutation(RandomGenerator random, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
