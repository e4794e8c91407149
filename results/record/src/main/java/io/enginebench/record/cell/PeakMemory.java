package io.enginebench.record.cell;

import org.jspecify.annotations.Nullable;

/**
 * The most memory that a cell's process had, read from outside it.
 *
 * @param peakRssBytes of its resident set; null where the system does not tell
 * @param peakDeviceBytes that it held on GPUs, as their driver tells in steps of a fifth of a second; null on the CPU and where nobody
 *     tells
 */
public record PeakMemory(
        @Nullable Long peakRssBytes, @Nullable Long peakDeviceBytes) {
    /** Of a process that nobody looked at. */
    public static final PeakMemory UNKNOWN = new PeakMemory(null, null);

    /** The same with 0 for what is not known. */
    public static PeakMemory of(long rssBytes, long deviceBytes) {
        return new PeakMemory(rssBytes == 0 ? null : (Long) rssBytes, deviceBytes == 0 ? null : (Long) deviceBytes);
    }
}
