package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.enginebench.engines.spi.DeviceRows;

/**
 * Rows on the device as DJL's arrays.
 *
 * @param owner of the two arrays
 * @param x (row, channel, height, width), or (row, height, width, channel) if the layout says so; (row, column) of numbers; (row,
 *     position) of 64-bit token ids
 * @param y (row) of class numbers, or (row, 1) of targets
 */
public record DjlRows(NDManager owner, NDArray x, NDArray y, EngineAdapter adapter, ImageLayout layout)
        implements DeviceRows {
    @Override
    public int count() {
        return Math.toIntExact(x.getShape().get(0));
    }

    /** The rows at some positions, in that order; owned by {@code manager}. */
    public DjlRows gather(NDManager manager, int[] positions) {
        NDIndex index = new NDIndex("{}", manager.create(positions));
        return new DjlRows(manager, x.get(manager, index), y.get(manager, index), adapter, layout);
    }

    /** Rows {@code from} to {@code to - 1}; images are (row, channel, height, width) in either layout. */
    public NDArray inputs(NDManager manager, int from, int to) {
        NDArray batch = adapter.rows(manager, x, from, to);
        return layout == ImageLayout.CHANNELS_LAST ? batch.transpose(0, 3, 1, 2) : batch;
    }

    /** The classes or targets of rows {@code from} to {@code to - 1}. */
    public NDArray truth(NDManager manager, int from, int to) {
        return adapter.rows(manager, y, from, to);
    }

    @Override
    public void close() {
        owner.close();
    }
}
