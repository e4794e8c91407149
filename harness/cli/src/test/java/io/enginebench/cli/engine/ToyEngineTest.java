package io.enginebench.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.cli.Session;
import io.enginebench.ground.Home;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/adding-an-engine.md says, done: its files make an engine, which is compared as any other. */
@Tag("engine")
class ToyEngineTest {
    private static final Path PAGE = Session.HOME.resolve("docs/adding-an-engine.md");

    @TempDir
    Path folder;

    /** The text of the block below the heading that names a file. */
    private static String file(String name) throws IOException {
        Matcher block = Pattern.compile(
                        "### [0-9]\\. `[^`]*" + Pattern.quote(name) + "`[^\\n]*\\n.*?```[a-z]*\\n(.*?)```",
                        Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertTrue(block.find(), name);
        return block.group(1);
    }

    @Test
    void theFilesOfThePageAreAnEngine() throws IOException {
        Home home = BuiltEngine.in(
                folder,
                "toy",
                file("engine.json"),
                "org.example.toy.ToyDriver",
                file("ToyDriver.java"),
                file("io.enginebench.engines.spi.EngineDriver"));
        Session compare = Session.at(
                home,
                "compare",
                "--engines",
                "pytorch,toy",
                "--tasks",
                "digits",
                "--models",
                "linear",
                "--epochs",
                "1",
                "--rounds",
                "0",
                "--out",
                folder.resolve("out").toString());
        assertEquals(0, compare.exitCode(), compare.err());
        RunResult result = Session.result(folder.resolve("out"));
        List<CrossCell> served = result.crossCells().stream()
                .filter(cell -> cell.engine().equals("toy"))
                .toList();
        assertEquals(5, served.size(), "one a fold");
        served.forEach(cell -> assertEquals(CellStatus.OK, cell.status()));
        assertEquals(3, result.parity().size());
        result.parity().forEach(report -> assertTrue(report.passed(), report.toString()));
    }
}
