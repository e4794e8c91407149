package io.enginebench.engines.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import io.enginebench.engines.djl.EngineAdapter.StepMemory;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Keeps the direct buffers of all arrays that the thread creates until this is closed.
 *
 * <p>DJL makes {@code x.mul(2)} of an array that views a direct buffer and closes it at once. PyTorch keeps the array for the
 * gradient of {@code x}, but not Java's buffer: once that is collected as garbage, a backward pass reads whatever is there. DJL has no call
 * that keeps it, so every array is seen where it is registered with the innermost {@link NDScope}. All of DJL 0.22.0 to 0.36.0 has
 * both fields.
 */
final class StepBuffers implements StepMemory {
    private static final Field BUFFER = field(PtNDArray.class, "dataRef");
    private static final Field REGISTERED = field(NDScope.class, "resources");

    private final NDScope scope = new NDScope();
    private final List<Object> buffers = new ArrayList<>();

    StepBuffers() {
        try {
            REGISTERED.set(scope, new Registered());
        } catch (IllegalAccessException e) {
            scope.close();
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(
                    "this version of DJL has no %s.%s".formatted(owner.getSimpleName(), name), e);
        }
    }

    /** Holds no array, so that closing the scope closes none. */
    private final class Registered extends IdentityHashMap<NDArray, NDArray> {
        private static final long serialVersionUID = 1L;

        @Override
        public NDArray put(NDArray array, NDArray same) {
            try {
                Object buffer = array instanceof PtNDArray ? BUFFER.get(array) : null;
                if (buffer != null) {
                    buffers.add(buffer);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
            return same;
        }
    }

    @Override
    public void close() {
        scope.close();
        buffers.clear();
    }
}
