package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes and words of {@code pick} and {@code publish}, on results that were measured. */
class PickAndPublishTest {
    private static final Path FIXTURES = Session.HOME.resolve("results/record/src/test/resources/results");
    private static final String TRAININGS = FIXTURES.resolve("v1.json").toString();
    private static final String ROUNDS = FIXTURES.resolve("v1-throughput.json").toString();
    private static final String SEEDS =
            Session.HOME.resolve("results/published/fashion-10-seeds.json").toString();

    @TempDir
    Path folder;

    /** The limit lies between the engines' largest resident sets, whatever they are in the run of the day. */
    @Test
    void publishedRunHasAWinnerUnderALimitAndItsVerdictWithout() throws IOException {
        RunResult run = ResultFile.read(Path.of(SEEDS));
        String better = run.comparisons().stream()
                .filter(one -> one.metric() == Metric.ACCURACY)
                .findFirst()
                .orElseThrow()
                .better();
        Session open = Session.run("pick", SEEDS, "--most-accurate");
        assertEquals(0, open.exitCode(), open.err());
        assertTrue(
                open.out()
                        .startsWith(
                                better == null
                                        ? "NO SIGNIFICANT DIFFERENCE between pytorch and mxnet"
                                        : "PICK " + better + ": "),
                open.out());
        long pytorch = peak(run, "pytorch");
        long mxnet = peak(run, "mxnet");
        Session limited = Session.run(
                "pick",
                SEEDS,
                "--recall",
                "Shirt>=0.2",
                "--max-rss-mb",
                "" + (pytorch + mxnet) / 2e6,
                "--fastest",
                "train");
        assertEquals(0, limited.exitCode(), limited.err());
        assertTrue(limited.out().startsWith("PICK " + (pytorch < mxnet ? "pytorch" : "mxnet") + ": "), limited.out());
        assertTrue(limited.out().contains("recall Shirt >= 0.2"), limited.out());
        for (String condition :
                List.of("\nmachine: ", "\nsetting: tuned, cpu, ", "\nenvironment of ", "\ndata: real")) {
            assertTrue(limited.out().contains(condition), limited.out());
        }
    }

    private static long peak(RunResult run, String engine) {
        return run.qualityCells().stream()
                .filter(cell -> cell.engine().equals(engine))
                .mapToLong(cell -> Objects.requireNonNull(cell.peakRssBytes()))
                .max()
                .orElseThrow();
    }

    @Test
    void exitCodeTellsWhyNoEngineIsNamed() {
        Session one = Session.run("pick", TRAININGS, "--task", "emojis", "--most-accurate");
        assertEquals(5, one.exitCode());
        assertTrue(one.out().startsWith("CANNOT TELL: one seed cannot tell engines apart"), one.out());
        assertTrue(one.err().contains("next: ./bench compare --tasks emojis"), one.err());
        assertEquals(
                5,
                Session.run("pick", TRAININGS, "--task", "emojis", "--require", "accuracy>=0.5", "--most-accurate")
                        .exitCode());
        Session nobody = Session.run("pick", SEEDS, "--require", "accuracy>=0.99", "--most-accurate");
        assertEquals(4, nobody.exitCode());
        assertTrue(nobody.out().startsWith("NOBODY: no engine keeps every limit"), nobody.out());
        Session unmeasured = Session.run("pick", TRAININGS, "--task", "emojis", "--fastest", "train");
        assertEquals(2, unmeasured.exitCode());
        assertTrue(
                unmeasured
                        .errLines()
                        .get(0)
                        .endsWith("next: ./bench throughput --tasks emojis --modes train --rounds 10"),
                unmeasured.err());
        // Its controls are undecided, and so are its few rounds.
        assertEquals(0, Session.run("pick", ROUNDS, "--fastest", "infer").exitCode());
        assertEquals(
                65, Session.run("pick", folder.toString(), "--fastest", "infer").exitCode());
    }

    @Test
    void outcomeIsPrintedAsJson() {
        Session session = Session.run("pick", TRAININGS, "--task", "navigability", "--most-accurate", "--json");
        assertEquals(5, session.exitCode(), session.err());
        assertTrue(session.out().contains("\"outcome\" : \"cannot_tell\""), session.out());
    }

