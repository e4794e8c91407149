package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.ground.Scratch;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code bench} in a small checkout of its own, with a {@code mvn} that notes that it was called and puts these
 * very classes where a build would put the program.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench is a script for sh")
class LauncherTest {
    private static final Path SOURCE = Path.of("harness/cli/src/main/java/Source.java");
    private static final String MVN = """
            #!/bin/sh
            echo built >>"$BUILDS/calls"
            echo "[INFO] Building enginebench 0.1.0-SNAPSHOT                  [1/2]"
            echo "[INFO] Building enginebench-cli 0.1.0-SNAPSHOT              [2/2]"
            echo "[INFO] Building jar: enginebench-cli-0.1.0-SNAPSHOT.jar"
            for flag; do test "$flag" != -Dquick-build || quick=yes; done
            : "${quick:?the static checks are not for whoever runs a command}"
            # As long as a build takes, so that two of them meet.
            sleep 0.5
            if grep -q 'does not compile' harness/cli/src/main/java/Source.java; then
                echo "[ERROR] $PWD/harness/cli/src/main/java/Source.java:[1,1] not a statement"
                exit 1
            fi
            mkdir -p harness/cli/target/app/lib engines/pytorch/target/app/lib harness/worker/target/app/lib
            ln "$BUILDS"/lib/* harness/cli/target/app/lib
            cp engines/pytorch/src/main/engine/engine.json engines/pytorch/target/app
            """;

    @TempDir
    static Path builds;

    @TempDir
    Path folder;

    private Path checkout;

    @BeforeAll
    static void packTheProgram() throws IOException {
        Path library = Files.createDirectories(builds.resolve("lib"));
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            Path jar = library.resolve("%03d.jar".formatted(number++));
            if (entry.endsWith(".jar")) {
                Files.copy(path, jar);
            } else if (!entry.isEmpty()) { // Surefire's last.
                pack(path, jar);
            }
        }
        Path mvn =
                Files.writeString(Files.createDirectories(builds.resolve("bin")).resolve("mvn"), MVN);
        assertTrue(mvn.toFile().setExecutable(true));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    @BeforeEach
    void checkOut() throws IOException {
        Files.deleteIfExists(builds.resolve("calls"));
        checkout = folder.resolve("a checkout");
        for (String file : List.of(
                "bench",
                "pom.xml",
                ".mvn/jvm.config",
                "models/pom.xml",
                "results/record/pom.xml",
                "engines/pytorch/src/main/engine/engine.json")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(Session.HOME.resolve(file), checkout.resolve(file));
        }
        Files.createDirectories(checkout.resolve("models/tasks"));
        write("class Source {}");
    }

    @Test
    void secondCommandInAFreshCheckoutDoesNotBuild() throws Exception {
        assertEquals(0, start("--version").exitCode());
        assertEquals(0, start("--version").exitCode());
        assertEquals(1, builds());
    }

    @Test
    void whatIsBuiltAgainIsOtherContentNotOtherTimes() throws Exception {
        Path file = checkout.resolve(SOURCE);
        Path other = file.resolveSibling("Other.java");
        start("--version").exitCode();

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        Files.createDirectories(checkout.resolve("results/published"));
        Files.writeString(checkout.resolve("results/published/run.json"), "read when the program runs");
        start("--version").exitCode();
        assertEquals(1, builds(), "touched");

        write("class Source { }");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        start("--version").exitCode();
        assertEquals(2, builds(), "edited, and older than the build");

        write("class Source {}");
        start("--version").exitCode();
        assertEquals(2, builds(), "taken back");

        Files.move(file, other);
        Files.writeString(file, "class More {}");
        start("--version").exitCode();
        assertEquals(3, builds(), "added");

        Files.delete(file);
        Files.move(other, file);
        start("--version").exitCode();
        assertEquals(3, builds(), "deleted again");
    }

