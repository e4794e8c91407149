package io.enginebench.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What became of a share on an executor.
 *
 * @param words what to say of it, behind the share's number
 * @param left the share's folder; null if it is where it belongs, or if there is nothing in it
 */
record ShareEnd(String words, @Nullable PackedFolder left) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** An end of which there is nothing to bring back. */
    static ShareEnd of(String words) {
        return new ShareEnd(words, null);
    }

    /** Writes the files that came with it into a folder, unless it has them; one with others is renamed first, so that nothing is lost. */
    void unpack(Path folder) throws IOException {
        if (left == null || left.isIn(folder)) {
            return;
        }
        Path aside = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".arriving-");
        left.into(aside);
        for (int i = 1; Files.exists(folder); i++) {
            Path old = folder.resolveSibling(folder.getFileName() + ".old-" + i);
            if (!Files.exists(old)) {
                Files.move(folder, old);
            }
        }
        Files.move(aside, folder);
    }
}
