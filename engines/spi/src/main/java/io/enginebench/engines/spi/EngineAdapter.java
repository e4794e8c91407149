package io.enginebench.engines.spi;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.nio.file.Path;

/**
 * One native engine, for what DJL's api has no words for or only words that mean different things on different engines.
 *
 * <p>A process has one adapter. The number of threads is given to it by the process's environment and system properties
 * (they cannot be changed later on every engine); the adapter reads back what the engine made of it.
 */
public interface EngineAdapter {
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
     * The device, or the reason why not. DJL itself would silently take the CPU.
     *
     * @param requested {@code cpu}, {@code gpu} or {@code gpu:N}
     */
    default DeviceChoice device(Engine engine, String requested) {
        return DeviceChoice.of(engine, requested);
    }

    /** The order in memory in which the engine works fastest on images; it changes rounding, never the function. */
    default ImageLayout imageLayout(Device device) {
        return ImageLayout.CHANNELS_FIRST;
    }

    /** Returns when all work that has been queued on the engine is done, on every device. */
    void awaitAll();

    /** The number of threads that one operation of the started engine will use. */
    int effectiveThreads();

    /** The main native library's file; valid after {@link #start}. */
    Path libraryPath();
}
