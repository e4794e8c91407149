package io.enginebench.analysis.timing;

import io.enginebench.record.cell.ThroughputCell.Percentile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Durations of single calls, kept to three significant digits by an HdrHistogram, so that several rounds can be merged without
 * averaging percentiles.
 */
public final class Latencies {
    private static final int DIGITS = 3;
    /** An hour: a call that takes longer is a fault, and is counted as an hour. */
    private static final long LONGEST_NS = 3_600_000_000_000L;
    /** Base 64 of all counts of such a histogram, none of them compressed, is shorter. */
    private static final int LONGEST_TEXT = 1 << 19;

    /** Where HdrHistogram's V2 encoding has what: two ints before the compressed part, then a header of 40 bytes in it. */
    private static final int COMPRESSED_FROM = 8;

    private static final int HEADER_BYTES = 40;
    private static final int DIGITS_AT = 12;
    private static final int LOWEST_AT = 16;
    private static final int HIGHEST_AT = 24;

    /** So many samples must lie beyond a percentile before it is told: p99 needs 10,000, p99.9 needs 100,000. */
    private static final int SAMPLES_BEYOND = 100;

    /** Those that are told. */
    public static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);

    private final Histogram histogram;

    private Latencies(Histogram histogram) {
        this.histogram = histogram;
    }

    private static Histogram empty() {
        return new Histogram(LONGEST_NS, DIGITS);
    }

    /** The calls of one process, in nanoseconds. */
    public static Latencies of(long... durationsNs) {
        Histogram histogram = empty();
        Arrays.stream(durationsNs).forEach(ns -> histogram.recordValue(Math.min(ns, LONGEST_NS)));
        return new Latencies(histogram);
    }

    /**
     * The calls of several processes together.
     *
     * @param encoded texts of {@link #encoded}
     * @throws IllegalArgumentException if one of them is none
     */
    public static Latencies merged(List<String> encoded) {
        Histogram all = empty();
        for (String text : encoded) {
            try {
                all.add(decoded(text));
            } catch (DataFormatException | RuntimeException e) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    if (cause instanceof OutOfMemoryError full) {
                        throw full; // HdrHistogram makes its arrays by reflection, which wraps this.
                    }
                }
                throw new IllegalArgumentException(
                        "latency histogram must be HdrHistogram's compressed encoding in base 64, got "
                                + abridged(text),
                        e);
            }
        }
        return new Latencies(all);
    }

    /**
     * A histogram whose header says that it is one of ours. The decoder makes room for as many counts as the header asks for,
     * gigabytes if a stranger's says so, and so does a text that is long itself.
     */
    private static Histogram decoded(String text) throws DataFormatException {
        if (text.length() > LONGEST_TEXT) {
            throw new DataFormatException("longer than " + LONGEST_TEXT + " characters");
        }
        ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        byte[] header = new byte[HEADER_BYTES];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(encoded.array(), COMPRESSED_FROM, encoded.limit() - COMPRESSED_FROM);
            if (inflater.inflate(header) < header.length) {
                throw new DataFormatException("no header");
            }
        } finally {
            inflater.end();
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        boolean ours = fields.getInt(DIGITS_AT) == DIGITS
                && fields.getLong(LOWEST_AT) == 1
                && fields.getLong(HIGHEST_AT) == LONGEST_NS;
        if (!ours) {
            throw new DataFormatException("another range or precision");
        }
        return Histogram.decodeFromCompressedByteBuffer(encoded, LONGEST_NS);
    }

    private static String abridged(String text) {
        return "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'";
    }

    /** How many calls. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** HdrHistogram's compressed encoding in base 64, values in nanoseconds. */
    public String encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /**
     * The percentiles in milliseconds that enough calls back: at least 100 must lie beyond one, so that the median needs 200
     * calls, p90 1,000, p99 10,000 and p99.9 100,000.
     */
    public List<Percentile> percentiles() {
        return PERCENTILES.stream()
                .filter(percentile -> count() >= needed(percentile))
                .map(percentile -> Percentile.of(percentile, milliseconds(percentile)))
                .toList();
    }

    /** One percentile in milliseconds, however few calls back it. */
    public double milliseconds(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    /** The fewest calls that a percentile is told of. */
    public static long needed(double percentile) {
        return Math.round(SAMPLES_BEYOND / (1 - percentile / 100));
    }
}
