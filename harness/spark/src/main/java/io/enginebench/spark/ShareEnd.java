package io.enginebench.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** What became of a share on an executor. */
final class ShareEnd implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String words;
    /** The share's folder as a zip; null if it is where it belongs, or if there is nothing in it. */
    private final byte @Nullable [] zip;

    private ShareEnd(String words, byte @Nullable [] zip) {
        this.words = words;
        this.zip = zip;
    }

    /** An end of which there is nothing to bring back. */
    static ShareEnd of(String words) {
        return new ShareEnd(words, null);
    }

    /** This with the files of a folder. */
    ShareEnd with(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream packed = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, packed);
            }
        }
        return new ShareEnd(words, bytes.toByteArray());
    }

    /** What to say of it, behind the share's number. */
    String words() {
        return words;
    }

    /** Writes the files that came with it into a folder; one that is there already is renamed first, so that nothing is lost. */
    void unpack(Path folder) throws IOException {
        if (zip == null) {
            return;
        }
        Path aside = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".arriving-");
        try (ZipInputStream packed = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
                Path file = aside.resolve(entry.getName()).normalize();
                if (!file.startsWith(aside)) {
                    throw new IOException("names in a share must stay in its folder, got " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                Files.copy(packed, file);
            }
        }
        for (int i = 1; Files.exists(folder); i++) {
            Path old = folder.resolveSibling(folder.getFileName() + ".old-" + i);
            if (!Files.exists(old)) {
                Files.move(folder, old);
            }
        }
        Files.move(aside, folder);
    }
}
