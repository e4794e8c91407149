package io.enginebench.engines.tensorflow;

import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.graph.RowInput;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Rows in memory of TensorFlow's own, which runs are given as a whole and do not copy.
 *
 * @param x (row, height, width, channel) where the network wants its channels last; whatever else as the network has it
 * @param y (row) of class numbers, or (row, target)
 */
record TensorRows(int count, Tensor x, Tensor y) implements DeviceRows {
    /**
     * Moves rows there.
     *
     * @param shape of a row, in the order of memory
     */
    static TensorRows of(Rows rows, RowInput input, long[] shape, boolean channelsLast, boolean classes) {
        Shape all = Shape.of(rows.count()).append(Shape.of(shape));
        Tensor x = input.text()
                ? TInt64.tensorOf(all, DataBuffers.of(rows.tokens(), false, false))
                : TFloat32.tensorOf(
                        all, DataBuffers.of(channelsLast ? rows.imagesChannelsLast() : rows.values(), false, false));
        float[] truth = rows.truth();
        Tensor y = classes
                ? TInt32.tensorOf(Shape.of(truth.length), labels -> {
                    for (int i = 0; i < truth.length; i++) {
                        labels.setInt((int) truth[i], i);
                    }
                })
                : TFloat32.tensorOf(
                        Shape.of(rows.count(), truth.length / Math.max(1, rows.count())),
                        DataBuffers.of(truth, false, false));
        return new TensorRows(rows.count(), x, y);
    }

    @Override
    public void close() {
        x.close();
        y.close();
    }
}