    @Test
    void mistakesOfPickAreToldTogether() {
        Session session = Session.run(
                "pick",
                TRAININGS,
                "--task",
                "emojis",
                "--recall",
                "poop",
                "--recall",
                "Shirt>=0.6",
                "--require",
                "accuracy<=0.6",
                "--require",
                "beauty>=1",
                "--max-rss-mb",
                "-1",
                "--batch",
                "3");
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of(
                        "bench: wish must be one of --fastest train, --fastest infer and --most-accurate, got none",
                        "bench: --batch must be given with --fastest, got it without",
                        "bench: --recall must be CLASS>=SHARE, got 'poop'",
                        "bench: limit of accuracy must be given with >=, got '<='",
                        "bench: figure of --require must be one of accuracy, macro_recall, macro_f1, weighted_f1, log_loss, roc_auc, mse, rmse, mae, latency_p50,"
                                + " latency_p90, latency_p99, latency_p99.9, got 'beauty'",
                        "bench: class of --recall must be one of angry, happy, poop, sad, surprised, got 'Shirt'",
                        "bench: limit of peak RSS must be 0 or more, got -1.0"),
                session.errLines());
    }

    @Test
    void publishCopiesMakesTheSiteAndSaysWhere() throws IOException {
        Path into = folder.resolve("published");
        Session session = Session.run("publish", SEEDS, "--as", "ten-seeds", "--into", into.toString());
        assertEquals(0, session.exitCode(), session.out() + session.err());
        assertEquals(
                List.of("published: " + into.resolve("ten-seeds.json"), "site: " + into.resolve("site/index.html")),
                session.out().lines().toList());
        assertEquals(-1, Files.mismatch(Path.of(SEEDS), into.resolve("ten-seeds.json")));
        Session again = Session.run("publish", SEEDS, "--into", into.toString());
        assertEquals(0, again.exitCode());
        assertTrue(again.out().startsWith("published before: " + into.resolve("ten-seeds.json")), again.out());
        Files.delete(into.resolve("site/index.html"));
        assertEquals(
                0,
                Session.run("publish", "--rebuild", "--into", into.toString()).exitCode());
        assertTrue(Files.exists(into.resolve("site/index.html")));
    }

    @Test
    void refusalIsFourAndWritesNothing() {
        Path into = folder.resolve("published");
        Session session = Session.run("publish", ROUNDS, "--into", into.toString());
        assertEquals(4, session.exitCode());
        assertTrue(session.out().startsWith("REFUSED, nothing was written:\n  commit must be "), session.out());
        assertTrue(Files.notExists(into));
    }

    @Test
    void timingsOfABusyMachineAreRefusedByPublish() {
        Session session =
                Session.run("publish", ROUNDS, "--into", folder.resolve("p").toString());
        assertEquals(4, session.exitCode());
        assertTrue(
                session.out()
                        .lines()
                        .anyMatch(line -> line.startsWith("  timings must be of a machine that was not busy,")),
                session.out());
    }

    @Test
    void mistakesOfPublishAreToldTogether() {
        Session session = Session.run("publish", "--as", "../x");
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of(
                        "bench: publish must be given either FILE or --rebuild, got neither",
                        "bench: --as must be 1 to 80 of a-z, 0-9 and '-', starting with a letter or digit, and not"
                                + " 'index', got '../x'"),
                session.errLines());
    }

    @Test
    void pageOfAResultThatDoesNotVerifySaysSoFirst() throws IOException {
        Path edited = Files.writeString(
                folder.resolve("edited.json"),
                Files.readString(Path.of(TRAININGS))
                        .replaceFirst("\"training_duration_s\" : [0-9.E-]+", "\"training_duration_s\" : 1.5"));
        Path page = folder.resolve("page.html");
        Session session = Session.run("report", edited.toString(), "-o", page.toString());
        assertEquals(0, session.exitCode(), session.err());
        assertTrue(session.errLines().get(0).contains("DOES NOT VERIFY"), session.err());
        String html = Files.readString(page);
        int banner = html.indexOf("<p class=\"warning\" role=\"alert\">edited.json DOES NOT VERIFY");
        assertTrue(banner > 0 && banner < html.indexOf("<h1>"), "above everything");
        assertTrue(html.contains("<title>DOES NOT VERIFY, enginebench"));
        Session good = Session.run("report", TRAININGS, "-o", page.toString());
        assertEquals(0, good.exitCode(), good.err());
        assertTrue(!Files.readString(page).contains("DOES NOT VERIFY"));
    }

    @Test
    void siteThatIsSomebodysIsNotOverwritten() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("published/site")).resolve("index.html");
        Files.writeString(mine, "mine");
        Session session = Session.run(
                "publish", SEEDS, "--into", folder.resolve("published").toString());
        assertEquals(2, session.exitCode());
        assertEquals(
                List.of("bench: " + mine + " must be a file of enginebench's site, got another; next: --into DIR"),
                session.errLines());
        assertEquals("mine", Files.readString(mine));
        assertTrue(Files.notExists(folder.resolve("published/ten-seeds.json")));
    }
}
