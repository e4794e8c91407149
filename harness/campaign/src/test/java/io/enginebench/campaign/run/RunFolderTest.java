package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path folder;

    @Test
    void fileInTheFoldersPlaceIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "mine");
        assertEquals(
                "--out must be a folder, got the file " + file,
                assertThrows(Usage.class, () -> RunFolder.create(file)).getMessage());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void folderWithOtherFilesIsRefusedAndKept() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertEquals(
                "--out must be a new or empty folder or an earlier run's, got " + folder + " with other files in it",
                assertThrows(Usage.class, () -> RunFolder.create(folder)).getMessage());
        assertEquals("mine", Files.readString(folder.resolve("thesis.txt")));
    }

    @Test
    void earlierRunIsRenamedNotOverwritten() throws IOException {
        for (String content : new String[] {"first", "second"}) {
            RunFolder.create(folder.resolve("r1"));
            Files.writeString(folder.resolve("r1/plan.json"), content);
        }
        RunFolder.create(folder.resolve("r1"));
        assertEquals("first", Files.readString(folder.resolve("r1.old-1/plan.json")));
        assertEquals("second", Files.readString(folder.resolve("r1.old-2/plan.json")));
        assertTrue(Files.isDirectory(folder.resolve("r1/cells")));
    }

    @Test
    void folderOfARunThatNeverBeganIsUsedAgain() {
        RunFolder.create(folder.resolve("r1"));
        RunFolder.create(folder.resolve("r1"));
        assertTrue(Files.notExists(folder.resolve("r1.old-1")));
    }

    @Test
    void folderBelowAFileCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Unfit unfit = assertThrows(Unfit.class, () -> RunFolder.create(file.resolve("out")));
        assertTrue(
                unfit.getMessage().startsWith("--out must be a folder that can be written to, got "),
                unfit.getMessage());
    }

    @Test
    void resumingNothingIsRefused() {
        assertEquals(
                "--resume must be the folder of an earlier run, got " + folder + " without plan.json",
                assertThrows(Usage.class, () -> RunFolder.resume(folder)).getMessage());
    }
}
