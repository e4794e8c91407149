package io.enginebench.engines.mxnet;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.jna.LibUtils;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/**
 * Calls of MXNet's C API, bound directly: DJL has no words for some, and through its own binding each call costs some dozens of
 * microseconds of marshalling. Names and parameters are those of {@code include/mxnet/c_api.h} and {@code
 * nnvm/c_api.h} of MXNet 1.9. Each returns 0, or another number when {@code MXGetLastError} says why.
 */
final class MxNetCalls {
    private static final int RTLD_LAZY = 1;

    static {
        // As DJL opens the library, whose instance this then is.
        Native.register(
                MxNetCalls.class,
                NativeLibrary.getInstance(LibUtils.getLibName(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY)));
    }

    private MxNetCalls() {}

    /** A view of rows {@code begin} to {@code end - 1}. */
    static native int MXNDArraySlice(Pointer array, int begin, int end, PointerByReference view);

    /**
     * Queues an operation.
     *
     * @param inputs handles of arrays
     * @param outputs points to the handles of {@code outputCount} arrays that exist
     * @param names of the parameters whose values are given
     * @param storageTypes set to those of the outputs
     */
    static native int MXImperativeInvokeEx(
            Pointer operation,
            int inputCount,
            Pointer inputs,
            IntByReference outputCount,
            PointerByReference outputs,
            int parameterCount,
            Pointer names,
            Pointer values,
            PointerByReference storageTypes);

    /** A graph with the outputs of several, in their order. */
    static native int MXSymbolCreateGroup(int count, Pointer symbols, PointerByReference group);

    private static native int NNGetOpHandle(String name, PointerByReference operation);

    private static native String MXGetLastError();

    /** The handle of an operation, good for the life of the process. */
    static Pointer operation(String name) {
        PointerByReference operation = new PointerByReference();
        check(NNGetOpHandle(name, operation));
        return operation.getValue();
    }

    /** @throws EngineException with the library's own words if a call did not return 0 */
    static void check(int returned) {
        if (returned != 0) {
            throw new EngineException("MXNet: " + MXGetLastError());
        }
    }
}
