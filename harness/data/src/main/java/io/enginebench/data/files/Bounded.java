package io.enginebench.data.files;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Content that is read no further than one byte past what it may have, so that neither a large file nor a gzip bomb takes more
 * memory than an honest file would.
 */
public final class Bounded {
    private Bounded() {}

    /** A file's content, uncompressed if it is gzipped, whatever its name says; an archive, {@code .tgz}, is left as it is. */
    public static byte[] read(Path file, long atMost) {
        try {
            return read(file.toString(), Files.newInputStream(file), atMost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a stream holds, likewise; the stream is closed. */
    public static byte[] read(String name, InputStream raw, long atMost) throws IOException {
        try (BufferedInputStream packed = new BufferedInputStream(raw)) {
            boolean gzipped = name.endsWith(".gz") || (beginsAsGzip(packed) && !name.endsWith(".tgz"));
            byte[] content =
                    gzipped ? unpacked(name, packed, atMost + 1) : packed.readNBytes(Math.toIntExact(atMost + 1));
            if (content.length > atMost) {
                throw new BadInput("%s must have at most %d bytes%s, got more"
                        .formatted(name, atMost, gzipped ? " uncompressed" : ""));
            }
            return content;
        }
    }

    /** What all members of a gzip file hold together, which Java's own reader takes with anything behind them. */
    private static byte[] unpacked(String name, InputStream packed, long atMost) {
        try {
            return GzipCompressorInputStream.builder()
                    .setInputStream(packed)
                    .setDecompressConcatenated(true)
                    .get()
                    .readNBytes(Math.toIntExact(atMost));
        } catch (IOException e) {
            throw new BadInput(
                    name + " must be a whole gzip file and nothing else, got: " + BenchException.messageOf(e));
        }
    }

    private static boolean beginsAsGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }
}
