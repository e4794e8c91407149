package io.enginebench.cli.catalog;

import io.enginebench.cli.terminal.ProgramCommand;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.BenchException.Usage;
import io.enginebench.ground.ExitCode;
import io.enginebench.ground.Home;
import io.enginebench.record.Check;
import io.enginebench.record.Mistakes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project with a network of one's own. */
@Command(
        name = "model",
        header = {"  ./bench new model my-net", "  ./bench new model my-net --out projects/my-net"},
        description = {
            "Writes a Maven project with a network, ready to be compared: a small one of convolutions, to be changed.",
            "Its one source file is a plugin too: compare --plugin my-net/src/main/java/networks/MyNetPlugin.java"
        })
public final class NewModelCommand extends ProgramCommand {
    private static final String PACKAGE = "networks";
    private static final String TASK = "fashion";
    private static final String GROUP = "io.enginebench";

    @Parameters(paramLabel = "NAME", description = "what --models will call the network")
    String name = "";

    @Option(names = "--out", paramLabel = "DIR", description = "a new or empty folder (NAME)")
    @Nullable
    Path out;

    @Override
    public ExitCode call() throws IOException {
        Path folder = Objects.requireNonNullElseGet(out, () -> Path.of(name));
        refuse(folder);
        String source = "src/main/java/%s/%s.java".formatted(PACKAGE, className());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.md", "README.md");
        files.put("pom.xml", "pom.xml");
        files.put(source, "Network.java");
        files.put("src/test/java/%s/%sTest.java".formatted(PACKAGE, className()), "NetworkTest.java");
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(folder.resolve(file.getKey()), filled(file.getValue()));
        }
        write(
                folder.resolve("src/main/resources/META-INF/services/io.enginebench.models.NetworkProvider"),
                PACKAGE + "." + className() + "\n");
        addRepository(folder.resolve("repo"));
        program.out()
                .println("written: " + folder + "; next: ./bench compare --plugin " + folder.resolve(source)
                        + " --tasks " + TASK + " --samples 6400 --epochs 2");
        return ExitCode.DONE;
    }

    private void refuse(Path folder) throws IOException {
        Mistakes mistakes = new Mistakes();
        if (mistakes.unless(Check.isId(name), "name", "letters, digits, dots, hyphens", "'" + name + "'")) {
            List<String> known = program.tasks().all().stream()
                    .flatMap(task -> task.models().stream())
                    .toList();
            mistakes.unless(!known.contains(name), "name", "one that no network here has", name);
        }
        NewFolder.check(folder, mistakes);
        Usage.refuse(mistakes);
    }

    /** {@code MyNetPlugin} of {@code my-net}; the end keeps it apart from what it imports. */
    private String className() {
        String camel = Arrays.stream(name.split("[^A-Za-z0-9]+"))
                .filter(part -> !part.isEmpty())
                .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                .collect(Collectors.joining());
        return (Character.isDigit(camel.charAt(0)) ? "Net" : "") + camel + "Plugin";
    }

    private String filled(String template) throws IOException {
        try (InputStream in =
                NewModelCommand.class.getResourceAsStream("/io/enginebench/cli/project/" + template + ".txt")) {
            return new String(Objects.requireNonNull(in, template).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@name@", name)
                    .replace("@class@", className())
                    .replace("@package@", PACKAGE)
                    .replace("@path@", PACKAGE)
                    .replace("@task@", TASK)
                    .replace("@version@", version(program.home().workerLibrary(), "enginebench-models"))
                    .replace("@djl@", version(program.home().djlLibrary(), "api"))
                    .replace("@bench@", bench(template));
        }
    }

    private String bench(String template) {
        String path = program.home().launcher().toString();
        return template.equals("pom.xml") ? path.replace("&", "&amp;").replace("<", "&lt;") : path;
    }

    /** The jars that a network is compiled against, where Maven finds them. */
    private void addRepository(Path repository) throws IOException {
        Path library = program.home().workerLibrary();
        for (String artifact : List.of("enginebench-models", "enginebench-record")) {
            String version = version(library, artifact);
            String name = artifact + "-" + version;
            Path folder = repository
                    .resolve(GROUP.replace('.', '/'))
                    .resolve(artifact)
                    .resolve(version);
            write(folder.resolve(name + ".pom"), pom(artifact, version));
            Files.copy(library.resolve(name + ".jar"), folder.resolve(name + ".jar"));
        }
    }

    private static String pom(String artifact, String version) {
        String needed = artifact.equals("enginebench-models")
                ? "  <dependencies>\n    <dependency>\n      <groupId>%s</groupId>\n      <artifactId>enginebench-record</artifactId>\n      <version>%s</version>\n    </dependency>\n  </dependencies>\n"
                        .formatted(GROUP, version)
                : "";
        return "<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>%s</groupId>\n  <artifactId>%s</artifactId>\n  <version>%s</version>\n%s</project>\n"
                .formatted(GROUP, artifact, version, needed);
    }

    /** What stands behind an artifact's name in the name of its jar. */
    private static String version(Path library, String artifact) {
        return Home.jars(library).stream()
                .map(jar -> String.valueOf(jar.getFileName()))
                .filter(jar -> jar.startsWith(artifact + "-"))
                .map(jar -> jar.substring(artifact.length() + 1, jar.length() - ".jar".length()))
                .findFirst()
                .orElseThrow(() ->
                        new Unfit("%s must be built, got none; next: mvn package -DskipTests".formatted(artifact)));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }
}
