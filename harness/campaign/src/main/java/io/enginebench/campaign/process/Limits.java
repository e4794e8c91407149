package io.enginebench.campaign.process;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must keep, or is ended.
 *
 * @param stall how long it may go without progress
 * @param megabytes of 10^6 bytes, that it may hold resident; null for any number
 */
public record Limits(Duration stall, @Nullable Integer megabytes) {
    /**
     * The JVM option that keeps a worker's heap from growing beyond the limit between two looks at its resident set; empty where it does not by
     * itself, which is a quarter of the memory.
     *
     * @param machineBytes of memory that the JVM sees
     */
    Optional<String> heap(long machineBytes) {
        return megabytes != null && megabytes * 1_000_000L < machineBytes / 4
                ? Optional.of("-Xmx" + megabytes * 1_000_000L / 1024 + "k")
                : Optional.empty();
    }

    /** Whether a resident set is more than it may be. */
    boolean exceededBy(long residentBytes) {
        return megabytes != null && residentBytes > megabytes * 1_000_000L;
    }
}
