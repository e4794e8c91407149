package io.enginebench.campaign.adding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.campaign.engine.OptInEngine;
import io.enginebench.campaign.engine.Platform;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.ground.OwnFolder;
import io.enginebench.ground.Proxies;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.engine.EngineRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offline: what is added is a small jar that the build needs and has therefore in the local repository. */
class AdditionsTest {
    private static final List<String> CPU = List.of(Artifact.CPU);

    private static final String SOUND = "org.jspecify:jspecify:jar:1.0.0";
    private static final String SHA = "1fad6e6be7557781e4d33729d49ae1cdc8fdda6fe477bb0cc68ce351eafdfbab";
    private static final long BYTES = 3819;

    @TempDir
    Path root;

    private Home home;
    private Additions additions;

    @BeforeEach
    void inAnEmptyCache() {
        home = new Home(root, root.resolve("cache"));
        additions = new Additions(home);
    }

    private static Repositories local() {
        Path repository = Path.of(System.getProperty("user.home"), ".m2/repository/org/jspecify/jspecify/1.0.0");
        assumeTrue(Files.isDirectory(repository), "the local repository of Maven is elsewhere");
        return new Repositories(true, new Proxies(Map.of()));
    }

    private OptInEngine engine(String coordinates, long bytes, String sha256, String platform) {
        EngineDescriptor descriptor = new EngineDescriptor(
                "small-1",
                1,
                "Small",
                true,
                null,
                List.of(),
                "1",
                "1",
                List.of(platform),
                List.of("cpu"),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                List.of(),
                null);
        return new OptInEngine(
                new EngineRecipe(descriptor, "small", List.of(new Artifact(coordinates, null, null, bytes, sha256))),
                List.of(),
                home.addedEngines().resolve("small-1"));
    }

    private OptInEngine sound() {
        return engine(SOUND, BYTES, SHA, Platform.current());
    }

    private List<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void engineIsAddedWholeAndRemovedWithItsNatives() throws IOException {
        OptInEngine engine = sound();
        assertFalse(additions.isAdded(engine, CPU));
        additions.add(engine, CPU, local());
        assertTrue(additions.isAdded(engine, CPU));
        assertEquals(List.of("small-1"), entries(home.addedEngines()));
        assertEquals(List.of(OwnFolder.MARK, "lib"), entries(engine.folder()));
        assertEquals(List.of("jspecify-1.0.0.jar"), entries(engine.folder().resolve("lib")));
        assertEquals(List.of("small-1"), additions.ids());
        Path natives = Home.natives(home.cache(), "small-1");
        Files.writeString(natives.resolve("unpacked.so"), "native");
        assertEquals(List.of(engine.folder(), natives), additions.remove("small-1"));
        assertFalse(Files.exists(engine.folder()) || Files.exists(natives));
        assertEquals(List.of(), additions.remove("small-1"));
    }

    @Test
    void damagedOneIsMadeWholeAgainAndWhatAKilledProcessLeftIsCleared() throws IOException {
        OptInEngine engine = sound();
        additions.add(engine, CPU, local());
        Files.write(engine.folder().resolve("lib/jspecify-1.0.0.jar"), new byte[(int) BYTES]);
        assertFalse(additions.isAdded(engine, CPU));
        Path left = Files.createDirectory(home.addedEngines().resolve(".adding-7"));
        OwnFolder.mark(left);
        additions.add(engine, CPU, local());
        assertTrue(additions.isAdded(engine, CPU));
        assertEquals(List.of("small-1"), entries(home.addedEngines()));
    }

    @Test
    void fileOfAnotherHashIsRefusedAndNothingIsLeft() throws IOException {
        Repositories local = local();
        OptInEngine tampered = engine(SOUND, BYTES, "00".repeat(32), Platform.current());
        BadInput bad = assertThrows(BadInput.class, () -> additions.add(tampered, CPU, local));
        assertEquals(
                "%s of engine small-1 must have the SHA-256 %s, got %s (3,819 bytes); nothing was added"
                        .formatted(SOUND, "00".repeat(32), SHA),
                bad.getMessage());
        assertEquals(List.of(), entries(home.addedEngines()));
    }

    @Test
    void artifactThatCannotBeHadIsOneLine() throws IOException {
        Repositories local = local();
        OptInEngine absent = engine("io.enginebench:no-such:jar:1", 1, SHA, Platform.current());
        Unfit unfit = assertThrows(Unfit.class, () -> additions.add(absent, CPU, local));
        assertTrue(
                unfit.getMessage().startsWith("all files must be had from Maven's repositories, got: "),
                unfit.getMessage());
        assertTrue(unfit.getMessage().contains("io.enginebench:no-such"), unfit.getMessage());
        assertEquals(1, unfit.getMessage().lines().count());
        assertEquals(List.of(), entries(home.addedEngines()));
    }

    @Test
    void whereItCannotGoIsSaidBeforeAnythingIsFetched() throws IOException {
        assertEquals(
                "engine small-1: there are no natives of Small 1 for %s, only for nowhere-x86_64"
                        .formatted(Platform.current()),
                refusal(engine(SOUND, BYTES, SHA, "nowhere-x86_64")));
        assertTrue(refusal(engine(SOUND, Long.MAX_VALUE, SHA, Platform.current()))
                .contains(" must have room for the 9,223,372,036,854,775,807 bytes of engine small-1, got "));
        OptInEngine engine = sound();
        Files.createDirectories(engine.folder());
        assertEquals(
                "folder %s must be free for engine small-1, got one that enginebench did not make"
                        .formatted(engine.folder()),
                refusal(engine));
    }

    private String refusal(OptInEngine engine) {
        return assertThrows(Unfit.class, () -> additions.refuseUnlessRoom(engine, CPU))
                .getMessage();
    }

    @Test
    void onlyWhatCarriesOurMarkIsRemoved() throws IOException {
        Path others = Files.createDirectories(home.addedEngines().resolve("small-1/lib"));
        assertThrows(Unfit.class, () -> additions.remove("small-1"));
        assertTrue(Files.isDirectory(others));
        assertEquals(List.of(), additions.ids());
    }
}
