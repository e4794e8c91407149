package io.enginebench.engines.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataDesc;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TrainingLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One of DJL's engines, for what DJL's api has no words for or only words that mean different things on different engines. */
public interface EngineAdapter extends EngineDriver {
    /** Why no GPU can be used where DJL, which asks CUDA's own library, counts none; it does not tell why it does not. */
    String NO_GPU =
            "GPU must be there, with libcudart and a driver as new as that, got none; next: nvidia-smi shows the cards";

    @Override
    default EngineSession start(String device) {
        return DjlSession.start(this, device);
    }

    /** DJL's name of the engine, as in {@code Engine.getEngine(name)}. */
    String engineName();

    /**
     * Loads the native library, unpacking it into the cache folder if need be.
     *
     * @throws ai.djl.engine.EngineException if there is no such library for this platform or it cannot be loaded
     */
    default Engine start() {
        return Engine.getEngine(engineName());
    }

    /** Seeds the engine's own random generator, which nothing in a benchmark should depend on. */
    default void seed(Engine engine, long seed) {
        engine.setRandomSeed((int) seed);
    }

    /**
     * The device, if the native library was built for it and the driver reports it. DJL itself would silently take the CPU.
     *
     * @param requested {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws UnsupportedException if it cannot be used, with the reason and what would mend it
     */
    default Device device(Engine engine, String requested) {
        OptionalInt gpu = Placement.gpu(requested);
        if (gpu.isEmpty()) {
            return Device.cpu();
        }
        if (!engine.hasCapability("CUDA")) {
            throw new UnsupportedException(
                    "library of %s must be one with CUDA, got one for the CPU".formatted(engine.getEngineName()));
        }
        int number = gpu.getAsInt();
        int present = engine.getGpuCount();
        if (present == 0) {
            throw new UnsupportedException(NO_GPU);
        }
        if (number >= present) {
            throw new UnsupportedException("gpu number must be below " + present + ", got " + number);
        }
        return Device.gpu(number);
    }

    /** The order in memory in which the engine works fastest on images; it changes rounding, never the function. */
    default ImageLayout imageLayout(Device device) {
        return ImageLayout.CHANNELS_FIRST;
    }

    /**
     * Rows {@code from} to {@code to - 1} of an array, its first axis being the rows. May share the array's memory; stays usable
     * when the array is closed.
     *
     * <p>Not to be called while a gradient collector is open.
     *
     * @param owner of the result
     */
    default NDArray rows(NDManager owner, NDArray array, int from, int to) {
        return array.get(owner, new NDIndex().addSliceDim(from, to));
    }

    /**
     * What is called in place of a network for batches of one shape: the same function of the same parameter arrays, which
     * gradients reach as they do through the network. The network itself, unless the engine has another way to run it.
     *
     * <p>Not to be called while a gradient collector is open.
     *
     * @param network initialised; must not be cleared while the block is in use
     * @param graph what the network computes, recorded when it is asked for
     * @param owner of whatever is made for the block, which is not to be used after it is closed
     * @param batch the type and the whole shape of the batch: (row, …)
     * @param training what the block's {@code forward} will be told
     * @throws UnsupportedException if the engine cannot run such a network in that way
     */
    default Block compiled(Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, boolean training) {
        return network;
    }

    /** Forward pass, loss and backward pass of a batch. Gradients are added to those that the parameters have. */
    @FunctionalInterface
    interface Differentiation {
        /**
         * A step up to its update.
         *
         * @param x the batch: (row, …); what is made belongs to its manager
         * @param truth classes (row), or targets (row, output)
         */
        DjlStep of(NDArray x, NDArray truth);
    }

    /**
     * What is called in place of a network, its loss and the backward pass for batches of one shape: the same function of the same parameter
     * arrays. Empty if the engine has no other way than through DJL.
     *
     * @param network initialised; must not be cleared while the result is in use
     * @param graph what the network computes, recorded when it is asked for
     * @param owner of whatever is made, which is not to be used after it is closed
     * @param batch the type and the whole shape of the batch: (row, …)
     * @throws UnsupportedException if the engine cannot run such a network in that way
     */
    default Optional<Differentiation> differentiation(
            Block network, Supplier<Graph> graph, NDManager owner, DataDesc batch, TrainingLoss loss) {
        return Optional.empty();
    }

    /** What a step must keep in memory from the start of its forward pass to the end of its backward pass. */
    @FunctionalInterface
    interface StepMemory extends AutoCloseable {
        @Override
        void close();
    }

    /** To be open on the thread of a step while the step is recorded and differentiated. */
    default StepMemory stepMemory() {
        return () -> {};
    }

    /**
     * Adam in Keras's form, {@code w -= lr * sqrt(1-b2^t)/(1-b1^t) * m/(sqrt(v)+eps)} with b1 = 0.9 and b2 = 0.999, for some
     * parameters that have seen no step.
     *
     * @param parameters initialised
     * @param owner of what the optimiser keeps on the device
     */
    default ParameterUpdate adam(List<Parameter> parameters, NDManager owner, float learningRate, float epsilon) {
        return new DjlAdam(parameters, learningRate, epsilon);
    }

    /**
     * An optimiser for some parameters that have seen no step: plain Adam in the engine's own way, any other by the formulas of {@link
     * Optimiser}, operation by operation.
     *
     * @param parameters initialised
     * @param owner of what the optimiser keeps on the device
     */
    default ParameterUpdate update(List<Parameter> parameters, NDManager owner, Optimiser optimiser) {
        return optimiser.isPlainAdam()
                ? adam(
                        parameters,
                        owner,
                        (float) optimiser.learningRate().base(),
                        Objects.requireNonNull(optimiser.epsilon()).floatValue())
                : new FormulaUpdate(parameters, owner, optimiser);
    }

    /** Returns when all work that has been queued on the engine is done, on every device. */
    void awaitAll();

    /** The number of threads that one operation of the started engine will use. */
    int effectiveThreads();

    /** The main native library's file; valid after {@link #start}. */
    Path libraryPath();
}
