package io.enginebench.campaign.adding;

import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.record.engine.Artifact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's own Maven, with the user's own settings: mirrors, proxies, the local repository.
 *
 * @param program the file that starts it
 * @param flags before the goal, {@code -o} for one
 */
public record Maven(Path program, List<String> flags) {
    /** The version with which enginebench is built, so that it is in the user's local repository already. */
    static final String DEPENDENCY_PLUGIN = "3.8.1";

    /** What Maven writes around the reason: colours, the goal and the project that failed, a reference to its help. */
    private static final Pattern AROUND = Pattern.compile(
            "\u001b\\[[0-9;]*m|\\[ERROR] ?(Failed to execute goal .* on project \\S+: )?| -> \\[Help 1]");

    public Maven {
        flags = List.copyOf(flags);
    }

    /**
     * That of the path.
     *
     * @param environment the user's
     * @throws Unfit if there is none
     */
    public static Maven of(Map<String, String> environment) {
        String name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        String path = environment.getOrDefault("PATH", "");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Maven(program, List.of()))
                .orElseThrow(() -> new Unfit("Maven must be installed to add an engine, got no mvn on the PATH"));
    }

    /**
     * Copies exactly some artifacts, and nothing that they depend on.
     *
     * @param to a folder for them; need not exist
     * @param scratch a folder for what Maven needs and says
     * @throws Unfit with what Maven says first if it cannot
     */
    void copy(List<Artifact> artifacts, Path to, Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        Path project = Files.writeString(scratch.resolve("pom.xml"), project(artifacts, scratch.relativize(to)));
        Path log = scratch.resolve("mvn.log");
        List<String> command = new ArrayList<>(List.of(program.toString(), "-B", "-ntp", "-q"));
        command.addAll(flags);
        command.addAll(List.of("-f", project.toString(), "dependency:copy"));
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new Unfit(
                        "mvn must be able to fetch all of %d files, got: %s".formatted(artifacts.size(), reason(log)));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static String reason(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> AROUND.matcher(line).replaceAll("").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("nothing");
    }

    private static String project(List<Artifact> artifacts, Path to) {
        StringBuilder items = new StringBuilder();
        for (Artifact artifact : artifacts) {
            items.append("<artifactItem>")
                    .append(element("groupId", artifact.group()))
                    .append(element("artifactId", artifact.name()))
                    .append(element("version", artifact.version()))
                    .append(element("type", artifact.type()))
                    .append(artifact.classifier().isEmpty() ? "" : element("classifier", artifact.classifier()))
                    .append(element("destFileName", artifact.file()))
                    .append("</artifactItem>\n");
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>io.enginebench</groupId>
                <artifactId>added</artifactId>
                <version>1</version>
                <packaging>pom</packaging>
                <build><plugins><plugin>
                <artifactId>maven-dependency-plugin</artifactId>
                <version>%s</version>
                <configuration>
                <outputDirectory>${project.basedir}/%s</outputDirectory>
                <artifactItems>
                %s</artifactItems>
                </configuration>
                </plugin></plugins></build>
                </project>
                """.formatted(DEPENDENCY_PLUGIN, to.toString().replace(File.separatorChar, '/'), items);
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text + "</" + name + ">";
    }
}
