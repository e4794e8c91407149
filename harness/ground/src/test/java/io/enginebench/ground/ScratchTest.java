package io.enginebench.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    /** What carries no owner's file is somebody's own, whatever its name. */
    @Test
    void whatNobodyHoldsAnyMoreIsDeletedAndNothingElse(@TempDir Path temporary) throws IOException {
        Path left = Files.createDirectories(temporary.resolve("enginebench-describe-1/describe"));
        Files.writeString(left.resolveSibling(".owner"), "");
        Files.writeString(left.resolve("log"), "of a process that was killed");
        Path mine = Files.createDirectories(temporary.resolve("enginebench-my-notes"));
        Path held = Files.createDirectories(temporary.resolve("held"));
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve(".owner"), "");
        Files.createSymbolicLink(temporary.resolve("enginebench-link-1"), held);
        Path begun = Files.createDirectories(temporary.resolve("enginebench-describe-2"));
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(Files.writeString(begun.resolve(".owner.new"), ""), longAgo);
        Path beginning = Files.createDirectories(temporary.resolve("enginebench-describe-3"));
        Files.writeString(beginning.resolve(".owner.new"), "");
        Scratch.sweep(temporary);
        assertTrue(Files.notExists(left.getParent()));
        assertTrue(Files.notExists(begun), "its owner was killed before it had locked it");
        assertTrue(Files.exists(beginning), "its owner may be about to");
        assertTrue(Files.isDirectory(mine));
        assertTrue(Files.isDirectory(held));
        assertTrue(Files.exists(outside.resolve(".owner")));
    }

    @Test
    void folderIsEmptyHeldAndGoneAtTheEnd() throws IOException {
        Path path;
        try (Scratch scratch = Scratch.of("test")) {
            path = scratch.path();
            assertEquals(0, path.toFile().list().length);
            Scratch.sweep(path.getParent().getParent());
            assertTrue(Files.isDirectory(path), "its owner lives");
        }
        assertTrue(Files.notExists(path.getParent()));
    }
}
