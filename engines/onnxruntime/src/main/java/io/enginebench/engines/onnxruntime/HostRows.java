package io.enginebench.engines.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.enginebench.engines.spi.DeviceRows;
import io.enginebench.engines.spi.Rows;
import io.enginebench.record.graph.RowInput;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Rows outside the Java heap, where ONNX Runtime reads them in place: batches are views. The memory is freed with this object. */
final class HostRows implements DeviceRows {
    private final RowInput input;
    private final int count;
    private final Buffer values;

    HostRows(RowInput input, Rows rows) {
        this.input = input;
        this.count = rows.count();
        if (input.text()) {
            long[] tokens = rows.tokens();
            values = bytes(tokens.length, Long.BYTES).asLongBuffer().put(tokens);
        } else {
            float[] numbers = rows.values();
            values = bytes(numbers.length, Float.BYTES).asFloatBuffer().put(numbers);
        }
    }

    private static ByteBuffer bytes(int length, int each) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(length, each)).order(ByteOrder.nativeOrder());
    }

    @Override
    public int count() {
        return count;
    }

    /** Rows {@code from} to {@code to - 1}, as a view; to be closed. */
    OnnxTensor batch(OrtEnvironment environment, int from, int to) throws OrtException {
        long[] lengths = input.lengths();
        long[] shape = new long[lengths.length + 1];
        shape[0] = (long) to - from;
        System.arraycopy(lengths, 0, shape, 1, lengths.length);
        int row = Math.toIntExact(input.length());
        return values instanceof LongBuffer tokens
                ? OnnxTensor.createTensor(environment, tokens.slice(from * row, (to - from) * row), shape)
                : OnnxTensor.createTensor(
                        environment, ((FloatBuffer) values).slice(from * row, (to - from) * row), shape);
    }

    @Override
    public void close() {}
}
