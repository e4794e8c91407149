package io.enginebench.data.files;

import io.enginebench.ground.BenchException;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.Hashes;
import io.enginebench.record.array.Digest;
import io.enginebench.record.run.DataRecord.DataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of a task file, in which what its paths name is found. A relative path stays below the folder, links included; an absolute one
 * is taken as it is.
 *
 * @param path the folder
 * @param file the task file's name, for messages
 */
public record TaskFolder(Path path, String file) {
    private static final int MOST_FILES = 1_000_000;

    /** Of a task file. */
    public static TaskFolder of(Path taskFile) {
        Path folder = taskFile.toAbsolutePath().normalize().getParent();
        return new TaskFolder(folder == null ? Path.of("/") : folder, String.valueOf(taskFile.getFileName()));
    }

    /**
     * A file.
     *
     * @param member what names it in the task file
     * @throws BadInput if there is none, or it is not below the folder
     */
    public Path file(String member, String name) {
        Path found = found(member, name);
        if (!Files.isRegularFile(found)) {
            throw bad(member, "a file", name + ", which is none");
        }
        return found;
    }

    /**
     * A folder of files in a folder for each class.
     *
     * @param ends of the files' names, in lower case
     * @return by the classes' names, the files; both sorted by their names
     * @throws BadInput if there is none, or it is not below the folder, or has something else in it
     */
    public Map<String, List<Path>> classes(String member, String name, List<String> ends) {
        Path found = found(member, name);
        if (!Files.isDirectory(found)) {
            throw bad(member, "a folder", name + ", which is none");
        }
        Map<String, List<Path>> classes = new TreeMap<>();
        int files = 0;
        for (Path one : entries(found)) {
            String where = name + "/" + one.getFileName();
            if (!Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
                throw bad(member, "a folder of one folder for each class, without links", where);
            }
            List<Path> pictures = entries(one);
            for (Path file : pictures) {
                String end = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        || ends.stream().noneMatch(end::endsWith)) {
                    throw bad(
                            member,
                            "folders of files that end in " + String.join(", ", ends) + ", without links",
                            where + "/" + file.getFileName());
                }
            }
            if (pictures.isEmpty()) {
                throw bad(member, "folders with one file or more", where + " without any");
            }
            files += pictures.size();
            if (files > MOST_FILES) {
                throw bad(member, "a folder of at most " + MOST_FILES + " files", "more");
            }
            classes.put(one.getFileName().toString(), pictures);
        }
        if (classes.isEmpty()) {
            throw bad(member, "a folder of one folder for each class", name + " without any");
        }
        return classes;
    }

    /** What is recorded of a file. */
    public DataFile record(String name, Path file) {
        try {
            return new DataFile(name, Files.size(file), Digest.ofFile(file));
        } catch (IOException e) {
            throw new BadInput(name + " must be readable, got " + BenchException.messageOf(e));
        }
    }

    /**
     * What is recorded of a folder of classes: all its bytes, and the hash of a line for each file, {@code <hash>  <class>/<file>}, as
     * {@code sha256sum} writes them, sorted by class and file.
     */
    public DataFile record(String name, Map<String, List<Path>> classes) {
        StringBuilder lines = new StringBuilder();
        long bytes = 0;
        for (Map.Entry<String, List<Path>> one : classes.entrySet()) {
            for (Path file : one.getValue()) {
                String within = one.getKey() + "/" + file.getFileName();
                DataFile recorded = record(within, file);
                bytes += recorded.bytes();
                lines.append(recorded.sha256()).append("  ").append(within).append('\n');
            }
        }
        return new DataFile(name, bytes, Hashes.sha256(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code <file>: <member> must be <rule>, got <value>}. */
    public BadInput bad(String member, String rule, String got) {
        return new BadInput("%s: %s must be %s, got %s".formatted(file, member, rule, got));
    }

    private Path found(String member, String name) {
        try {
            Path named = Path.of(name);
            boolean up =
                    Stream.iterate(named, step -> step != null, Path::getParent).anyMatch(step -> step.endsWith(".."));
            Path real = path.resolve(named).toRealPath();
            if (!named.isAbsolute() && (up || !real.startsWith(path.toRealPath()))) {
                throw bad(member, "below the task file's folder, or absolute", name);
            }
            return real;
        } catch (NoSuchFileException e) {
            throw bad(member, "in the task file's folder", name + ", which is not there");
        } catch (InvalidPathException | IOException e) {
            throw bad(member, "a path", name + " (" + BenchException.messageOf(e) + ")");
        }
    }

    /** By name, without those whose names begin with a dot. */
    private List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> found = new ArrayList<>(
                    entries.filter(one -> !one.getFileName().toString().startsWith("."))
                            .toList());
            found.sort(Comparator.comparing(one -> one.getFileName().toString()));
            return found;
        } catch (IOException e) {
            throw new BadInput(
                    file + ": " + folder.getFileName() + " must be readable, got " + BenchException.messageOf(e));
        }
    }
}
