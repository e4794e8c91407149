package io.enginebench.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.engine.Platform;
import io.enginebench.campaign.process.ModelsProcess;
import io.enginebench.ground.BenchException.Unfit;
import io.enginebench.ground.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release with one engine, whose natives no disk has room for. */
class LackingEnginesTest {
    @TempDir
    Path root;

    private final StringWriter said = new StringWriter();
    private Program program;

    @BeforeEach
    void writeEngine() throws IOException {
        write("engines/server/target/app/engine.json", """
                {"id": "server", "order": 1, "name": "Server", "trains": false, "djl_version": "2", "version": "2",
                 "platforms": ["%s"], "devices": ["cpu"], "environment": {}, "jvm_options": [], "licences": []}
                """);
        write("engines/natives/server.json", """
                {"id": "server", "adapter": "server", "artifacts":
                 [{"coordinates": "ai:natives:jar:2", "platform": "%s", "bytes": 1000000000000000000, "sha256": "{sha}"}]}
                """.replace("{sha}", "00".repeat(32)));
        program = new Program(
                new ModelsProcess(new Home(root, root.resolve("cache"))),
                new PrintWriter(new StringWriter()),
                new PrintWriter(said, true),
                false,
                Map.of(),
                List.of(),
                new Interrupts());
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text.formatted(Platform.current()));
    }

    @Test
    void engineThatNobodyAskedForIsLeftOutWithTheReason() {
        assertEquals(List.of("server"), program.fetch(List.of("server"), List.of("server")));
        String last = said.toString().lines().reduce((first, second) -> second).orElseThrow();
        assertTrue(
                last.startsWith("bench: engine server, which was not asked for, is left out: folder ")
                        && last.contains(" must have room for "),
                last);
    }

    @Test
    void engineThatWasNamedIsNot() {
        assertThrows(Unfit.class, () -> program.fetch(List.of("server"), List.of()));
    }
}
