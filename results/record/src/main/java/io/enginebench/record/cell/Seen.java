package io.enginebench.record.cell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a cell's processes from outside them; until their campaign has looked a last time, by themselves.
 *
 * @param peakRssBytes the most that the resident set was; null where the system does not tell
 * @param peakDeviceBytes the most that the process held on GPUs, as their driver tells in steps of a fifth of a second; null on the CPU
 *     and where nobody tells
 * @param warning what was odd about an end that cost no figure, one line; null for nothing
 * @param earlierAttempts tries before the one that the row is of, the first one first; null for none
 */
public record Seen(
        @Nullable Long peakRssBytes,
        @Nullable Long peakDeviceBytes,
        @Nullable String warning,
        @Nullable List<Attempt> earlierAttempts) {
    /** Of a process that nobody looked at. */
    public static final Seen NOTHING = new Seen(null, null, null, null);

    public Seen {
        earlierAttempts = earlierAttempts == null || earlierAttempts.isEmpty() ? null : List.copyOf(earlierAttempts);
    }

    /** The memory of a process, with 0 for what is not known. */
    public static Seen of(long rssBytes, long deviceBytes) {
        return new Seen(
                rssBytes == 0 ? null : (Long) rssBytes, deviceBytes == 0 ? null : (Long) deviceBytes, null, null);
    }

    /** The same with a warning. */
    public Seen warning(String line) {
        return new Seen(peakRssBytes, peakDeviceBytes, line, earlierAttempts);
    }

    /** The same with the memory that was seen at another time, as far as it was. */
    public Seen withMemoryOf(Seen then) {
        return new Seen(
                then.peakRssBytes == null ? peakRssBytes : then.peakRssBytes,
                then.peakDeviceBytes == null ? peakDeviceBytes : then.peakDeviceBytes,
                warning,
                earlierAttempts);
    }

    /** The same after other tries. */
    public Seen after(List<Attempt> attempts) {
        return new Seen(peakRssBytes, peakDeviceBytes, warning, attempts);
    }

    /** Tries before the one that the row is of. */
    public List<Attempt> attempts() {
        return earlierAttempts == null ? List.of() : earlierAttempts;
    }
}
