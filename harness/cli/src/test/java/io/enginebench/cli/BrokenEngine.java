package io.enginebench.cli;

import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;

/**
 * A build of the program with one more engine, {@code broken}: the folder of a real one with one class of DJL, or of ours, replaced by one
 * that computes something else, as a faulty release would.
 */
public final class BrokenEngine {
    private BrokenEngine() {}

    /**
     * Makes the build.
     *
     * @param folder empty
     * @param engine the real engine, whose natives the broken one loads
     * @param type the class to replace, by its full name
     * @param source the whole text of its replacement
     */
    public static Home in(Path folder, String engine, String type, String source) throws IOException {
        return in(folder, engine, library -> replace(library, type, source, folder.resolve("classes")));
    }

    /** The same with a class of the worker's replaced: an engine's jars come first on the class path. */
    public static Home ofWorker(Path folder, String engine, String type, String source) throws IOException {
        return in(folder, engine, library -> {
            compile(library, type, source, folder.resolve("classes"));
            pack(folder.resolve("classes"), library.resolve("broken.jar"));
        });
    }

    private interface Change {
        void of(Path library) throws IOException;
    }

    private static Home in(Path folder, String engine, Change change) throws IOException {
        Path app = program(folder).resolve("engines/broken/target/app");
        copy(Session.HOME.resolve("engines/" + engine + "/target/app"), app);
        String descriptor = Files.readString(app.resolve("engine.json"));
        Files.writeString(app.resolve("engine.json"), descriptor.replace("\"" + engine + "\"", "\"broken\""));
        change.of(app.resolve("lib"));

        Home home = home(folder);
        Files.createSymbolicLink(
                home.cache().resolve("natives/broken"),
                Session.CACHE.resolve("natives").resolve(engine));
        return home;
    }

    /** The folder of a program with every engine that is built; another can be put beside them. */
    public static Path program(Path folder) throws IOException {
        Path program = folder.resolve("program");
        Path engines = Files.createDirectories(program.resolve("engines"));
        for (String shared : List.of("harness", ".libraries.json")) {
            Files.createSymbolicLink(program.resolve(shared), Session.HOME.resolve(shared));
        }
        Files.createFile(program.resolve(
                ".worker-classes")); // In the folder's place: making one takes longer than a test saves by it.
        try (Stream<Path> modules = Files.list(Session.HOME.resolve("engines"))) {
            for (Path module : modules.filter(one -> Files.isDirectory(one.resolve("target/app")))
                    .toList()) {
                Files.createSymbolicLink(engines.resolve(module.getFileName().toString()), module);
            }
        }
        return program;
    }

    /** That program with the natives of the tests. */
    public static Home home(Path folder) throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache/natives")).getParent();
        for (String sound : List.of("pytorch", "mxnet")) {
            Files.createSymbolicLink(
                    cache.resolve("natives").resolve(sound),
                    Session.CACHE.resolve("natives").resolve(sound));
        }
        return new Home(Session.HOME, folder.resolve("program"), cache);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (file.getFileName().toString().endsWith(".jar")) {
                    Files.createSymbolicLink(target, file);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    public static Stream<Path> jars(Path library) {
        return Stream.of(Objects.requireNonNull(library.toFile().listFiles((folder, name) -> name.endsWith(".jar"))))
                .map(File::toPath);
    }

    /** The jar that holds a class, as a file of its own: what is changed must not be a link to the real one. */
    private static Path ownJarOf(String type, Path library) throws IOException {
        for (Path jar : jars(library).toList()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.getEntry(type.replace('.', '/') + ".class") != null) {
                    Path real = jar.toRealPath();
                    Files.delete(jar);
                    return Files.copy(real, jar);
                }
            }
        }
        throw new IOException("a jar of the engine must hold " + type);
    }

    /** Compiles a class against an engine's jars and the worker's. */
    public static void compile(Path library, String type, String source, Path classes) throws IOException {
        Scratch.delete(classes);
        Path file = classes.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
        Files.createDirectories(classes);
        Files.writeString(file, source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-cp",
                        Stream.of(library, Session.HOME.resolve("harness/worker/target/app/lib"))
                                .flatMap(BrokenEngine::jars)
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)),
                        "-d",
                        classes.toString(),
                        file.toString());
        if (failed != 0) {
            throw new IOException(type + " must compile");
        }
    }

    private static void replace(Path library, String type, String source, Path classes) throws IOException {
        compile(library, type, source, classes);
        Path jar = ownJarOf(type, library);
        pack(classes, jar);
    }

    /** Puts compiled classes into a jar, in place of those that are there. */
    public static void pack(Path classes, Path jar) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path name :
                    compiled.filter(path -> path.toString().endsWith(".class")).toList()) {
                Path packed = zip.getPath("/" + classes.relativize(name));
                Files.createDirectories(packed.getParent());
                Files.copy(name, packed, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
