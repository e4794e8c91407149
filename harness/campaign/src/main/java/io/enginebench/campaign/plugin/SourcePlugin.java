package io.enginebench.campaign.plugin;

import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import io.enginebench.ground.Scratch;
import io.enginebench.record.json.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plugin that is one Java source file, whose class of the file's name is the provider. */
final class SourcePlugin {
    private SourcePlugin() {}

    /**
     * Compiles it, by the JDK that runs, against what workers have, into a jar of the cache. The same source gives the same jar.
     *
     * @throws BadInput if it does not compile, or is no provider
     */
    static Path compiled(Path source, String sha256, Home home) throws IOException {
        try (Scratch scratch = Scratch.of("plugin")) {
            Path folder = scratch.path();
            compile(source, folder, home);
            byte[] jar = jar(source, folder);
            Path file = Files.createDirectories(home.cache().resolve("plugins")).resolve(sha256 + ".jar");
            AtomicFile.write(file, jar);
            return file;
        }
    }

    private static void compile(Path source, Path folder, Home home) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Unfit(
                    "plugin %s must be compiled by a JDK, got a Java runtime without a compiler; next: pass a jar"
                            .formatted(source.getFileName()));
        }
        String classPath = Stream.of(home.workerLibrary(), home.djlLibrary())
                .flatMap(library -> Home.jars(library).stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            new StringWriter(),
                            files,
                            said,
                            List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-encoding",
                                    "UTF-8",
                                    "-cp",
                                    classPath,
                                    "-d",
                                    folder.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            if (!done) {
                throw new BadInput(said.getDiagnostics().stream()
                        .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                        .findFirst()
                        .map(one -> "plugin %s must compile, got in line %d: %s"
                                .formatted(
                                        source,
                                        one.getLineNumber(),
                                        one.getMessage(Locale.ROOT).replaceAll("\\s+", " ")))
                        .orElse("plugin " + source + " must compile, got an error"));
            }
        }
    }

    /** Entries in the order of their names and without times, so that the jar depends on the classes alone. */
    private static byte[] jar(Path source, Path folder) throws IOException {
        String provider = String.valueOf(source.getFileName()).replaceFirst("\\.java$", ".class");
        List<Path> classes;
        try (Stream<Path> all = Files.walk(folder)) {
            classes = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path found = classes.stream()
                .filter(file -> file.endsWith(provider))
                .findFirst()
                .orElseThrow(() -> new BadInput("plugin %s must have a class of its name, got none".formatted(source)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (Path file : classes) {
                put(jar, path(folder, file), Files.readAllBytes(file));
            }
            String name = path(folder, found).replaceFirst("\\.class$", "").replace('/', '.');
            put(jar, Plugins.SERVICE, (name + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
