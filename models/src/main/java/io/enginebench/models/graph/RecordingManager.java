package io.enginebench.models.graph;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes arrays that are recorded. They hold no memory, so it owns nothing, its sub-managers are itself, and closing it does
 * nothing.
 */
final class RecordingManager extends BaseNDManager {
    RecordingManager() {
        super(null, Device.cpu());
    }

    private NDArray array(Value value) {
        return new RecordedArray(this, value).proxy();
    }

    /** An array that the network is given or owns. */
    NDArray source(String kind, Shape shape, DataType dtype) {
        return array(Value.source(kind, shape, dtype));
    }

    @Override
    public Engine getEngine() {
        return RecordingEngine.INSTANCE;
    }

    @Override
    public ByteBuffer allocateDirect(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    @Override
    public @Nullable NDArray from(@Nullable NDArray array) {
        return array;
    }

    @Override
    public NDArray zeros(Shape shape, DataType dtype) {
        return full(shape, 0, dtype);
    }

    @Override
    public NDArray ones(Shape shape, DataType dtype) {
        return full(shape, 1, dtype);
    }

    @Override
    public NDArray full(Shape shape, float value, DataType dtype) {
        return array(Value.filled(value, shape, dtype));
    }

    @Override
    public NDArray arange(float start, float stop, float step, DataType dtype) {
        long length = (long) Math.ceil((stop - start) / step);
        List<Double> values = LongStream.range(0, length)
                .mapToObj(i -> (double) (start + i * step))
                .toList();
        return array(Value.constant(values, new Shape(length), dtype));
    }

    @Override
    public NDArray randomUniform(float low, float high, Shape shape, DataType dtype) {
        return source("randomUniform", shape, dtype);
    }

    @Override
    public NDArray randomNormal(float loc, float scale, Shape shape, DataType dtype) {
        return source("randomNormal", shape, dtype);
    }

    @Override
    public NDArray truncatedNormal(float loc, float scale, Shape shape, DataType dtype) {
        return source("truncatedNormal", shape, dtype);
    }

    @Override
    public NDManager newSubManager(Device device) {
        return this;
    }

    @Override
    public NDManager getParentManager() {
        return this;
    }

    @Override
    public void close() {}
}
