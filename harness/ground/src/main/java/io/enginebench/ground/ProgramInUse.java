package io.enginebench.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The program that this process runs from, kept from being deleted as long as it does. The keeper is a shared lock on a
 * file of the program: unlike a process id it says the same to a container that shares the folder, and it goes when the
 * process goes, however it ends.
 */
public final class ProgramInUse implements AutoCloseable {
    /** {@code bench} makes it, and touches it before it starts a command. Sorts first, so is deleted last. */
    private static final String MARK = ".in-use";

    /** From that touch to the lock, on a machine however busy. */
    private static final Duration START = Duration.ofMinutes(10);

    private final @Nullable FileChannel channel;

    private ProgramInUse(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Keeps a program, and deletes those beside it that are out of use.
     *
     * @param program a folder as {@code bench} makes it; of any other, such as Maven's own, there is nothing to keep
     */
    @SuppressWarnings("resource") // The channel is the lock; it is closed with it.
    public static ProgramInUse of(Path program) {
        try {
            FileChannel channel = FileChannel.open(program.resolve(MARK), StandardOpenOption.READ);
            channel.lock(0, Long.MAX_VALUE, true);
            deleteOthers(program);
            return new ProgramInUse(channel);
        } catch (IOException e) {
            // No such program; or a file system without locks, where nobody gets the one that deleting needs.
            return new ProgramInUse(null);
        }
    }

    private static void deleteOthers(Path program) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Objects.requireNonNull(program.getParent()))) {
            for (Path other : all) {
                if (!other.equals(program)) {
                    deleteUnlessInUse(other);
                }
            }
        }
    }

    private static void deleteUnlessInUse(Path program) {
        try (FileChannel channel = FileChannel.open(program.resolve(MARK), StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock == null || isStarting(program)) {
                return;
            }
            // Whoever touched it before the move is seen after it; whoever comes later finds none and builds it again.
            Path aside = program.resolveSibling(program.getFileName() + "-deleted");
            Files.move(program, aside, StandardCopyOption.ATOMIC_MOVE);
            if (isStarting(aside)) {
                Files.move(aside, program, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Scratch.delete(aside);
            }
        } catch (IOException | UncheckedIOException e) {
            // No program of ours, or not ours to delete. The next command tries again.
        }
    }

    private static boolean isStarting(Path program) throws IOException {
        return Files.getLastModifiedTime(program.resolve(MARK))
                .toInstant()
                .isAfter(Instant.now().minus(START));
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
