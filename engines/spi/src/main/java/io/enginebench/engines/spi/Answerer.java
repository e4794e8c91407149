package io.enginebench.engines.spi;

import io.enginebench.record.array.Digest;
import io.enginebench.record.array.Npy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A network with its weights on one engine: answers rows. It has what that takes and nothing else: no optimiser, no loss, no
 * gradients.
 *
 * <p>Owns every array it makes; {@link #close} frees them. Not for several threads.
 */
public interface Answerer extends AutoCloseable {
    /**
     * Milliseconds of making this that went into writing the network in the engine's own format, which whoever serves it has done
     * beforehand; 0 for an engine that takes the network as it is defined.
     */
    default double preparationMillis() {
        return 0;
    }

    /** Moves rows to the device, where they stay until this is closed or the set is, and waits until they are there. */
    DeviceRows load(Rows rows);

    /** {@link #answer(DeviceRows, int, int, int, IntConsumer)} for all rows. */
    default float[] answer(DeviceRows rows, int batchSize, IntConsumer afterBatch) {
        return answer(rows, 0, rows.count(), batchSize, afterBatch);
    }

    /**
     * The network's outputs for the rows from {@code first} to before {@code end}, row by row: (row, output) flattened.
     *
     * @param rows loaded by a network of this session
     * @param afterBatch told the number of rows of each batch
     */
    float[] answer(DeviceRows rows, int first, int end, int batchSize, IntConsumer afterBatch);

    /** All parameters in the network's order, one after the other, as an array of one axis. */
    Npy weights();

    /** SHA-256 of {@link #weights}. */
    default String weightsSha256() {
        return new Digest().add(weights()).hex();
    }

    /**
     * Parameters by their names, in the network's order.
     *
     * @param trained those that training changes by their gradients, or the others: running statistics
     */
    Map<String, Npy> namedWeights(boolean trained);

    /**
     * Replaces all parameters of a network that has not been trained here.
     *
     * @param learnt what {@link #weights} of the same network gave
     */
    void take(Npy learnt);

    @Override
    void close();
}
