package io.enginebench.engines.pytorch;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import io.enginebench.engines.spi.EngineAdapter;
import java.nio.file.Path;

/** PyTorch: runs an operation to its end before it returns on the CPU. */
public final class PyTorchAdapter implements EngineAdapter {
    @Override
    public String engineName() {
        return "PyTorch";
    }

    /**
     * Does nothing: on the CPU nothing is ever queued. On a GPU DJL has no call for it; there the caller's read of a value
     * computed last is the barrier.
     */
    @Override
    public void awaitAll() {}

    @Override
    public int effectiveThreads() {
        return JniUtils.getNumThreads();
    }

    @Override
    public Path libraryPath() {
        return Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"));
    }
}
