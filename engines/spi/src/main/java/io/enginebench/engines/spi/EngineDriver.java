package io.enginebench.engines.spi;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Drives one native engine. Found by {@link ServiceLoader} on the class path of the engine's process.
 *
 * <p>A process has one. The number of threads is given to it by the process's environment and system properties (they cannot be
 * changed later on every engine); its session reads back what the engine made of it.
 */
public interface EngineDriver {
    /**
     * The driver on this process's class path. A variant's driver extends that of its engine, whose jar is there too; of the
     * two, the variant's is meant.
     *
     * @throws IllegalStateException if there are several engines or none
     */
    static EngineDriver ofThisProcess() {
        List<EngineDriver> found = ServiceLoader.load(EngineDriver.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        List<EngineDriver> meant = found.stream()
                .filter(one -> found.stream()
                        .noneMatch(other -> other != one && one.getClass().isInstance(other)))
                .toList();
        if (meant.size() != 1) {
            throw new IllegalStateException("engines on a worker's class path must be exactly 1, got " + meant);
        }
        return meant.get(0);
    }

    /**
     * Loads the native library, unpacking it into the cache folder if need be, and takes the device.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws UnsupportedException if the device cannot be used
     */
    EngineSession start(String device);
}
