package io.enginebench.engines.mxnet;

import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.enginebench.engines.djl.ParameterUpdate;
import java.util.List;

/**
 * MXNet's {@code adam_update} on one parameter after the other, with the bits of DJL's Adam, which calls the same operation. What
 * DJL puts together anew for each call is put together once: all but the learning rate stays what it is.
 */
final class DirectAdam implements ParameterUpdate {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;

    private final List<Call> calls;
    private final float learningRate;
    private final float epsilon;
    private final Pointer operation = MxNetCalls.operation("adam_update");
    private final StringArray names = new StringArray(new String[] {"lr", "beta1", "beta2", "epsilon"});
    private int steps;

    DirectAdam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        this.learningRate = learningRate;
        this.epsilon = epsilon;
        calls = parameters.stream().map(one -> Call.on(one.getArray(), owner)).toList();
    }

    @Override
    public void step() {
        steps++;
        float rate = (float) (learningRate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
        StringArray values = new StringArray(new String[] {
            Float.toString(rate), Float.toString(BETA1), Float.toString(BETA2), Float.toString(epsilon)
        });
        calls.forEach(call -> call.invoke(operation, names, values));
    }

    @Override
    public void close() {
        calls.forEach(call -> call.gradient().close());
    }

    /**
     * The arrays of one parameter, and where the native side finds them. A gradient's array stays the same one from the first
     * backward pass on: each pass overwrites it.
     *
     * @param weight the memory that {@code outputs} points to, which lives as long as something in Java holds it
     */
    private record Call(NDArray gradient, Memory inputs, Memory weight, PointerByReference outputs) {
        /** Weight, gradient, mean, variance. */
        private static final int INPUTS = 4;
        /** Learning rate, the two betas, epsilon. */
        private static final int PARAMETERS = 4;

        static Call on(NDArray weight, NDManager owner) {
            NDArray gradient = weight.getGradient();
            NDArray mean = owner.zeros(weight.getShape(), DataType.FLOAT32);
            NDArray variance = owner.zeros(weight.getShape(), DataType.FLOAT32);
            Memory output = handles(weight);
            return new Call(
                    gradient, handles(weight, gradient, mean, variance), output, new PointerByReference(output));
        }

        void invoke(Pointer operation, StringArray names, StringArray values) {
            MxNetCalls.check(MxNetCalls.MXImperativeInvokeEx(
                    operation,
                    INPUTS,
                    inputs,
                    new IntByReference(1),
                    outputs,
                    PARAMETERS,
                    names,
                    values,
                    new PointerByReference()));
        }

        private static Memory handles(NDArray... arrays) {
            Memory handles = new Memory((long) arrays.length * Native.POINTER_SIZE);
            for (int i = 0; i < arrays.length; i++) {
                handles.setPointer((long) i * Native.POINTER_SIZE, ((MxNDArray) arrays[i]).getHandle());
            }
            return handles;
        }
    }
}
