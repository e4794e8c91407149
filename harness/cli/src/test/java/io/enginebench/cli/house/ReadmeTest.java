package io.enginebench.cli.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.cli.Session;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import io.enginebench.report.answer.Answer;
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

/** What README and docs say of published runs is what their files say. {@code -Dreadme.update=true} writes it anew. */
class ReadmeTest {
    private static final Path PUBLISHED = Session.HOME.resolve("results/published");

    @Test
    void tablesAreThoseOfThePublishedRuns() throws IOException {
        check("docs/reference-runs.md", "tables", "seed.json", tables(ResultTables::of));
        check("docs/reference-runs.md", "tables", "fashion-10-seeds.json", tables(VerdictTables::of));
        check("docs/reference-runs.md", "tables", "fashion-study-engines.json", tables(ResultTables::of));
    }

    @Test
    void answersAreThoseOfThePublishedRuns() throws IOException {
        check("README.md", "answers", "fashion-serving.json", ReadmeTest::answers);
        check("README.md", "answers", "fashion-10-seeds.json", ReadmeTest::answers);
        check("docs/divisions.md", "answers", "fashion-divisions.json", ReadmeTest::answers);
        check("docs/networks.md", "answers", "fashion-networks-speed.json", ReadmeTest::answers);
        check("docs/networks.md", "answers", "fashion-networks.json", ReadmeTest::answers);
        check("docs/engines.md", "answers", "fashion-five-engines.json", ReadmeTest::answers);
        check("docs/engines.md", "answers", "fashion-versions-speed.json", ReadmeTest::answers);
        check("docs/gpu.md", "answers", "fashion-precision.json", ReadmeTest::answers);
    }

    private static Function<RunResult, String> tables(Function<RunResult, List<Table>> tables) {
        return result -> "\n" + ResultTables.provenance(result) + "\n\n"
                + tables.apply(result).stream().map(Markdown::of).collect(Collectors.joining("\n")) + "\n";
    }

    private static String answers(RunResult result) {
        return "```\n" + Answer.of(result).stream().map(Answer::text).collect(Collectors.joining("\n\n")) + "\n```\n";
    }

    private static void check(String name, String what, String file, Function<RunResult, String> says)
            throws IOException {
        Path page = Session.HOME.resolve(name);
        String text = Files.readString(page);
        String begin = "<!-- " + what + " of results/published/" + file + ", generated: begin -->\n";
        String end = "<!-- generated: end -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        assertTrue(from >= begin.length() && to >= from, name + " must have the marks of the " + what + " of " + file);
        String generated = says.apply(
                Objects.requireNonNull(Verification.of(PUBLISHED.resolve(file)).result()));
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(page, text.substring(0, from) + generated + text.substring(to));
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
                assertTrue(
                        result.judgedByTodaysRules(),
                        file
                                + " has verdicts by older rules; next: ./bench pool FILE -o NEW, delete FILE, ./bench publish NEW");
                assertFalse(Files.readString(file).contains("/root/"), file.toString());
                assertEquals(Termination.NORMAL, result.campaign().termination());
            }
        }
    }
}
