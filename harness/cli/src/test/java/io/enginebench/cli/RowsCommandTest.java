package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that a plugin reads, as whole commands. */
class RowsCommandTest {
    @TempDir
    Path folder;

    private Session rows(String name, String classes, String body) throws IOException {
        Path plugin = Files.writeString(folder.resolve("Squares.java"), """
                import io.enginebench.models.*;
                import java.io.IOException;
                import java.util.List;

                public class Squares implements NetworkProvider {
                    public List<Network> networks() {
                        return List.of();
                    }

                    public List<RowsProvider> rows() {
                        return List.of(new RowsProvider() {
                            public String name() {
                                return "squares";
                            }

                            public List<Integer> shape() {
                                return List.of(2);
                            }

                            public List<String> classes() {
                                return List.of(%s);
                            }

                            public void write(RowsSink rows) throws IOException {
                                %s
                            }
                        });
                    }
                }
                """.formatted(classes, body));
        return Session.run("data", "rows", name, "--plugin", plugin.toString(), "--out", out().toString());
    }

    private Path out() {
        return folder.resolve("out");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @Tag("engine")
    void rowsAreWrittenWithATaskFileAndTrainedOn() throws IOException {
        Session written = rows("squares", "\"low\", \"high\"", """
                float[] row = new float[2];
                for (int i = 0; i < 40; i++) {
                    row[0] = i;
                    row[1] = i * i;
                    rows.add(row, i < 20 ? 0 : 1);
                }
                """);
        assertEquals(0, written.exitCode(), written.err());
        Path task = out().resolve("squares.json");
        assertEquals(
                "written: %s, 40 rows of shape [2] in 2 classes; next: ./bench compare --tasks %s\n"
                        .formatted(task, task),
                written.out());
        assertEquals(List.of("squares.json", "x.npy", "y.npy"), files());
        Session run = Session.run(
                "run",
                "--engine",
                "pytorch",
                "--task",
                task.toString(),
                "--models",
                "linear",
                "--epochs",
                "1",
                "--out",
                folder.resolve("run").toString());
        assertEquals(0, run.exitCode(), run.err());
        RunResult result = Session.result(folder.resolve("run"));
        assertEquals(5, result.cells().size());
        assertEquals(40, result.data().get(0).rows());
        assertEquals(List.of("low", "high"), result.tasks().get(0).classes());
        Session again = rows("squares", "", "");
        assertEquals(2, again.exitCode());
        assertTrue(again.err().contains("--out must be a new or empty folder, got " + out()), again.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            rows.add(new float[1], 0); | row 1 of squares must be of 2 numbers, as its shape [2] says, got 1
            return; | rows of squares must be one or more, got none
            throw new IOException("sensor is off"); | rows of squares must be ones that can be read, got: java.io.IOException: sensor is off
            """)
    void whatIsWrongIsSaidAndNothingIsKept(String body, String message) throws IOException {
        Session refused = rows("squares", "", body);
        assertEquals(65, refused.exitCode(), refused.err());
        assertEquals(List.of("bench: " + message), refused.errLines());
        assertEquals(List.of(), files());
    }

    @Test
    void rowsThatNoPluginBringsAreNamed() throws IOException {
        Session unknown = rows("cubes", "", "");
        assertEquals(65, unknown.exitCode());
        assertEquals(List.of("bench: rows must be one of squares, got 'cubes'"), unknown.errLines());
    }

    /** As in every task file. */
    @Test
    void labelsThatAreNoClassesAreRefused() throws IOException {
        Session refused =
                rows("squares", "\"low\", \"high\"", "for (int i = 0; i < 9; i++) { rows.add(new float[2], i % 3); }");
        assertEquals(65, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("must have labels 0..1, counted from 0, got 2 in row 3"), refused.err());
        assertEquals(List.of(), files());
    }
}
