package io.enginebench.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The files of a share's folder on their way through Spark, but for those in {@code scratch}, which are made again. */
final class PackedFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] zip;

    private PackedFolder(byte[] zip) {
        this.zip = zip;
    }

    /** Those of a folder; one that is gone before it is read, as a process renames it that has not heard of its campaign's end, is left out. */
    static PackedFolder of(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream packed = new ZipOutputStream(bytes)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.equals(folder.resolve("scratch"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!attributes.isRegularFile()) {
                        return FileVisitResult.CONTINUE;
                    }
                    try {
                        byte[] content = Files.readAllBytes(file);
                        packed.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                        packed.write(content);
                        return FileVisitResult.CONTINUE;
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(file, e);
                    }
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                    if (why instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw why;
                }
            });
        }
        return new PackedFolder(bytes.toByteArray());
    }

    /** Writes them into a new or empty folder. */
    void into(Path folder) throws IOException {
        all(folder, (file, content) -> {
            Files.createDirectories(file.getParent());
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
            return true;
        });
    }

    /** Whether a folder has each of them already, byte for byte. */
    boolean isIn(Path folder) throws IOException {
        return all(
                folder,
                (file, content) -> Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content));
    }

    private interface Check {
        boolean holds(Path file, byte[] content) throws IOException;
    }

    /** Whether something holds for each of them as a file of a folder. */
    private boolean all(Path path, Check check) throws IOException {
        Path folder = path.normalize();
        try (ZipInputStream packed = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("names in a share must stay in its folder, got " + entry.getName());
                }
                if (!check.holds(file, packed.readAllBytes())) {
                    return false;
                }
            }
        }
        return true;
    }
}
