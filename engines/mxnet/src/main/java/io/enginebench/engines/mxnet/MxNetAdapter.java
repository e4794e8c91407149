package io.enginebench.engines.mxnet;

import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import io.enginebench.engines.spi.EngineAdapter;
import java.nio.file.Path;

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
