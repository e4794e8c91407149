package io.enginebench.cli.catalog;

import io.enginebench.record.Mistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder that a command fills, in which nothing of the user's may be. */
final class NewFolder {
    private NewFolder() {}

    /** Adds a mistake unless it is new or empty. */
    static void check(Path folder, Mistakes mistakes) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                empty = entries.findAny().isEmpty();
            }
        }
        mistakes.unless(empty, "--out", "a new or empty folder", folder);
    }
}
