package io.enginebench.ground;

import io.enginebench.ground.BenchException.Unfit;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where things are: the checkout, the program that runs, and the cache.
 *
 * @param root the folder with {@code bench}; tasks and published results are read from it
 * @param program the folder with what Maven built, laid out as the checkout is; of a release, its {@code lib}
 * @param cache natives that engines unpack, data sets that were downloaded; shared by all campaigns of a user
 * @param plugins the user's code, in the order in which it is on class paths
 */
public record Home(Path root, Path program, Path cache, List<Plugin> plugins) {
    public Home {
        plugins = List.copyOf(plugins);
    }

    /** Without code of the user. */
    public Home(Path root, Path program, Path cache) {
        this(root, program, cache, List.of());
    }

    /** A release, or a checkout that Maven built in place, which {@code bench} does not run: a build there would change it. */
    public Home(Path root, Path cache) {
        this(root, isRelease(root) ? root.resolve("lib") : root, cache);
    }

    private static boolean isRelease(Path root) {
        return Files.isRegularFile(root.resolve("bin/bench"));
    }

    /** The same with code of the user. */
    public Home with(List<Plugin> added) {
        return new Home(root, program, cache, added);
    }

    /** The cache that the environment names, else the usual one of the user. */
    public static Path cache(Map<String, String> environment) {
        String own = environment.get("ENGINEBENCH_CACHE");
        if (own != null && !own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.get("XDG_CACHE_HOME");
        Path base = shared != null && Path.of(shared).isAbsolute()
                ? Path.of(shared)
                : userHome(environment).resolve(".cache");
        return base.resolve("enginebench");
    }

    /** Java says {@code ?} of a user whom the system does not know by name, as in a container that was given a number. */
    private static Path userHome(Map<String, String> environment) {
        Path known = Path.of(System.getProperty("user.home", "?"));
        return known.isAbsolute()
                ? known
                : Path.of(environment.getOrDefault("HOME", "/")).toAbsolutePath();
    }

    /** The folders that hold an {@code engine.json} and a folder {@code lib} of jars. */
    public List<Path> engineFolders() {
        List<Path> folders = new ArrayList<>();
        for (Path module : entries(program.resolve("engines"))) {
            Path app = app(module);
            if (Files.isRegularFile(app.resolve("engine.json"))) {
                folders.add(app);
            }
        }
        return folders;
    }

    /** What is run of a module: a release has it in the module's place. */
    private static Path app(Path module) {
        Path built = module.resolve("target/app");
        return Files.isDirectory(built) ? built : module;
    }

    /** What starts the program in a shell. */
    public Path launcher() {
        return root.resolve(isRelease(root) ? "bin/bench" : "bench");
    }

    /** One JSON file for each engine whose natives a release leaves to be fetched at its first use; by name. */
    public List<Path> nativesFiles() {
        return named(root.resolve("engines/natives"), ".json");
    }

    /** The SHA-256 of each library of an engine, in the form of {@code sha256sum}; empty for an engine without such a list. */
    public Optional<Path> libraries(String engine) {
        return Optional.of(root.resolve("engines/natives/" + engine + ".sha256"))
                .filter(Files::isRegularFile);
    }

    /** One JSON file for each engine that is not built but added where somebody asks for it; by name. */
    public List<Path> recipeFiles() {
        return named(root.resolve("engines/recipes"), ".json");
    }

    /** The folder below which each engine that was added has a folder of its id. */
    public Path addedEngines() {
        return cache.resolve("engines");
    }

    /** The folder into which an engine's natives are unpacked. */
    public static Path natives(Path cache, String engine) {
        return cache.resolve("natives").resolve(engine);
    }

    /** The jars of a folder, by name; none if there is no such folder. */
    public static List<Path> jars(Path folder) {
        return named(folder, ".jar");
    }

    /** One JSON file a task: first those whose ids are in the file {@code order} beside them, then the others by name. */
    public List<Path> taskFiles() {
        Path folder = root.resolve("models/tasks");
        Path order = folder.resolve("order");
        try {
            List<Path> files = new ArrayList<>();
            for (String id : Files.exists(order) ? Files.readAllLines(order) : List.<String>of()) {
                files.add(folder.resolve(id + ".json"));
            }
            files.addAll(entries(folder));
            return files.stream()
                    .filter(file -> file.toString().endsWith(".json") && Files.exists(file))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker's jars, without DJL's, which come with an engine. */
    public Path workerLibrary() {
        Path library = app(program.resolve("harness/worker")).resolve("lib");
        if (!Files.isDirectory(library)) {
            throw new Unfit("the worker must be built, got no folder " + library + "; next: mvn package -DskipTests");
        }
        return library;
    }

    /** The jar that Spark runs. */
    public Path sparkJar() {
        List<Path> jars = jars(app(program.resolve("harness/spark")).resolve("lib"));
        if (jars.size() != 1) {
            throw new Unfit(
                    "harness/spark must be built, got %d jars; next: mvn package -DskipTests".formatted(jars.size()));
        }
        return jars.get(0);
    }

    /**
     * What is behind the jars of an engine, or of DJL's api, on the class path of a process that makes networks: the worker's jars, then the
     * user's code.
     *
     * @throws Unfit if some of it is no longer what it was
     */
    public String workerClassPath() {
        StringBuilder path = new StringBuilder(workerLibrary() + "/*");
        for (Plugin plugin : plugins) {
            plugin.refuseIfChanged();
            if (!plugin.named().network()) {
                path.append(File.pathSeparator).append(plugin.loaded());
            }
        }
        return path.toString();
    }

    /** Whether the user brings code. */
    public boolean hasCode() {
        return !plugins.stream().allMatch(plugin -> plugin.named().network());
    }

    /** The network's file that the user brings; empty for none. */
    public Optional<Path> network() {
        return plugins.stream()
                .filter(plugin -> plugin.named().network())
                .map(Plugin::loaded)
                .findFirst();
    }

    /** DJL's api with what it needs, and no engine: for recording networks, which must not depend on any engine's jars. */
    public Path djlLibrary() {
        return workerLibrary().resolveSibling("djl");
    }

    /**
     * A text in which the folders of this machine and its user are no longer to be seen: results are published, and a path
     * names a person.
     */
    public String withoutFolders(String text) {
        String tmp = System.getProperty("java.io.tmpdir");
        String plain = text;
        for (Plugin plugin : plugins) {
            plain = plain.replace(plugin.loaded().toString(), plugin.named().file());
        }
        plain = plain.replace(cache.toString(), "{cache}")
                .replace(program.toString(), "{home}")
                .replace(root.toString(), "{home}");
        Path own = userHome(System.getenv());
        if (own.getNameCount() > 0) { // Every path begins with the home of a user who has none, which is "/".
            plain = plain.replace(own.toString(), "~");
        }
        return plain.replaceAll(Pattern.quote(tmp) + "[^\\s:'\"]*", "{tmp}")
                // Whatever else looks like an absolute path keeps its last name only.
                .replaceAll("(?<![\\w.}~])/(?:[^\\s/:'\"()]+/)+", "{path}/");
    }

    private static List<Path> named(Path folder, String end) {
        return Files.isDirectory(folder)
                ? entries(folder).stream()
                        .filter(file -> file.toString().endsWith(end))
                        .toList()
                : List.of();
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
