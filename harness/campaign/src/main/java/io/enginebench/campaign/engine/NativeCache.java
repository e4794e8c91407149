package io.enginebench.campaign.engine;

import io.enginebench.ground.BenchException.Unfit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The libraries that an engine has unpacked into the cache, compared with those in its jars before they are loaded again: DJL
 * loads whatever lies there.
 *
 * <p>Length and CRC-32 are compared, which the jars' directories have without unpacking half a gigabyte at every start. That
 * finds damage, other versions and added files; it does not find a library that was forged to the same CRC-32.
 */
public final class NativeCache {
    private NativeCache() {}

    /** A library; the name is that behind DJL's version, {@code 0.35.1-libdjl_torch.so}, which only the unpacked one has. */
    private record Content(String name, long length, long crc32) {
        boolean isOf(Content packed) {
            return length == packed.length
                    && crc32 == packed.crc32
                    && (name.equals(packed.name) || name.endsWith("-" + packed.name));
        }
    }

    /**
     * Checks what is there.
     *
     * @param natives the engine's folder in the cache; need not exist
     * @throws Unfit naming the first file that is in none of the jars
     */
    public static void check(InstalledEngine engine, Path natives) throws IOException {
        if (!Files.isDirectory(natives)) {
            return;
        }
        Set<Content> packed = packed(engine.jars());
        // Files directly in the folder are other programs' short-lived ones; DJL keeps its own in folders.
        for (Path unpacked : files(natives)) {
            if (packed.stream().noneMatch(contentOf(unpacked)::isOf)) {
                throw new Unfit(
                        ("cached library %s of engine %s must be the one in the engine's jars, got another content;"
                                        + " next: delete %s, it is unpacked again")
                                .formatted(
                                        unpacked.getFileName(),
                                        engine.descriptor().id(),
                                        natives));
            }
        }
    }

    private static List<Path> files(Path natives) throws IOException {
        try (Stream<Path> files = Files.walk(natives, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && natives.relativize(file).getNameCount() > 1)
                    .sorted()
                    .toList();
        }
    }

    private static Set<Content> packed(List<Path> jars) throws IOException {
        Set<Content> contents = new HashSet<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    contents.add(new Content(
                            entry.getName().substring(entry.getName().lastIndexOf('/') + 1),
                            entry.getSize(),
                            entry.getCrc()));
                }
            }
        }
        return contents;
    }

    private static Content contentOf(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            return new Content(
                    file.getFileName().toString(), in.transferTo(OutputStream.nullOutputStream()), crc.getValue());
        }
    }
}
