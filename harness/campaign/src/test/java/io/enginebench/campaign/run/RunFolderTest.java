package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.OwnFolder;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Names alone make no run: each of these is one that a run uses. */
    @ParameterizedTest
    @ValueSource(
            strings = {"thesis.txt", "data/mine.csv", "scratch/mine.csv", "plan.json", "result.json", "report.html"})
    void folderWithSomebodysFilesIsRefusedAndKept(String name) throws IOException {
        Path mine = folder.resolve(name);
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        assertEquals(
                "--out must be a new or empty folder or an earlier run's, got " + folder
                        + " with files in it and without .enginebench",
                assertThrows(Usage.class, () -> RunFolder.create(folder)).getMessage());
        assertEquals("mine", Files.readString(mine));
        assertTrue(Files.notExists(folder.resolve("cells")), "nothing may be left behind");
    }

    @Test
    void emptyFolderIsUsed() throws IOException {
        RunFolder.create(folder);
        assertTrue(OwnFolder.is(folder));
    }

    @Test
    void linkToAnotherFolderIsNotTakenForARunsOwn() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("a.csv"), "mine");
        Files.createSymbolicLink(folder.resolve("out"), mine);
        assertThrows(Usage.class, () -> RunFolder.create(folder.resolve("out")));
        assertEquals("mine", Files.readString(mine.resolve("a.csv")));
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

    /** Figures of two builds, or of two kinds of processors, would pass for those of one. */
    @Test
    void runGoesOnByTheBuildAndTheProcessorsThatItBeganWith() throws IOException {
        RunResult begun = ResultFile.read(Path.of(
                System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v2-small.json"));
        Suite suite = begun.suite();
        Environment.Host host = begun.environment().host();
        RunFolder run = RunFolder.create(folder.resolve("run"));
        run.mustGoOnBy(new Suite("enginebench", "of a run that has not begun", null), host);
        run.begin(begun);
        run.mustGoOnBy(suite, host);
        assertEquals(
                "enginebench must be the one that the run began with (%s), got enginebench 9, commit unknown"
                        .formatted(suite.words()),
                assertThrows(BadInput.class, () -> run.mustGoOnBy(new Suite("enginebench", "9", null), host))
                        .getMessage());
        Environment.Host fewer =
                new Environment.Host(host.hostProcessorModelName(), 2, 1, 7, null, host.instructionSets());
        String said =
                assertThrows(BadInput.class, () -> run.mustGoOnBy(suite, fewer)).getMessage();
        assertTrue(said.startsWith("processors must be of the kind that the run began on ("), said);
        assertTrue(said.contains("2 cores, 1 of them usable"), said);
    }

    @Test
    void folderOfARunThatNeverBeganIsUsedAgain() {
        RunFolder.create(folder.resolve("r1"));
        RunFolder.create(folder.resolve("r1"));
        assertTrue(Files.notExists(folder.resolve("r1.old-1")));
    }

    @Test
    void scratchIsDeletedWithItsLinksButNotWhatTheyLeadTo() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.csv"), "mine");
        RunFolder run = RunFolder.create(folder.resolve("r1"));
        Files.createDirectories(run.data().resolve("t"));
        Files.createSymbolicLink(run.data().resolve("t").resolve("link.csv"), mine);
        Files.createSymbolicLink(run.data().resolve("t").resolve("up"), folder);
        run.deleteScratch();
        assertTrue(Files.notExists(folder.resolve("r1/scratch")));
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void scratchThatSomebodyMadeInARunsFolderIsRefusedAndKept() throws IOException {
        RunFolder run = RunFolder.create(folder.resolve("r1"));
        Files.writeString(folder.resolve("r1/plan.json"), "{}");
        run.deleteScratch();
        Path mine = folder.resolve("r1/scratch/mine.csv");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        assertEquals(
                "scratch in --resume must be the run's own or absent, got " + mine.getParent()
                        + " without .enginebench",
                assertThrows(Usage.class, () -> RunFolder.resume(folder.resolve("r1")))
                        .getMessage());
        run.deleteScratch();
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void linkInThePlaceOfScratchIsLeft() throws IOException {
        RunFolder run = RunFolder.create(folder.resolve("r1"));
        run.deleteScratch();
        RunFolder other = RunFolder.create(folder.resolve("other"));
        Path arrays = Files.createDirectories(other.data().resolve("t"));
        Files.createSymbolicLink(folder.resolve("r1/scratch"), folder.resolve("other/scratch"));
        run.deleteScratch();
        assertTrue(Files.isDirectory(arrays));
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

    @Test
    void resumingAFolderWithoutTheMarkIsRefused() throws IOException {
        Files.writeString(folder.resolve("plan.json"), "{}");
        assertEquals(
                "--resume must be the folder of an earlier run, got " + folder + " without .enginebench",
                assertThrows(Usage.class, () -> RunFolder.resume(folder)).getMessage());
        RunFolder.create(folder.resolve("r1"));
        Files.writeString(folder.resolve("r1/plan.json"), "{}");
        assertEquals(
                folder.resolve("r1"), RunFolder.resume(folder.resolve("r1")).path());
    }
}
