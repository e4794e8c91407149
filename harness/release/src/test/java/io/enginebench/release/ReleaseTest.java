package io.enginebench.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip in an empty folder, with an empty cache and a PATH on which there is no Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "bench is a script for sh")
class ReleaseTest {
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
    void whatNeedsNoEngineFetchesNothing() throws IOException, InterruptedException {
        assertTrue(run("tasks").contains("digits"));
        assertTrue(run("models", "--task", "digits").contains("linear"));
        assertTrue(run("new", "model", "my-net").contains("./bench compare --plugin"));
        assertFalse(Files.exists(folder.resolve("cache/engines")));
    }

    @Test
    @Tag("engine")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void enginesAreFetchedAtTheirFirstUseAndCompared() throws IOException, InterruptedException {
        String compared =
                run("compare", "--tasks", "digits", "--models", "linear", "--epochs", "1", "--out", "compared");
        assertTrue(compared.contains("bench: fetching pytorch: 1 file, "), compared);
        assertTrue(compared.contains("bench: fetching mxnet: 1 file, "), compared);
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
        assertTrue(engines.contains("bench: fetching onnxruntime: 1 file, "), engines);
        assertFalse(engines.contains("bench: fetching pytorch"), engines);
    }

    /** What a command says; it must end well. */
    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bench.toString()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, "said", null);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ENGINEBENCH_CACHE", folder.resolve("cache").toString());
        assertEquals(0, builder.start().waitFor(), Files.readString(said));
        return Files.readString(said);
    }
}