    @Test
    void neitherBuildNorCleanTouchesTheJarsOfARunningCommand() throws Exception {
        Path task = fifo();
        Command running = start("tasks");
        // It is running when it has opened the task to read, which is when this can be opened to write.
        try (OutputStream writer = Files.newOutputStream(task)) {
            Path library = running.library();
            Map<String, Object> before = jars(library);
            assertFalse(before.isEmpty());

            write("does not compile");
            assertEquals(5, start("--version").exitCode());
            write("class Source { }");
            assertEquals(0, start("--version").exitCode());
            Scratch.delete(checkout.resolve("harness/cli/target"));

            assertEquals(before, jars(library));
            writer.write(Files.readAllBytes(Session.HOME.resolve("models/tasks/fashion.json")));
        }
        assertEquals(0, running.exitCode());
        assertTrue(running.output().contains("fashion"), running.output());
    }

    @Test
    void programIsDeletedByTheFirstCommandAfterItsLastUse() throws Exception {
        Path task = fifo();
        Command running = start("tasks");
        Path old;
        try (OutputStream writer = Files.newOutputStream(task)) {
            old = onlyProgram();
            write("class Source { }");
            started(old, Duration.ofDays(1));
            start("--version").exitCode();
            assertTrue(Files.exists(old), "a process runs from it, whatever its id is to others");
            writer.write(Files.readAllBytes(Session.HOME.resolve("models/tasks/fashion.json")));
        }
        running.exitCode();

        started(old, Duration.ofSeconds(1));
        start("--version").exitCode();
        assertTrue(Files.exists(old), "a process may be about to run from it");

        started(old, Duration.ofDays(1));
        start("--version").exitCode();
        assertFalse(onlyProgram().equals(old));
    }

    @Test
    void twoCommandsInAFreshCheckoutBothRunFromOneProgram() throws Exception {
        Command one = start("--version");
        Command other = start("--version");
        assertEquals(0, one.exitCode(), one.output());
        assertEquals(0, other.exitCode(), other.output());
        assertTrue(Files.exists(onlyProgram().resolve("harness/worker/target/app/lib")));
        assertEquals(List.of("programs"), names(checkout.resolve(".bench")));
        assertEquals(List.of(".classes", ".in-use", "engines", "harness"), names(onlyProgram()));
    }

    @Test
    void failedBuildNamesTheFileInTheCheckoutAndLeavesOnlyItsLog() throws Exception {
        write("does not compile");
        Command failed = start("--version");
        assertEquals(5, failed.exitCode());
        Path log = checkout.toRealPath().resolve(".bench/build.log");
        assertEquals(
                List.of(
                        "bench: building; the first time this downloads the engines, about 300 MB",
                        "bench: building cli (2 of 2)",
                        "[ERROR] ./" + SOURCE + ":[1,1] not a statement",
                        "bench: the build must succeed, got the errors above; all of it is in " + log),
                failed.output().lines().toList());
        assertEquals(List.of("build.log", "programs"), names(checkout.resolve(".bench")));
        assertEquals(List.of(), names(checkout.resolve(".bench/programs")));
    }

    @Test
    void folderThatCannotBeWrittenIsOneLineAndUnfit() throws Exception {
        Files.writeString(checkout.resolve(".bench"), "a file");
        Command refused = start("--version");
        assertEquals(5, refused.exitCode());
        assertEquals(
                "bench: folder " + checkout.toRealPath().resolve(".bench")
                        + " must be one that can be written to and have room for 300 MB, got one where that fails",
                refused.output().lines().skip(1).reduce("", String::concat));
    }

