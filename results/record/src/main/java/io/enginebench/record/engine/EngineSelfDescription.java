package io.enginebench.record.engine;

import io.enginebench.record.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a started engine says of itself.
 *
 * @param name DJL's name of the engine
 * @param version what the native library reports
 * @param device the device in use, {@code cpu} or {@code gpu:0}
 * @param numThreads the number of threads the engine will really use for one operation, read back where it can be
 * @param capabilities the library's feature flags, and as {@code what: how} what is done here that another engine or another version
 *     may do otherwise
 * @param libraryPath the native library's file, which is still there when the process has ended
 * @param startMillis from the first call of the engine's library until it could make an array
 * @param sgemmGflops 10^9 operations a second that a product of two large matrices of 32-bit floats reached with those threads; null if it
 *     could not be made
 */
public record EngineSelfDescription(
        String name,
        String version,
        String device,
        int numThreads,
        List<String> capabilities,
        String libraryPath,
        double startMillis,
        @Nullable Double sgemmGflops) {
    public EngineSelfDescription {
        capabilities = capabilities.stream().sorted().toList();
        Check.that(numThreads >= 1, "num_threads", "1 or more", numThreads);
        Check.finite("start_millis", startMillis);
    }
}
