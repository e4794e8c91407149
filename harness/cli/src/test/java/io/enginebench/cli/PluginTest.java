package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.Hashes;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.parity.ParityReport;
import io.enginebench.record.run.ModelRecord;
import io.enginebench.record.run.PluginRecord;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks from outside, as whole commands. */
@Tag("engine")
class PluginTest {
    private static final String SMALL =
            "new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(outputs).build())";

    @TempDir
    Path folder;

    /** A plugin of one network. */
    private Path plugin(String type, String name, String block) throws IOException {
        return Files.writeString(folder.resolve(type + ".java"), """
                import ai.djl.nn.*;
                import ai.djl.nn.core.*;
                import io.enginebench.models.*;
                import java.util.List;

                public class %s implements NetworkProvider {
                    public List<Network> networks() {
                        return List.of(new Network("%s", Inputs.images(8), (row, outputs) -> %s));
                    }
                }
                """.formatted(type, name, block));
    }

    private String[] with(Path plugin, String... more) {
        return Stream.concat(
                        Stream.of(
                                "compare",
                                "--plugin",
                                plugin.toString(),
                                "--tasks",
                                "emojis",
                                "--epochs",
                                "1",
                                "--samples",
                                "64",
                                "--out",
                                folder.resolve("run").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private Path project(String name) {
        Path project = folder.resolve(name);
        Session made = Session.run("new", "model", name, "--out", project.toString());
        assertEquals(0, made.exitCode(), made.err());
        return project;
    }

    /** Batch normalisation and dropout, which parity is shown without. */
    @Test
    void projectOfNewModelIsComparedFromItsSource() throws IOException {
        Path source = project("my-net").resolve("src/main/java/networks/MyNetPlugin.java");
        Session compare = Session.run(with(source, "--engines", "pytorch,mxnet,onnxruntime"));
        assertEquals(0, compare.exitCode(), compare.err());
        RunResult result = Session.result(folder.resolve("run"));
        assertEquals(
                List.of(new PluginRecord("MyNetPlugin.java", Hashes.sha256(Files.readAllBytes(source)))),
                result.campaign().plugins());
        ModelRecord model = result.model("emojis", "my-net").orElseThrow();
        assertTrue(
                Objects.requireNonNull(model.operators()).containsAll(List.of("batchNorm", "dropout")),
                model::toString);
        assertTrue(
                result.parity().stream()
                        .filter(report -> !report.engines().contains("onnxruntime")
                                || report.engines().contains(ParityReport.REFERENCE))
                        .allMatch(ParityReport::passed),
                () -> result.parity().toString());
        assertEquals(
                List.of("my-net"),
                result.qualityCells().stream()
                        .map(cell -> cell.model())
                        .distinct()
                        .toList());
        assertTrue(result.crossCells().stream()
                .anyMatch(cell -> cell.engine().equals("onnxruntime") && cell.status() == CellStatus.OK));
        assertFalse(Files.readString(folder.resolve("run/result.json")).contains(folder.toString()));

        Session without =
                Session.run("compare", "--resume", folder.resolve("run").toString());
        assertEquals(2, without.exitCode());
        assertTrue(
                without.err().startsWith("bench: --plugin must be what the run began with: MyNetPlugin.java (SHA-256 "),
                without.err());
        assertEquals(
                0,
                Session.run("compare", "--resume", folder.resolve("run").toString(), "--plugin", source.toString())
                        .exitCode());
    }

    @Test
    void jarOfAPluginAndTheEnvironmentsPluginsAreTakenToo() throws IOException {
        Path source = plugin("Mine", "mine", SMALL);
        Session listed = Session.run("models", "--plugin", source.toString());
        assertEquals(0, listed.exitCode(), listed.err());
        Path jar = Files.copy(
                Session.CACHE.resolve("plugins").resolve(Hashes.sha256(Files.readAllBytes(source)) + ".jar"),
                folder.resolve("mine.jar"));
        Session shown = Session.run("models", "show", "mine", "--task", "fashion", "--plugin", jar.toString());
        assertEquals(0, shown.exitCode(), shown.err());
        assertTrue(shown.out().contains("7,850 trained parameters"), shown.out());
        Session tasks = Session.run(Map.of("ENGINEBENCH_PLUGINS", jar.toString()), "tasks");
        assertTrue(tasks.out().contains("resnet18, mine"), tasks.out());
        Session gone = Session.run("tasks");
        assertFalse(gone.out().contains("mine"), gone.out());
        Session exported = Session.run(
                "export-model",
                "--model",
                "mine",
                "--plugin",
                jar.toString(),
                "-o",
                folder.resolve("mine.onnx").toString());
        assertEquals(0, exported.exitCode(), exported.err());
    }

    /** A class that DJL does not have here stands for one of another version. */
    private Path forAnotherDjl() throws IOException, InterruptedException {
        Path sources = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(sources.resolve("ai/djl/nn/gone"));
        Files.writeString(
                sources.resolve("ai/djl/nn/gone/Gone.java"),
                "package ai.djl.nn.gone; public class Gone { public static ai.djl.nn.Block make() { return null; } }");
        Files.move(plugin("Other", "other", "ai.djl.nn.gone.Gone.make()"), sources.resolve("Other.java"));
        Path classes = Files.createDirectories(sources.resolve("classes"));
        String libraries = Session.HOME.resolve("harness/worker/target/app") + "/%s/*";
        Process javac = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-cp",
                        libraries.formatted("lib") + ":" + libraries.formatted("djl"),
                        "-d",
                        classes.toString(),
                        sources.resolve("Other.java").toString(),
                        sources.resolve("ai/djl/nn/gone/Gone.java").toString())
                .inheritIO()
                .start();
        assertEquals(0, javac.waitFor());
        return jar(
                "other.jar",
                Map.of(
                        "Other.class",
                        Files.readAllBytes(classes.resolve("Other.class")),
                        "META-INF/services/io.enginebench.models.NetworkProvider",
                        "Other\n".getBytes(StandardCharsets.UTF_8)));
    }

    private Path jar(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return file;
    }

    @Test
    void jarForAnotherDjlIsRefusedBeforeAnythingStarts() throws IOException, InterruptedException {
        refused(65, "network other must be made for DJL ", with(forAnotherDjl()));
    }

    private record Wrong(String file, String content, int exitCode, String message) {
        static Wrong of(String file, String content, int exitCode, String message) {
            return new Wrong(file, content, exitCode, message);
        }
    }

    private static String named(String type, String body) {
        return "import io.enginebench.models.*; public class " + type
                + " implements NetworkProvider { public java.util.List<Network> networks() { " + body + " } }";
    }

    private static List<Wrong> wrongPlugins() {
        return List.of(
                Wrong.of("mine.txt", "x", 2, "plugin must be a .jar, .java or .onnx file, got "),
                Wrong.of("text.jar", "x", 65, "must be a jar, got a file that is none"),
                Wrong.of("Broken.java", "class Broken {", 65, "Broken.java must compile, got in line 1: "),
                Wrong.of("Named.java", "class Otherwise {}", 65, "Named.java must have a class of its name, got none"),
                Wrong.of(
                        "None.java",
                        "public class None {}",
                        65,
                        "provider of a plugin must be one that can be loaded here, got: "),
                Wrong.of(
                        "Throws.java",
                        named("Throws", "throw new IllegalStateException(\"no\");"),
                        65,
                        "networks of a plugin must be ones that can be listed, got: java.lang.IllegalStateException: no"),
                Wrong.of(
                        "Taken.java",
                        named(
                                "Taken",
                                "return java.util.List.of(new Network(\"mlp\", Inputs.numbers(), (row, outputs) -> null));"),
                        65,
                        "network of Taken must be of a name that no other has, got 'mlp'"),
                Wrong.of(
                        "Nothing.java",
                        named(
                                "Nothing",
                                "return java.util.List.of(new Network(\"nothing\", Inputs.numbers(), (row, outputs) -> null));"),
                        65,
                        "network nothing must be one that can be made, got "),
                Wrong.of(
                        "Wide.java",
                        named(
                                "Wide",
                                "return java.util.List.of(new Network(\"wide\", Inputs.numbers(), (row, outputs) -> new ai.djl.nn.SequentialBlock()"
                                        + ".add(ai.djl.nn.Blocks.batchFlattenBlock()).add(ai.djl.nn.core.Linear.builder().setUnits(7).build())));"),
                        65,
                        "output of network wide must be (batch, 5), got [[batch, 7]]"),
                Wrong.of(
                        "Texts.java",
                        named(
                                "Texts",
                                "return java.util.List.of(new Network(\"texts\", Inputs.tokens(), (row, outputs) -> null));"),
                        2,
                        "model for task emojis must be one of "));
    }

    @ParameterizedTest
    @MethodSource("wrongPlugins")
    void wrongPluginIsRefusedBeforeAnythingStarts(Wrong wrong) throws IOException {
        Path file = Files.writeString(folder.resolve(wrong.file()), wrong.content());
        refused(wrong.exitCode(), wrong.message(), with(file));
    }

    private void refused(int exitCode, String message, String... arguments) {
        Session session = Session.run(arguments);
        assertEquals(exitCode, session.exitCode(), session.err());
        assertTrue(session.err().contains(message), session.err());
        assertFalse(session.err().contains("\tat "), session.err());
        assertFalse(Files.exists(folder.resolve("run")), session.err());
    }

    @Test
    void jarWithoutProviderAndFilesThatAreNotThereAreRefused() throws IOException {
        Path empty = jar("empty.jar", Map.of("x", new byte[0]));
        refused(
                65,
                "must name a provider in META-INF/services/io.enginebench.models.NetworkProvider, got none",
                with(empty));
        refused(2, "plugin must be a file that is there, got ", with(folder.resolve("gone.jar")));
        refused(
                2,
                "plugins must be of different names, got empty.jar, empty.jar",
                with(Path.of(empty + "," + folder.resolve("a/../empty.jar"))));
    }

    private static String first(String pattern, String page) throws IOException {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(Session.HOME.resolve(page)));
        assertTrue(found.find(), page);
        return found.group(1);
    }

    @Test
    void networkOfThePageIsOne() throws IOException {
        String network = first("```java\n(.*?)```", "docs/your-own-network.md");
        Path source = Files.writeString(folder.resolve("TwoLayers.java"), network);
        Session shown = Session.run("models", "show", "two-layers", "--plugin", source.toString());
        assertEquals(0, shown.exitCode(), shown.err());
    }

    /** Its imports are those of the page. */
    @Test
    void networkOfReadmeIsTrainedOnItsTask() throws IOException {
        String imports = first("```java\n(.*?)public final class", "docs/your-own-network.md");
        Path source = Files.writeString(
                folder.resolve("MyNetPlugin.java"), imports + first("```java\n(.*?)```", "README.md"));
        Path task = Files.writeString(folder.resolve("flowers.json"), first("`(\\{\"data\": .*?\\})`", "README.md"));
        Files.writeString(
                folder.resolve("flowers.csv"),
                "petal,sepal,species\n" + "1.4,5.1,setosa\n4.7,7.0,versicolor\n".repeat(20));
        String out = folder.resolve("run").toString();
        Session compare = Session.run(
                "compare",
                "--plugin",
                source.toString(),
                "--tasks",
                task.toString(),
                "--engines",
                "pytorch",
                "--epochs",
                "1",
                "--out",
                out);
        assertEquals(0, compare.exitCode(), compare.err());
        List<QualityCell> cells = Session.result(folder.resolve("run")).qualityCells();
        assertEquals(5, cells.size());
        assertEquals(Set.of("my-net"), cells.stream().map(QualityCell::model).collect(Collectors.toSet()));
    }

    /** What the project of {@code new model} is built with is what enginebench itself is built with. */
    @Test
    void projectOfNewModelIsBuiltByMaven() throws IOException, InterruptedException {
        Path project = project("my-net");
        String pom = Files.readString(project.resolve("pom.xml"));
        String ours = Files.readString(Session.HOME.resolve("pom.xml"));
        assertEquals(property(ours, "djl.version"), version(pom, "api"));
        assertEquals(property(ours, "junit.version"), version(pom, "junit-jupiter"));
        for (String plugin : List.of("maven-compiler-plugin", "maven-surefire-plugin")) {
            assertEquals(version(ours, plugin), version(pom, plugin));
        }
        // Without the program the project's own test is skipped; the comparison that it makes is that of the test
        // above.
        Process maven = new ProcessBuilder("mvn", "-q", "-B", "-ntp", "package", "-Denginebench=/nowhere")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("maven.log").toFile())
                .start();
        assertEquals(0, maven.waitFor(), () -> text(folder.resolve("maven.log")));
        Session shown = Session.run(
                "models",
                "show",
                "my-net",
                "--plugin",
                project.resolve("target/my-net.jar").toString());
        assertEquals(0, shown.exitCode(), shown.err());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String pom, String name) {
        return found(pom, "<" + name + ">([^<]+)<");
    }

    private static String version(String pom, String artifact) {
        return found(pom, "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<");
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void newModelOverwritesNothing() throws IOException {
        Path project = project("mine");
        Session again = Session.run("new", "model", "mine", "--out", project.toString());
        assertEquals(2, again.exitCode());
        assertEquals(
                "bench: --out must be a new or empty folder, got " + project,
                again.errLines().get(0));
        Session taken = Session.run(
                "new", "model", "mlp", "--out", folder.resolve("mlp").toString());
        assertEquals(
                "bench: name must be one that no network here has, got mlp",
                taken.errLines().get(0));
        Session odd =
                Session.run("new", "model", "a b", "--out", folder.resolve("ab").toString());
        assertEquals(2, odd.exitCode());
    }
}