    private void write(String text) throws IOException {
        Path file = checkout.resolve(SOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A task whose reader waits until somebody writes. */
    private Path fifo() throws Exception {
        Path task = checkout.resolve("models/tasks/fashion.json");
        assertEquals(0, new ProcessBuilder("mkfifo", task.toString()).start().waitFor());
        return task;
    }

    /** Whatever the shell says of languages and Java: names are UTF-8, and a JAVA_HOME that is gone is told and left. */
    @Test
    void neitherTheLocaleNorAStaleJavaHomeMattersMuch() throws Exception {
        start("--version").exitCode();
        start("--version").exitCode();
        // By a shell, for the Java that runs the tests may know no such letter itself.
        Command command = start(
                Map.of("LC_ALL", "C", "JAVA_HOME", "/nonexistent"),
                List.of("/bin/sh", "-c", "exec \"$0\" report \"$(printf 'r\\303\\251sultat.json')\"", bench()));
        assertEquals(65, command.exitCode());
        List<String> lines = command.output().lines().toList();
        assertTrue(
                lines.get(0).startsWith("bench: JAVA_HOME must be the folder of a JDK, got /nonexistent, "),
                command.output());
        assertTrue(lines.get(1).contains("résultat.json"), command.output());
    }

    /** Java's class path would end there. */
    @Test
    void colonInThePathIsRefusedBeforeAnythingIsBuilt() throws Exception {
        Path moved = Files.move(checkout, folder.resolve("a:checkout"));
        Command command = start(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of(moved.resolve("bench").toString(), "--version"));
        assertEquals(5, command.exitCode());
        assertEquals(
                "bench: enginebench's folder must have no colon in its path, got " + moved.toRealPath(),
                command.output().strip());
        assertFalse(Files.exists(builds.resolve("calls")));
    }

    /** The shell's limit is told, for Java's own words do not name it, and no crash report is left. */
    @Test
    @DisabledOnOs(value = OS.MAC, disabledReason = "macOS limits no address space")
    void tooLittleAddressSpaceForJavaIsOneLine() throws Exception {
        Command command = start(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of("/bin/sh", "-c", "cd \"$1\" && ulimit -v 2000000 && exec \"$0\"", bench(), folder.toString()));
        assertEquals(5, command.exitCode());
        assertTrue(
                command.output().startsWith("bench: Java must start within ulimit -v 2000000 (kB), got: "),
                command.output());
        assertEquals(1, command.output().lines().count());
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("hs_err")));
        }
    }

    private String bench() {
        return checkout.resolve("bench").toString();
    }

    private Command start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(bench()));
        command.addAll(List.of(arguments));
        return start(Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    }

    private Command start(Map<String, String> environment, List<String> command) throws IOException {
        Path log = Files.createTempFile(folder, "output", null);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("BUILDS", builds.toString());
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", builds.resolve("bin").toString(), (path, first) -> first + ":" + path);
        return new Command(builder.start(), log);
    }

    private record Command(Process process, Path log) {
        int exitCode() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the command must end");
            return process.exitValue();
        }

        String output() throws IOException {
            return Files.readString(log);
        }

        /** The folder that its class path names. */
        Path library() {
            List<String> arguments = List.of(process.info().arguments().orElseThrow());
            String classPath = arguments.get(arguments.indexOf("-cp") + 1);
            return Path.of(classPath.substring(0, classPath.length() - "/*".length()));
        }
    }

    /** Each jar and which file it is. */
    private static Map<String, Object> jars(Path library) throws IOException {
        Map<String, Object> jars = new TreeMap<>();
        for (String name : names(library)) {
            jars.put(
                    name,
                    Files.readAttributes(library.resolve(name), BasicFileAttributes.class)
                            .fileKey());
        }
        return jars;
    }

    private Path onlyProgram() throws IOException {
        Path programs = checkout.resolve(".bench/programs");
        List<String> names = names(programs);
        assertEquals(1, names.size(), names.toString());
        return programs.resolve(names.get(0));
    }

    /** As if the last command that {@code bench} started from the program had been started that long ago. */
    private static void started(Path program, Duration ago) throws IOException {
        Files.setLastModifiedTime(
                program.resolve(".in-use"), FileTime.from(Instant.now().minus(ago)));
    }

    private static int builds() throws IOException {
        return Files.readAllLines(builds.resolve("calls")).size();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
