package io.enginebench.engines.spi;

/**
 * What a device can do at the most, as far as an engine shows it: the product of two matrices that are large enough to keep it busy and
 * small enough for its caches.
 */
public final class SgemmPeak {
    /** Rows and columns of both. */
    public static final int SIDE = 1024;
    /** A multiply and an add for each of the terms. */
    private static final double OPERATIONS = 2.0 * SIDE * SIDE * SIDE;

    private static final long NANOS = 500_000_000;

    private SgemmPeak() {}

    /**
     * 10^9 operations a second in the fastest of the products that half a second has time for.
     *
     * @param product makes one and returns when it is made
     */
    public static double gflops(Runnable product) {
        nanos(product); // The first one makes what the library keeps for the next.
        long best = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (System.nanoTime() - start < NANOS) {
            best = Math.min(best, nanos(product));
        }
        return OPERATIONS / best;
    }

    private static long nanos(Runnable product) {
        long start = System.nanoTime();
        product.run();
        return Math.max(1, System.nanoTime() - start);
    }
}
