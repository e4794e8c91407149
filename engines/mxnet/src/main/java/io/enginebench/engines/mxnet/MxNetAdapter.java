package io.enginebench.engines.mxnet;

import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.ptr.PointerByReference;
import io.enginebench.engines.djl.EngineAdapter;
import io.enginebench.engines.djl.ParameterUpdate;
import java.nio.file.Path;
import java.util.List;

/**
 * MXNet: queues operations and returns at once, so a clock that is read without {@link #awaitAll} shows nothing. Open for the
 * engine's variants only.
 */
public class MxNetAdapter implements EngineAdapter {
    @Override
    public String engineName() {
        return "MXNet";
    }

    @Override
    public void awaitAll() {
        JnaUtils.waitAll();
    }

    /** A view through the C API's own slice, where DJL's is an operation that copies. */
    @Override
    public NDArray rows(NDManager owner, NDArray array, int from, int to) {
        PointerByReference view = new PointerByReference();
        MxNetCalls.check(MxNetCalls.MXNDArraySlice(((MxNDArray) array).getHandle(), from, to, view));
        return ((MxNDManager) owner).create(view.getValue());
    }

    /** MXNet's JSON of the graph that has the outputs of all of these, in their order; for the engine's variants. */
    protected static String together(List<Symbol> graphs) {
        PointerByReference group = new PointerByReference();
        try (Memory handles = new Memory((long) graphs.size() * Native.POINTER_SIZE)) {
            for (int i = 0; i < graphs.size(); i++) {
                handles.setPointer((long) i * Native.POINTER_SIZE, graphs.get(i).getHandle());
            }
            MxNetCalls.check(MxNetCalls.MXSymbolCreateGroup(graphs.size(), handles, group));
        }
        try {
            return JnaUtils.getSymbolString(group.getValue());
        } finally {
            JnaUtils.freeSymbol(group.getValue());
        }
    }

    @Override
    public ParameterUpdate adam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        return new DirectAdam(parameters, owner, learningRate, epsilon);
    }

    /** OMP_NUM_THREADS, which the library obeys; it has no call to read its choice back. */
    @Override
    public int effectiveThreads() {
        String threads = System.getenv("OMP_NUM_THREADS");
        if (threads == null) {
            throw new IllegalStateException("OMP_NUM_THREADS must be set for MXNet, got nothing");
        }
        return Integer.parseInt(threads);
    }

    @Override
    public Path libraryPath() {
        return Path.of(LibUtils.getLibName());
    }
}
