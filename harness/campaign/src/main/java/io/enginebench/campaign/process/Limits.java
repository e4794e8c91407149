package io.enginebench.campaign.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must keep, or is ended.
 *
 * @param stall how long it may go without progress
 * @param megabytes of 10^6 bytes, that it may hold resident; null for any number
 */
public record Limits(Duration stall, @Nullable Integer megabytes) {
    /** Whether a resident set is more than it may be. */
    boolean exceededBy(long residentBytes) {
        return megabytes != null && residentBytes > megabytes * 1_000_000L;
    }
}
