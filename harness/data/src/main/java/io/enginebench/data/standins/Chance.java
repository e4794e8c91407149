package io.enginebench.data.standins;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Seeded draws that are the same on every machine and Java release: they are made only of the generator's bits and exact
 * arithmetic. {@link RandomGenerator#nextGaussian()} is not used because its algorithm is not specified.
 */
final class Chance {
    private static final String ALGORITHM = "L64X128MixRandom";
    private static final double SQRT_3 = Math.sqrt(3);

    private final RandomGenerator generator;

    /** Draws that depend on nothing but the seed. */
    Chance(long seed) {
        generator = RandomGeneratorFactory.of(ALGORITHM).create(seed);
    }

    /** Uniform from {@code low} to {@code high}. */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Bell-shaped about 0, never further out than 3.5 deviations: the sum of four uniform draws. */
    double bell(double deviation) {
        return deviation * SQRT_3 * (unit() + unit() + unit() + unit() - 2);
    }

    /** True with that probability. */
    boolean happens(double probability) {
        return unit() < probability;
    }

    /** A whole number from 0 to {@code bound - 1}; for a bound far below 2^53. */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    /** An angle in radians, from 0 to a full turn. */
    double angle() {
        return between(0, 2 * Math.PI);
    }

    private double unit() {
        return (generator.nextLong() >>> 11) * 0x1.0p-53;
    }
}
