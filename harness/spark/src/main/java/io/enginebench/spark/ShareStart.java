package io.enginebench.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an executor is given of a share.
 *
 * @param share its number
 * @param left what an earlier start left of it; null of one that has not begun, and where the executor has its folder
 */
record ShareStart(int share, @Nullable PackedFolder left) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** That of a share whose executor may not have its folder. */
    static ShareStart copied(int share, Path folder) throws IOException {
        return new ShareStart(share, isBegun(folder) ? PackedFolder.of(folder) : null);
    }

    /** Whether there is something in a share's folder that its campaign can go on with. */
    static boolean isBegun(Path folder) {
        return Files.exists(folder.resolve("plan.json"));
    }
}
