package io.enginebench.campaign.prepare;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.Unfit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sole use of this machine for measuring. The operating system frees it when the process ends, however it ends. */
public final class HostLock implements AutoCloseable {
    private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "enginebench.lock");

    private final FileChannel channel;

    private HostLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws Unfit if another campaign holds it; names its process
     */
    public static HostLock take() {
        return take(FILE);
    }

    @SuppressWarnings("resource") // The channel is the lock; it is closed with it.
    static HostLock take(Path file) {
        try {
            FileChannel channel = open(file);
            shareWithOtherUsers(file);
            if (!locked(channel)) {
                ByteBuffer holder = ByteBuffer.allocate(20);
                channel.read(holder, 0);
                channel.close();
                throw new Unfit("this machine must be free of other campaigns, got one with process id "
                        + new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip()
                        + "; next: wait for it to end");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new HostLock(channel);
        } catch (IOException e) {
            throw new Unfit("lock file " + file + " must be one that can be written to, got: "
                    + BenchException.messageOf(e) + "; next: have its owner delete it");
        }
    }

    /** Without asking that it be made where it is there: Linux refuses that of another user's file (fs.protected_regular). */
    private static FileChannel open(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            return FileChannel.open(file, options);
        } catch (NoSuchFileException e) {
            Set<OpenOption> making = new HashSet<>(options);
            making.add(StandardOpenOption.CREATE);
            return FileChannel.open(file, making);
        }
    }

    private static void shareWithOtherUsers(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException | UnsupportedOperationException e) {
            // It is another user's, who has done this, or the system has no such permissions.
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
