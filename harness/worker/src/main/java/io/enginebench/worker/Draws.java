package io.enginebench.worker;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Every random choice of a training, drawn in Java from the seed, so that all engines get the same ones.
 *
 * <p>Each purpose has a stream of its own, so that drawing more for one leaves the others as they were. The generator is
 * L64X128MixRandom (Steele and Vigna 2021), whose algorithm the Java platform specifies.
 */
final class Draws {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Draws() {}

    /** What is drawn. */
    enum Purpose {
        /** Starting weights. */
        WEIGHTS(0),
        /** The order of rows in each epoch. */
        ORDER(1),
        /** The folds. */
        FOLDS(2),
        /** Which rows a limited run uses. */
        SAMPLE(3);

        private final long number;

        Purpose(long number) {
            this.number = number;
        }
    }

    /** The stream for a purpose; {@code fold} is 0 where folds share it. */
    static RandomGenerator stream(long seed, Purpose purpose, int fold) {
        // Distinct multipliers keep the combinations apart; the generator's own mixing does the rest.
        return FACTORY.create(seed * 1_000_003L + purpose.number * 7_919L + fold);
    }

    /** 0..n-1 in a random order (Fisher and Yates). */
    static int[] permutation(RandomGenerator random, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
