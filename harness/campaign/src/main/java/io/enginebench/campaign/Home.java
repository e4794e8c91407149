package io.enginebench.campaign;

import io.enginebench.campaign.BenchException.Unfit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where things are: the checkout that was built, and the cache.
 *
 * @param root the folder with {@code bench}
 * @param cache natives that engines unpack, data sets that were downloaded; shared by all campaigns of a user
 */
public record Home(Path root, Path cache) {
    /** The folders that hold an {@code engine.json} and a folder {@code lib} of jars. */
    public List<Path> engineFolders() {
        List<Path> folders = new ArrayList<>();
        for (Path module : entries(root.resolve("engines"))) {
            Path app = module.resolve("target/app");
            if (Files.isRegularFile(app.resolve("engine.json"))) {
                folders.add(app);
            }
        }
        return folders;
    }

    /** One JSON file a task. */
    public List<Path> taskFiles() {
        return entries(root.resolve("models/tasks")).stream()
                .filter(file -> file.getFileName().toString().endsWith(".json"))
                .toList();
    }

    /** The worker's jars, without DJL's, which come with an engine. */
    public Path workerLibrary() {
        Path library = root.resolve("harness/worker/target/app/lib");
        if (!Files.isDirectory(library)) {
            throw new Unfit("the worker must be built, got no folder " + library + "; next: mvn package -DskipTests");
        }
        return library;
    }

    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(entries);
        return entries;
    }
}
