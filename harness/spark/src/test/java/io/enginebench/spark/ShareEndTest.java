package io.enginebench.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShareEndTest {
    @TempDir
    Path folder;

    /** The same as another machine gets it. */
    private static ShareEnd sent(ShareEnd end) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(end);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ShareEnd) in.readObject();
        }
    }

    private static List<String> files(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> of.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void foldersFilesArriveAndWhatIsThereIsKept() throws Exception {
        Path left = Files.createDirectories(folder.resolve("elsewhere/share-2/cells/a"));
        Files.writeString(left.resolve("result.json"), "new");
        Files.writeString(left.resolve("../../.enginebench"), "mark");
        Path here = Files.createDirectories(folder.resolve("run/share-2"));
        Files.writeString(here.resolve("plan.json"), "old");
        Files.writeString(Files.createDirectories(left.resolve("../../scratch")).resolve("rows"), "made again");
        ShareEnd end = sent(new ShareEnd("is done", PackedFolder.of(folder.resolve("elsewhere/share-2"))));
        assertEquals("is done", end.words());
        end.unpack(here);
        end.unpack(here);
        assertFalse(Files.exists(folder.resolve("run/share-2.old-2")), "a share that nothing came of is as it was");
        assertEquals(List.of(".enginebench", "cells/a/result.json"), files(here));
        assertEquals("new", Files.readString(here.resolve("cells/a/result.json")));
        assertEquals(List.of("plan.json"), files(folder.resolve("run/share-2.old-1")));
        Files.writeString(here.resolve("cells/a/result.json"), "else");
        end.unpack(here);
        assertEquals("new", Files.readString(here.resolve("cells/a/result.json")));
        assertEquals("else", Files.readString(folder.resolve("run/share-2.old-2/cells/a/result.json")));
    }

    @Test
    void endWithoutFilesMakesNoFolder() throws Exception {
        sent(ShareEnd.of("is lost")).unpack(folder.resolve("share-1"));
        assertFalse(Files.exists(folder.resolve("share-1")));
    }
}
