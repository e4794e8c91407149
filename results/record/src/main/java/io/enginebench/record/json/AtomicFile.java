package io.enginebench.record.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a file as a whole: written beside it, forced to the disk, then renamed over it. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Replaces {@code file} with {@code content}.
     *
     * @throws IOException if any step fails; {@code file} then has its old content and nothing is left beside it
     */
    public static void write(Path file, byte[] content) throws IOException {
        // Not Files.createTempFile, whose files only their owner may read.
        Path temporary = file.resolveSibling(".%s.%d-%d.tmp"
                .formatted(file.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
