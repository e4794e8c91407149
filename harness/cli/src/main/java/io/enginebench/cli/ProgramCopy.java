package io.enginebench.cli;

import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program as it was when a campaign began, in a folder named after this process, deleted when the campaign ends. A
 * campaign that was killed leaves its copy; the next one deletes it.
 *
 * @param home with the copy's jars and the same cache
 */
record ProgramCopy(Home home) implements AutoCloseable {
    static ProgramCopy of(Home home) throws IOException {
        Path copies = Files.createDirectories(home.cache().resolve("programs"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(copies)) {
            for (Path copy : left) {
                String pid = copy.getFileName().toString();
                if (!pid.matches("[0-9]{1,18}")
                        || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Scratch.delete(copy);
                }
            }
        }
        Path own = copies.resolve(Long.toString(ProcessHandle.current().pid()));
        Scratch.delete(own);
        return new ProgramCopy(home.snapshot(own));
    }

    @Override
    public void close() {
        Scratch.delete(home.root());
    }
}
