package io.enginebench.engines.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import io.enginebench.engines.djl.DjlAdam;
import io.enginebench.engines.djl.EngineAdapter;
import io.enginebench.engines.djl.ImageLayout;
import io.enginebench.engines.djl.ParameterUpdate;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PyTorch: runs an operation to its end before it returns on the CPU. */
public class PyTorchAdapter implements EngineAdapter {
    /** Empty if PyTorch's fused Adam works here; null until it was tried. */
    private @Nullable String whyNotFused;

    @Override
    public String engineName() {
        return "PyTorch";
    }

    /**
     * Channels last on the CPU: there max-pool is vectorised over channels and oneDNN needs no reorder around a convolution;
     * in the other order the scalar max-pool alone is a quarter of a training step.
     */
    @Override
    public ImageLayout imageLayout(Device device) {
        return device.isGpu() ? ImageLayout.CHANNELS_FIRST : ImageLayout.CHANNELS_LAST;
    }

    /**
     * One call for all parameters on the CPU, where DJL's own makes about 160 array operations a step of ten; DJL's own where this
     * version of PyTorch has no such call.
     */
    @Override
    public ParameterUpdate adam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        if (owner.getDevice().isGpu()) {
            return EngineAdapter.super.adam(parameters, owner, learningRate, epsilon);
        }
        if (whyNotFused == null) {
            whyNotFused = FusedAdam.obstacle(owner);
        }
        return whyNotFused.isEmpty()
                ? new FusedAdam(parameters, owner, learningRate, epsilon)
                : new DjlAdam(parameters, learningRate, epsilon, whyNotFused);
    }

    /** The numbers that a network or a loss counts with. On a GPU DJL copies them, so there is nothing to keep. */
    @Override
    public StepMemory stepMemory() {
        return new StepBuffers();
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
