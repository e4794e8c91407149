package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.Hashes;
import io.enginebench.record.engine.Artifact;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine with one library, {@code libtorch.so}. */
class NativeCacheTest {
    private static final byte[] LIBRARY = "the library".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "no library!".getBytes(StandardCharsets.UTF_8);
    /** Of the same length and CRC-32 as the library. */
    private static final byte[] FORGED = {'n', 'o', ' ', 'l', 'i', 'b', 'r', -78, -87, -128, 30};

    @TempDir
    Path folder;

    private Path natives = Path.of("unset");
    private Path unpacked = Path.of("unset");

    @BeforeEach
    void unpack() throws IOException {
        natives = folder.resolve("natives");
        unpacked = Files.createDirectories(natives.resolve("2.7.1-cpu")).resolve("0.35.1-libtorch.so");
    }

    /** A jar with one entry. */
    static Path jar(Path folder, byte[] content, String entry) throws IOException {
        Path jar = folder.resolve("natives.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return jar;
    }

    private InstalledEngine engine(byte[] packed, boolean added) throws IOException {
        return engine(packed, "native/lib/libtorch.so", added);
    }

    private InstalledEngine engine(byte[] packed, String entry, boolean added) throws IOException {
        EngineDescriptor descriptor = Json.read("""
                {"id": "torch", "order": 1, "name": "Torch", "trains": true, "djl_version": "1", "version": "1",
                 "platforms": ["linux-x86_64"], "devices": ["cpu"], "environment": {}, "environment_with_libomp": {},
                 "jvm_options": [], "licences": []}
                """, "engine.json", EngineDescriptor.class);
        Path jar = jar(folder, packed, entry);
        Artifact artifact = new Artifact("org.torch:natives:jar:1", null, null, 1, Hashes.sha256(packed));
        return new InstalledEngine(descriptor, List.of(jar), added ? Map.of(jar, artifact) : Map.of(), List.of("cpu"));
    }

    private Optional<Path> list(byte[] content) throws IOException {
        return Optional.of(Files.writeString(
                folder.resolve("torch.sha256"),
                Hashes.sha256("for another platform".getBytes(StandardCharsets.UTF_8)) + "  libtorch.so\n"
                        + Hashes.sha256(content) + "  libtorch.so\n"));
    }

    private Contents nothingRemembered() {
        return new Contents(folder.resolve("libraries.json"), Duration.ofDays(1));
    }

    private void check(byte[] packed, boolean added, Optional<Path> list) throws IOException {
        NativeCache.check(engine(packed, added), list, natives, nothingRemembered());
    }

    private String refused(byte[] packed, boolean added, Optional<Path> list) {
        return assertThrows(Unfit.class, () -> check(packed, added, list)).getMessage();
    }

    @Test
    void libraryThatIsNotInTheListIsRefusedPackedOrUnpacked() throws IOException {
        check(LIBRARY, false, list(LIBRARY));
        assertEquals(
                "library libtorch.so in natives.jar of engine torch must have a SHA-256 of torch.sha256, got "
                        + Hashes.sha256(OTHER) + "; next: build with the published artifacts",
                refused(OTHER, false, list(LIBRARY)));
        Files.write(unpacked, LIBRARY);
        check(LIBRARY, false, list(LIBRARY));
        Files.write(unpacked, OTHER);
        assertEquals(
                "cached library 0.35.1-libtorch.so of engine torch must have a SHA-256 of torch.sha256, got another content; next:"
                        + " delete " + natives + ", it is unpacked again",
                refused(OTHER, false, list(LIBRARY)),
                "that of a jar that was changed too");
    }

    @Test
    void engineThatWasAddedIsHeldToItsJarsBySha256AndOneOfSomebodysOwnByCrc32() throws IOException {
        for (boolean added : List.of(true, false)) {
            Files.write(unpacked, LIBRARY);
            check(LIBRARY, added, Optional.empty());
            Files.write(unpacked, OTHER);
            assertEquals(
                    "cached library 0.35.1-libtorch.so of engine torch must be the one in the engine's jars, got another content;"
                            + " next: delete " + natives + ", it is unpacked again",
                    refused(LIBRARY, added, Optional.empty()));
        }
    }

    @Test
    void forgedLibraryPassesForOneOfSomebodysOwnAlone() throws IOException {
        Files.write(unpacked, FORGED);
        check(LIBRARY, false, Optional.empty());
        refused(LIBRARY, true, Optional.empty());
        refused(LIBRARY, false, list(LIBRARY));
    }

    @Test
    void linkWithoutTheLibrarysVersionIsTheLibraryAndNoOther() throws IOException {
        Path versioned = Files.write(unpacked.resolveSibling("libflow.so.2"), LIBRARY);
        Path link = Files.createSymbolicLink(unpacked.resolveSibling("libflow.so"), versioned.getFileName());
        InstalledEngine flow = engine(LIBRARY, "lib/libflow.so.2", true);
        NativeCache.check(flow, Optional.empty(), natives, nothingRemembered());
        Files.delete(link);
        Files.createSymbolicLink(link, Files.write(folder.resolve("elsewhere"), OTHER));
        assertThrows(Unfit.class, () -> NativeCache.check(flow, Optional.empty(), natives, nothingRemembered()));
    }

    /** As one that is killed while it unpacks leaves them. */
    @Test
    void whatWasHalfUnpackedIsDeletedUnlessItIsYoung() throws IOException {
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(3600));
        Path old = Files.createDirectories(natives.resolve("torch/tmp987"));
        Files.writeString(old.resolve("libtorch.so"), "half");
        Files.setLastModifiedTime(old, longAgo);
        Path file = Files.writeString(natives.resolve("unpacking5.tmp"), "half");
        Files.setLastModifiedTime(file, longAgo);
        Path young = Files.createDirectories(natives.resolve("torch/tmp988"));
        Path mine = Files.writeString(natives.resolve("torch/tmp"), "mine");
        Files.setLastModifiedTime(mine, longAgo);
        NativeCache.sweep(natives);
        assertEquals(
                List.of(false, false, true, true),
                List.of(Files.exists(old), Files.exists(file), Files.exists(young), Files.exists(mine)));
    }

    @Test
    void libraryInAJarIsHeldToTheListWhileItIsNotUnpackedThoughOthersAre() throws IOException {
        Files.write(unpacked.resolveSibling("libnext.so"), LIBRARY);
        Path both = Files.writeString(
                folder.resolve("both.sha256"),
                Hashes.sha256(LIBRARY) + "  libtorch.so\n" + Hashes.sha256(LIBRARY) + "  libnext.so\n");
        check(LIBRARY, false, Optional.of(both));
        assertTrue(refused(OTHER, false, Optional.of(both)).startsWith("library libtorch.so in natives.jar"));
    }

    @Test
    void libraryThatIsInNoJarIsRefused() throws IOException {
        Files.write(unpacked.resolveSibling("libother.so"), LIBRARY);
        assertEquals(
                "cached library libother.so of engine torch must be the one in the engine's jars, got another content; next: delete "
                        + natives + ", it is unpacked again",
                refused(LIBRARY, true, Optional.empty()));
    }
}
