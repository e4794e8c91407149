package io.enginebench.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A folder of the system's for temporary files that is deleted when it has served. Its owner holds a lock in it, which the system takes
 * back however the owner ends: what a process that was killed has left is deleted by the next that needs such a folder.
 */
public final class Scratch implements AutoCloseable {
    private static final String PREFIX = "enginebench-";
    private static final String OWNER = ".owner";
    private static final String UNLOCKED = OWNER + ".new";
    /** Far more than it takes from making a folder to holding its lock. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    private final Path root;
    private final Path path;
    private final FileChannel owner;

    private Scratch(Path root, Path path, FileChannel owner) {
        this.root = root;
        this.path = path;
        this.owner = owner;
    }

    /**
     * A new one.
     *
     * @param kind what it is for, a word
     */
    public static Scratch of(String kind) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (!SWEPT.getAndSet(true)) {
            sweep(temporary);
        }
        Path root = Files.createTempDirectory(temporary, PREFIX + kind + "-");
        Path unlocked = root.resolve(UNLOCKED);
        FileChannel owner = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        Files.move(unlocked, root.resolve(OWNER)); // Nobody finds it without its lock.
        return new Scratch(root, Files.createDirectory(root.resolve(kind)), owner);
    }

    /** The folder, empty at first. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(root);
        owner.close();
    }

    /** Deletes what is nobody's any more; what cannot be deleted is another user's. */
    static void sweep(Path temporary) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && (isNobodys(folder.resolve(OWNER)) || wasHardlyBegun(folder))) {
                    try {
                        delete(folder);
                    } catch (UncheckedIOException e) {
                        // It stays.
                    }
                }
            }
        }
    }

    private static boolean isNobodys(Path lock) {
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel owner = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return owner.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Whether its owner was killed before it held the lock, when there was nothing else in the folder. */
    private static boolean wasHardlyBegun(Path folder) {
        Path unlocked = folder.resolve(UNLOCKED);
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().equals(List.of(unlocked))
                    && Files.getLastModifiedTime(unlocked, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .plus(BEGINNING)
                            .isBefore(Instant.now())
                    && isNobodys(unlocked);
        } catch (IOException e) {
            return false;
        }
    }

    /** Deletes a folder with all that is in it, links but not what they lead to; one that is not there is no fault. */
    public static void delete(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
