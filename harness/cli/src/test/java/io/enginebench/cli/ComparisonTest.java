package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a library. */
@Tag("engine")
class ComparisonTest {
    @TempDir
    Path folder;

    /** The lines of docs/library.md, by JShell in a process of its own. */
    @Test
    void linesOfThePageRunInJShell() throws IOException, InterruptedException {
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Session.HOME.resolve("docs/library.md")));
        assertTrue(block.find());
        Path script = Files.writeString(
                folder.resolve("page.jsh"),
                "import java.nio.file.Path;\n" + block.group(1).replaceAll("\\n\\s+\\.", ".") + "/exit\n");
        Path log = folder.resolve("jshell.log");
        Process jshell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "-J-Djava.util.prefs.userRoot=" + folder,
                        "-R-Denginebench.home=" + Session.HOME,
                        "-R-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        jshell.waitFor();
        String said = Files.readString(log);
        RunResult result = ResultFile.read(folder.resolve("runs/from-jshell/result.json"));
        assertEquals(2 * 5, result.qualityCells().size(), said);
        assertTrue(said.contains("mxnet 0."), said);
        assertTrue(said.contains("accuracy: "), said);
    }

    @Test
    void whatIsWrongIsSaidInTheCommandsWords() {
        Path out = folder.resolve("run");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Comparison.of("mlp", "digits")
                        .in(Session.HOME)
                        .engines("torch")
                        .epochs(0)
                        .run(out));
        assertTrue(refused.getMessage().startsWith("engine must be one of "), refused.getMessage());
        assertTrue(refused.getMessage().contains("epochs must be 1.."), refused.getMessage());
        IllegalStateException unfit = assertThrows(
                IllegalStateException.class,
                () -> Comparison.of("mlp", "digits")
                        .in(folder.resolve("nowhere"))
                        .run(out));
        assertTrue(unfit.getMessage().length() > 10, unfit.getMessage());
        assertTrue(Files.notExists(out));
    }
}
