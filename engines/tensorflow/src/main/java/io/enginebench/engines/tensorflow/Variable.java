package io.enginebench.engines.tensorflow;

import io.enginebench.engines.tensorflow.lowering.Ops;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * An array that stays from run to run.
 *
 * @param handle by which it is changed
 * @param read its value
 * @param given what {@link #assign} makes it
 */
record Variable(Output<?> handle, Output<?> read, Output<?> given, Operation assign) {
    /**
     * A new one.
     *
     * @param name no other of the graph has
     */
    static Variable of(Ops ops, String name, DataType dtype, long... shape) {
        Output<?> handle = ops.add(
                "VarHandleOp",
                builder -> builder.setAttr("shared_name", name)
                        .setAttr("dtype", dtype)
                        .setAttr("shape", Shape.of(shape)));
        Output<?> given = ops.placeholder(dtype, shape);
        return new Variable(
                handle,
                ops.add("ReadVariableOp", builder -> builder.setAttr("dtype", dtype), handle),
                given,
                ops.operation("AssignVariableOp", none -> {}, handle, given));
    }

    /** Makes it something else. */
    Operation becomes(Ops ops, Output<?> value) {
        return ops.operation("AssignVariableOp", none -> {}, handle, value);
    }

    /** Makes it zeros. */
    Operation becomesZero(Ops ops) {
        Output<?> zero = ops.number(0, read.dataType());
        return becomes(ops, ops.add("Fill", ops.wholes(read.shape().asArray()), zero));
    }
}
