package io.enginebench.worker.learn;

import io.enginebench.record.array.Npy;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.setting.Division;
import io.enginebench.worker.session.Digest;
import io.enginebench.worker.session.EngineSession;
import java.util.function.IntConsumer;

/**
 * A network with its weights on one engine: answers rows. It has what that takes and nothing else: no optimiser, no loss, no
 * gradients. How the engine is driven is its division's affair.
 *
 * <p>Owns every array it makes; {@link #close} frees them. Not for several threads.
 */
public interface Answerer extends AutoCloseable {
    /** A network with fresh weights drawn from the cell's seed and fold. */
    static Answerer of(EngineSession session, QualitySpec spec) {
        return spec.division() == Division.PLAIN
                ? new PlainAnswerer(session, spec, DjlNetwork.Purpose.ANSWER)
                : new TunedAnswerer(session, spec, DjlNetwork.Purpose.ANSWER);
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
     * Replaces all parameters of a network that has not been trained here.
     *
     * @param learnt what {@link #weights} of the same network gave
     */
    void take(Npy learnt);

    @Override
    void close();
}
