package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.report.table.Markdown;
import io.enginebench.report.table.ResultTables;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.VerdictTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README says of published runs is what their files say. {@code -Dreadme.update=true} writes it anew. */
class ReadmeTest {
    private static final Path README = Session.HOME.resolve("README.md");
    private static final Path PUBLISHED = Session.HOME.resolve("results/published");

    @Test
    void tablesOfTheReadmeAreThoseOfThePublishedRuns() throws IOException {
        check("seed.json", ResultTables::of);
        check("fashion-10-seeds.json", VerdictTables::of);
    }

    private static void check(String file, Function<RunResult, List<Table>> tables) throws IOException {
        String text = Files.readString(README);
        String begin = "<!-- tables of results/published/" + file + ", generated: begin -->\n";
        String end = "<!-- generated: end -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        assertTrue(from >= begin.length() && to >= from, "README.md must have the marks of the tables of " + file);
        RunResult result =
                Objects.requireNonNull(Verification.of(PUBLISHED.resolve(file)).result());
        String generated = "\n" + ResultTables.provenance(result) + "\n\n"
                + tables.apply(result).stream().map(Markdown::of).collect(Collectors.joining("\n")) + "\n";
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(README, text.substring(0, from) + generated + text.substring(to));
        } else {
            assertEquals(generated, text.substring(from, to), "stale; next: mvn verify -Dreadme.update=true");
        }
    }

    @Test
    void publishedRunsNameNoFolderAndAreWholeResults() throws IOException {
        try (var files = Files.newDirectoryStream(PUBLISHED, "*.json")) {
            for (Path file : files) {
                RunResult result = ResultFile.read(file);
                assertTrue(result.failedCells().isEmpty(), file.toString());
                assertFalse(Files.readString(file).contains("/root/"), file.toString());
                assertEquals(Termination.NORMAL, result.campaign().termination());
            }
        }
    }
}
