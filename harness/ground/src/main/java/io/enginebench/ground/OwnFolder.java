package io.enginebench.ground;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Folders that enginebench made below a path of the user's. They carry a mark, and only what carries it is written into again
 * or deleted: a name alone proves nothing, for somebody else may have a folder {@code data} too.
 */
public final class OwnFolder {
    /** The file that is the mark. */
    public static final String MARK = ".enginebench";

    private OwnFolder() {}

    /** Whether the folder carries the mark; a link to one does not. */
    public static boolean is(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    /** Marks a folder in which nothing is that could be lost. */
    public static void mark(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(MARK),
                "This folder is enginebench's own: it writes here, and renames or deletes what it wrote.\n",
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    /**
     * Makes a folder that {@link #delete} may delete, unless it is there already.
     *
     * @throws FileAlreadyExistsException if something is there that does not carry the mark
     */
    public static void create(Path folder) throws IOException {
        if (!is(folder)) {
            Files.createDirectory(folder);
            mark(folder);
        }
    }

    /** Deletes a folder that carries the mark, and nothing that a link in it leads to; any other is left. */
    public static void delete(Path folder) {
        if (is(folder)) {
            Scratch.delete(folder);
        }
    }
}
