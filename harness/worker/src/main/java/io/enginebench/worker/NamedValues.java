package io.enginebench.worker;

import ai.djl.ndarray.NDArray;
import io.enginebench.record.array.Npy;
import io.enginebench.record.parity.TraceManifest.Named;
import java.util.Arrays;

/**
 * A copy of an array in the Java heap.
 *
 * @param named DJL's name of the layer or parameter, and the shape
 * @param values 32-bit floats of that shape
 */
record NamedValues(Named named, Npy values) {
    static NamedValues of(String name, NDArray array) {
        Named named = new Named(
                name,
                Arrays.stream(array.getShape().getShape())
                        .mapToObj(Math::toIntExact)
                        .toList());
        return new NamedValues(named, Npy.of(named.shape(), array.toFloatArray()));
    }
}
