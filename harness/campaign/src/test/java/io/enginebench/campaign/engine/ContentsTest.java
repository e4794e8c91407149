package io.enginebench.campaign.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.enginebench.record.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
    private static final String LIE = "0".repeat(64);
    /** What is written after that is written in another tick of the file system's clock. */
    private static final int TICK_MILLIS = 50;

    @TempDir
    Path folder;

    private Path remembered = Path.of("unset");
    private Path library = Path.of("unset");

    @BeforeEach
    void write() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("unix"), "there are no times of last changes");
        remembered = folder.resolve("libraries.json");
        library = Files.writeString(folder.resolve("libtorch.so"), "the library");
    }

    private Contents contents() {
        return new Contents(remembered, Duration.ZERO);
    }

    /** That what is remembered is told, and the file not read, shows once it is wrong. */
    private void lie() throws IOException {
        Files.writeString(remembered, Files.readString(remembered).replaceAll("[0-9a-f]{64}", LIE));
    }

    private void writeAgain(String text) throws IOException, InterruptedException {
        Thread.sleep(TICK_MILLIS);
        Files.writeString(library, text);
    }

    private static String sha256(String text) {
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileIsReadOnceUntilItIsWritten() throws IOException, InterruptedException {
        assertEquals(sha256("the library"), contents().sha256(library));
        lie();
        assertEquals(LIE, contents().sha256(library));
        writeAgain("no library!");
        assertEquals(sha256("no library!"), contents().sha256(library));
    }

    @Test
    void anotherFileOfTheSameLengthAndTimesIsRead() throws IOException {
        contents().sha256(library);
        BasicFileAttributes before = Files.readAttributes(library, BasicFileAttributes.class);
        Path other = Files.writeString(folder.resolve("other"), "no library!");
        Files.getFileAttributeView(other, BasicFileAttributeView.class)
                .setTimes(before.lastModifiedTime(), before.lastAccessTime(), before.creationTime());
        Files.move(other, library, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(sha256("no library!"), contents().sha256(library));
    }

    @Test
    void sameLengthWrittenWithTheOldTimesIsRead() throws IOException, InterruptedException {
        contents().sha256(library);
        BasicFileAttributes before = Files.readAttributes(library, BasicFileAttributes.class);
        writeAgain("no library!");
        Files.setLastModifiedTime(library, before.lastModifiedTime());
        assertEquals(sha256("no library!"), contents().sha256(library));
    }

    @Test
    void entryOfAJarIsReadOnceUntilTheJarIsWritten() throws IOException, InterruptedException {
        Path jar = jar("the library");
        assertEquals(sha256("the library"), entry(jar));
        lie();
        assertEquals(LIE, entry(jar));
        assertEquals(sha256("no library!"), entry(jar("no library!")));
    }

    @Test
    void whatHasJustBeenWrittenIsNotRemembered() throws IOException {
        assertEquals(sha256("the library"), new Contents(remembered, Duration.ofDays(1)).sha256(library));
        assertFalse(Files.exists(remembered));
    }

    @Test
    void nothingThatCanBeMadeOutIsNothing() throws IOException {
        for (String text : new String[] {"", "[]", "{\"libraries\": {\"/x\": {}}}", "{\"libraries\": 1}"}) {
            Files.writeString(remembered, text);
            assertEquals(sha256("the library"), contents().sha256(library));
        }
    }

    @Test
    void programThatCannotBeWrittenBesideReadsEachTime() throws IOException {
        Contents contents = new Contents(folder.resolve("none/libraries.json"), Duration.ZERO);
        assertEquals(sha256("the library"), contents.sha256(library));
    }

    private Path jar(String content) throws IOException, InterruptedException {
        Thread.sleep(TICK_MILLIS);
        return NativeCacheTest.jar(folder, content.getBytes(StandardCharsets.UTF_8), "libtorch.so");
    }

    private String entry(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return contents().sha256(zip, zip.getEntry("libtorch.so"));
        }
    }
}
