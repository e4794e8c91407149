package io.enginebench.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip in an empty folder, with an empty cache and a PATH on which there is no Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench is a script for sh")
class ReleaseTest {
    private static final Path CHECKOUT = Path.of(System.getProperty("enginebench.home"));

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)");

    private static final Pattern PART = Pattern.compile("<purl>pkg:maven/[^/<]+/([^@<]+)@([^?<]+)");

    @TempDir
    Path folder;

    private Path bench;
    private Path programs;

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        List<Path> zips;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            zips = files.filter(file -> file.toString().endsWith(".zip")).toList();
        }
        assertEquals(1, zips.size(), zips.toString());
        String zip = zips.get(0).toAbsolutePath().toString();
        Process unzip = new ProcessBuilder("unzip", "-q", zip)
                .directory(folder.toFile())
                .start();
        assertEquals(0, unzip.waitFor());
        bench = folder.resolve(zips.get(0).getFileName().toString().replace(".zip", "") + "/bin/bench");
        programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : List.of("dirname", "readlink", "sed")) {
            Files.createSymbolicLink(programs.resolve(program), found(program));
        }
    }

    private static Path found(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyJarIsInTheListOfPartsOfItsFolderAndEveryPartHasALicence() throws IOException {
        Path release = Objects.requireNonNull(bench.getParent()).getParent();
        List<String> unlisted = new ArrayList<>();
        List<Path> folders;
        try (Stream<Path> all = Files.walk(release.resolve("lib"), 2)) {
            folders = all.filter(folder -> Files.isDirectory(folder.resolve("lib")))
                    .toList();
        }
        assertTrue(folders.size() >= 8, folders.toString());
        for (Path folder : folders) {
            String parts = Files.readString(folder.resolve("parts.cdx.xml"));
            List<String> known = PART.matcher(parts)
                    .results()
                    .map(part -> part.group(1) + "-" + part.group(2))
                    .toList();
            try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
                jars.map(jar -> jar.getFileName().toString())
                        .filter(jar -> known.stream().noneMatch(jar::startsWith))
                        .forEach(jar -> unlisted.add(release.relativize(folder) + ": " + jar));
            }
        }
        assertEquals(List.of(), unlisted);
        List<String> licences = Files.readAllLines(release.resolve("THIRD-PARTY.txt"));
        assertTrue(licences.stream().anyMatch(line -> line.startsWith("ai.djl:api:")), licences.toString());
        assertEquals(
                List.of(),
                licences.stream().filter(line -> !line.matches("\\S+ +\\S.*")).toList());
    }

    @Test
    void whatThePagesLinkToIsInTheZip() throws IOException {
        Path release = Objects.requireNonNull(bench.getParent()).getParent();
        List<Path> pages = new ArrayList<>(List.of(release.resolve("README.md")));
        try (Stream<Path> docs = Files.list(release.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        List<String> absent = new ArrayList<>();
        for (Path page : pages) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.contains(":"))
                    .filter(link -> !Files.exists(page.resolveSibling(link)))
                    .forEach(link -> absent.add(page.getFileName() + ": " + link));
        }
        assertEquals(List.of(), absent);
    }

    @Test
    void whatNeedsNoEngineFetchesNothing() throws IOException, InterruptedException {
        assertTrue(run("tasks").contains("digits"));
        assertTrue(run("models", "--task", "digits").contains("linear"));
        assertTrue(run("new", "model", "my-net").contains("./bench compare --plugin"));
        String[] slurm = {"slurm", "compare", "--tasks", "digits", "--seeds", "2", "--partition", "main", "--nodes", "2"
        };
        String scripts =
                run(Stream.concat(Stream.of(slurm), Stream.of("--dry-run")).toArray(String[]::new));
        assertTrue(scripts.contains("\n" + bench.toRealPath() + " compare "), scripts);
        assertFalse(Files.exists(folder.resolve("cache/engines")));
    }

    @Test
    @Tag("engine")
    void enginesAreFetchedAtTheirFirstUseAndCompared() throws IOException, InterruptedException {
        String compared =
                run("compare", "--tasks", "digits", "--models", "linear", "--epochs", "1", "--out", "compared");
        assertTrue(compared.contains("bench: fetching pytorch: 1 file, "), compared);
        assertTrue(compared.contains("bench: fetching mxnet: 1 file, "), compared);
        assertTrue(compared.contains("bench: fetching onnxruntime: 1 file, "), compared);
        assertTrue(Files.exists(folder.resolve("compared/report.html")));
        assertTrue(run("verify", "compared/result.json").contains("every figure follows"));
        String engines = run("engines");
        assertEquals(
                List.of("pytorch", "mxnet", "mxnet-symbolic", "pytorch-script", "onnxruntime"),
                engines.lines()
                        .filter(line -> line.strip().endsWith("| ready"))
                        .map(line -> line.strip().replaceFirst(" .*", ""))
                        .toList(),
                engines);
        assertFalse(engines.contains("bench: fetching"), engines);
        actionGatesAndComments(folder.resolve("compared/result.json"));
    }

    /** The action's steps, each in its shell, with a {@code gh} that keeps what it is told: no hub is reached from a test. */
    private void actionGatesAndComments(Path baseline) throws IOException, InterruptedException {
        ActionFile action = ActionFile.read(CHECKOUT.resolve("action.yml"));
        Map<String, String> values = new TreeMap<>(Map.of("github.event.number", "7"));
        action.inputs().forEach((name, input) -> values.put("inputs." + name, input.byDefault()));
        values.put("inputs.baseline", baseline.toString());
        // Nothing is timed in rounds, so that it cannot be told.
        values.put("inputs.gate", "--margin train_throughput=0.1");
        values.put("inputs.compare", "--tasks digits --models linear --epochs 1");
        values.put("inputs.bench", bench.toString());
        values.put("inputs.token", "none");
        for (String program : List.of("cat", "sh")) {
            Files.createSymbolicLink(programs.resolve(program), found(program));
        }
        Path gh = Files.writeString(programs.resolve("gh"), "#!/bin/sh\necho \"$@\" >" + folder + "/commented\n");
        assertTrue(gh.toFile().setExecutable(true));
        Path outputs = Files.createFile(folder.resolve("outputs"));
        Path summary = Files.createFile(folder.resolve("summary"));
        Map<String, String> runner = Map.of(
                "GITHUB_ACTION_PATH", CHECKOUT.toString(),
                "GITHUB_OUTPUT", outputs.toString(),
                "GITHUB_STEP_SUMMARY", summary.toString(),
                "GITHUB_REPOSITORY", "somebody/something",
                "RUNNER_TEMP", folder.toString());

        ActionFile.Step measure = action.steps().get(0);
        run(5, measure.environment(values), runner, measure.shell(), "-c", measure.run());
        for (String line : Files.readAllLines(outputs)) {
            values.put("steps.measure.outputs." + line.split("=", 2)[0], line.split("=", 2)[1]);
        }
        assertEquals("5", values.get("steps.measure.outputs.exit"));
        assertTrue(Files.exists(Path.of(values.get("steps.measure.outputs.page"))));
        assertTrue(Files.readString(summary).contains("identical"), Files.readString(summary));
        ActionFile.Step comment = action.steps().get(1);
        run(0, comment.environment(values), runner, comment.shell(), "-c", comment.run());
        assertEquals(
                "pr comment 7 --repo somebody/something --body-file " + folder + "/enginebench/gate.md\n",
                Files.readString(folder.resolve("commented")));

        values.put("inputs.baseline", "no-such.json");
        assertTrue(run(65, measure.environment(values), runner, measure.shell(), "-c", measure.run())
                .contains("baseline must be a result file, got 'no-such.json'"));
    }

    /** What the page shows must be what the action takes. */
    @Test
    void exampleOfTheDocsHasTheInputsOfTheAction() throws IOException {
        ActionFile action = ActionFile.read(CHECKOUT.resolve("action.yml"));
        String docs = Files.readString(CHECKOUT.resolve("docs/ci.md"));
        List<Map<String, String>> uses = new ArrayList<>();
        for (String block : docs.split("```yaml\n", -1)) {
            String text = block.substring(0, Math.max(0, block.indexOf("```")));
            if (text.contains("/enginebench@")) {
                ActionFile.map(ActionFile.map(ActionFile.yaml(text)).get("jobs")).values().stream()
                        .flatMap(job -> ActionFile.list(ActionFile.map(job).get("steps")).stream())
                        .map(ActionFile::map)
                        .filter(step -> String.valueOf(step.get("uses")).contains("/enginebench@"))
                        .forEach(step -> uses.add(ActionFile.texts(step.get("with"))));
            }
        }
        assertEquals(1, uses.size());
        assertTrue(action.inputs().keySet().containsAll(uses.get(0).keySet()), uses.toString());
        action.inputs()
                .forEach((name, input) ->
                        assertTrue(!input.required() || uses.get(0).containsKey(name), name));
    }

    /** What a command says; it must end well. */
    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bench.toString()));
        command.addAll(List.of(arguments));
        return run(0, Map.of(), Map.of(), command.toArray(new String[0]));
    }

    private String run(int exit, Map<String, String> variables, Map<String, String> more, String... command)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", null);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ENGINEBENCH_CACHE", folder.resolve("cache").toString());
        builder.environment().putAll(variables);
        builder.environment().putAll(more);
        assertEquals(exit, builder.start().waitFor(), Files.readString(said));
        return Files.readString(said);
    }
}
