package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * What a device can do at the most, as far as an engine shows it: the product of two matrices that are large enough to keep it busy and
 * small enough for its caches.
 */
final class SgemmPeak {
    private static final int SIDE = 1024;
    /** A multiply and an add for each of the terms. */
    private static final double OPERATIONS = 2.0 * SIDE * SIDE * SIDE;

    private static final long NANOS = 500_000_000;

    private SgemmPeak() {}

    /** 10^9 operations a second in the fastest of the products that half a second has time for; empty if it cannot be made. */
    static Optional<Double> gflops(DjlSession session) {
        try (NDManager manager = session.engine().newBaseManager(session.device())) {
            NDArray one = manager.randomUniform(-1, 1, new Shape(SIDE, SIDE), DataType.FLOAT32);
            NDArray other = manager.randomUniform(-1, 1, new Shape(SIDE, SIDE), DataType.FLOAT32);
            nanos(session, one, other); // The first product makes what the library keeps for the next.
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            while (System.nanoTime() - start < NANOS) {
                best = Math.min(best, nanos(session, one, other));
            }
            return Optional.of(OPERATIONS / best);
        } catch (RuntimeException e) {
            return Optional.empty(); // It is no reason not to run anything else.
        }
    }

    private static long nanos(DjlSession session, NDArray one, NDArray other) {
        session.adapter().awaitAll();
        long start = System.nanoTime();
        try (NDArray product = one.matMul(other)) {
            session.adapter().awaitAll();
            return Math.max(1, System.nanoTime() - start);
        }
    }
}
