package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.List;

/**
 * A network in 16-bit floats, to answer with: what comes in as 32-bit floats is rounded at once, and what goes out is widened at the
 * end.
 */
final class HalfNetwork {
    private final List<Parameter> parameters;
    private final Block block;

    /**
     * The network without the weights, which {@link #take} brings.
     *
     * @param definition without parameters
     * @param row the shape of a row
     */
    HalfNetwork(Block definition, NDManager manager, Shape row) {
        definition.freezeParameters(true);
        definition.initialize(manager, DataType.FLOAT16, new Shape(1).addAll(row));
        parameters = definition.getParameters().values();
        block = new SequentialBlock()
                .add(inputs -> in(DataType.FLOAT16, inputs))
                .add(definition)
                .add(outputs -> in(DataType.FLOAT32, outputs));
    }

    private static NDList in(DataType dtype, NDList arrays) {
        return new NDList(arrays.stream()
                .map(array -> array.getDataType().isFloating() ? array.toType(dtype, false) : array)
                .toList());
    }

    /** What is called for a batch. */
    Block block() {
        return block;
    }

    /** Takes the weights of the same network, rounded. */
    void take(List<Parameter> learnt) {
        for (int i = 0; i < learnt.size(); i++) {
            try (NDArray half = learnt.get(i).getArray().toType(DataType.FLOAT16, true)) {
                half.copyTo(parameters.get(i).getArray());
            }
        }
    }

    void close() {
        block.clear();
    }
}
