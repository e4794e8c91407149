package io.enginebench.record.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole: written beside it, forced to the disk, then renamed over it. A link stays one, and the file that
 * it leads to is replaced; what is no regular file (a device, a FIFO) is written into.
 */
public final class AtomicFile {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private AtomicFile() {}

    /**
     * Replaces {@code file} with {@code content}.
     *
     * @throws IOException if any step fails; {@code file} then has its old content and nothing is left beside it
     */
    public static void write(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            try (OutputStream device = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                device.write(content);
            }
        } else {
            replace(behindLinks(file), content);
        }
    }

    private static Path behindLinks(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void replace(Path file, byte[] content) throws IOException {
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
