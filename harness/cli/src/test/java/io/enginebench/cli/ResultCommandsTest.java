package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read results, on a real one and on what was made of it. */
class ResultCommandsTest {
    private static final Path RESULT = Session.HOME.resolve("results/record/src/test/resources/results/v1.json");

    @TempDir
    Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String edited() throws IOException {
        return file(
                "edited.json",
                Files.readString(RESULT)
                        .replaceFirst("\"training_duration_s\" : [0-9.E-]+", "\"training_duration_s\" : 1.5"));
    }

    @Test
    void everyPublishedRunAndTheFixtureVerify() throws IOException {
        assertEquals(0, Session.run("verify", RESULT.toString()).exitCode());
        try (var files = Files.newDirectoryStream(Session.HOME.resolve("results/published"), "*.json")) {
            for (Path file : files) {
                Session session = Session.run("verify", file.toString());
                assertEquals(0, session.exitCode(), session.out());
            }
        }
    }

    /** A file of either format; a run against itself gave the same answers. */
    @ParameterizedTest
    @ValueSource(strings = {"v1.json", "v2.json"})
    void everyFormatIsReadByEveryCommandThatReadsResults(String name) throws IOException {
        String file = RESULT.resolveSibling(name).toString();
        assertEquals(0, Session.run("verify", file).exitCode());
        Path page = folder.resolve("page.html");
        assertEquals(0, Session.run("report", file, "-o", page.toString()).exitCode());
        assertTrue(Files.readString(page).contains("emojis"), name);
        Session csv = Session.run("export", file, "--as", "csv");
        assertEquals(0, csv.exitCode(), csv.err());
        assertTrue(csv.out().contains("accuracy"), name);
        Session gate = Session.run("gate", "--baseline", file, file);
        assertEquals(0, gate.exitCode(), gate.out());
        assertTrue(gate.out().contains("identical"), gate.out());
        Session pick = Session.run("pick", file, "--task", "emojis", "--require", "accuracy>=0", "--most-accurate");
        assertEquals(5, pick.exitCode(), "one seed: " + pick.err());
    }

    @Test
    void poolJudgesOldVerdictsAgainAndWhatItWritesVerifies() {
        Path again = folder.resolve("again.json");
        assertTrue(Session.run("verify", RESULT.toString()).out().contains("its verdicts are of earlier rules"));
        Session session = Session.run("pool", RESULT.toString(), "-o", again.toString());
        assertEquals(0, session.exitCode(), session.err());
        assertTrue(Files.exists(folder.resolve("report.html")), session.err());
        Session verified = Session.run("verify", again.toString());
        assertEquals(0, verified.exitCode(), verified.out());
        assertFalse(verified.out().contains("earlier rules"), verified.out());
    }

    @Test
    void poolRefusesTheSameSeedsAndOtherTrainingsByUsageAndBrokenFilesAsBadInput() throws IOException {
        Path out = folder.resolve("pooled.json");
        Session twice = Session.run("pool", RESULT.toString(), RESULT.toString(), "-o", out.toString());
        assertEquals(2, twice.exitCode());
        assertEquals(
                List.of("bench: seeds must be others in every file, got [1] in %s and in one before it"
                        .formatted(RESULT)),
                twice.errLines());
        Session others = Session.run(
                "pool",
                RESULT.toString(),
                RESULT.resolveSibling("v1-target.json").toString(),
                "-o",
                out.toString());
        assertEquals(2, others.exitCode());
        assertTrue(others.err().contains("enginebench must be the same in every file, got "));
        assertEquals(
                65,
                Session.run("pool", RESULT.toString(), edited(), "-o", out.toString())
                        .exitCode());
        assertTrue(Files.notExists(out));
    }

    @Test
    void editedResultFailsWithFourAndNamesFigureAndFile() throws IOException {
        Session session = Session.run("verify", RESULT.toString(), edited());
        assertEquals(4, session.exitCode());
        assertTrue(session.out().contains("v1.json: every figure follows"), session.out());
        assertTrue(session.out().contains("edited.json: FAILED"), session.out());
        assertTrue(
                session.out().contains("cells[0].training_duration_s must be ")
                        && session.out().contains("(from raw.epoch_durations_ns), got 1.5"),
                session.out());
    }

    @Test
    void trueResultOfEnginesThatAreNotTheSameFailsWithFourAndNamesThePair() throws IOException {
        ObjectNode result = (ObjectNode) Json.tree(Files.readString(RESULT), "fixture");
        ((ObjectNode) result.at("/parity/1")).put("passed", false);
        ((ObjectNode) result.at("/parity/1/rungs/0")).put("passed", false).put("judged_difference", 1.0);
        result.put(ContentHash.MEMBER, ContentHash.of(result));
        Session session = Session.run("verify", file("unlike.json", result.toString()));
        assertEquals(4, session.exitCode(), session.out());
        assertTrue(session.out().contains("FAILED, though every figure follows"), session.out());
        assertTrue(session.out().contains("parity of emojis study-cnn, tuned, pytorch against"), session.out());
    }

    /** An engine that is thirty times as slow when it runs a second time: the true figures of a machine that cannot tell. */
    @Test
    void trueResultOfAnUnfitMachineFailsWithFourAndNamesTheControl() throws IOException {
        ObjectNode timings = (ObjectNode)
                Json.tree(Json.line(ResultFile.read(RESULT.resolveSibling("v1-throughput.json"))), "timings");
        ((ObjectNode) timings.get("campaign")).put("duration_s", 30 * 225.0);
        for (JsonNode cell : timings.get("cells")) {
            if (cell.path("control").asText().equals("again")) {
                slower((ObjectNode) cell.get("raw"));
                slower((ObjectNode) cell.get("warmup"));
                ThroughputCell.TimingRaw raw =
                        Json.read(cell.get("raw").toString(), "raw", ThroughputCell.TimingRaw.class);
                ((ObjectNode) cell)
                        .set("metrics", Json.tree(Json.line(TimingFigures.of(Mode.INFER, 1, raw)), "metrics"));
            }
        }
        Path unfit = folder.resolve("unfit.json");
        Json.write(
                unfit,
                CellComparisons.judged(Json.read(timings.toString(), "unfit", RunResult.class))
                        .sealed());
        Session session = Session.run("verify", unfit.toString());
        assertEquals(4, session.exitCode(), session.out());
        assertTrue(session.out().contains("FAILED, though every figure follows"), session.out());
        assertTrue(session.out().contains("must have passed, got: "), session.out());
        assertTrue(session.out().contains("(machine unfit)"), session.out());
        assertEquals(
                5, Session.run("pick", unfit.toString(), "--fastest", "infer").exitCode());
        Session gate = Session.run("gate", "--baseline", unfit.toString(), unfit.toString());
        assertEquals(5, gate.exitCode(), gate.out());
        assertTrue(gate.out().endsWith("UNFIT: a control failed, so these runs could not have told\n"), gate.out());
    }

    private static void slower(ObjectNode windows) {
        JsonNode before = windows.get("window_durations_ns");
        ArrayNode slower = windows.putArray("window_durations_ns");
        before.forEach(window -> slower.add(window.asLong() * 30));
    }

    /** Five rounds on a busy machine exclude nothing. */
    @Test
    void undecidedControlsAreToldAndFailNothing() throws IOException {
        String file = RESULT.resolveSibling("v1-throughput.json").toString();
        Session session = Session.run("verify", file);
        assertEquals(0, session.exitCode(), session.out());
        assertTrue(
                session.out().contains("v1-throughput.json: every figure follows")
                        && session.out().contains("against itself is equivalent is undecided, so it is not shown"),
                session.out());
        String page = folder.resolve("undecided.html").toString();
        assertEquals(0, Session.run("report", file, "-o", page).exitCode());
        assertTrue(Files.readString(Path.of(page)).contains("2 of 2 controls are undecided"), "the first screen");
    }

    @Test
    void whatIsNoResultIsBadInput() throws IOException {
        assertEquals(
                65,
                Session.run("verify", file("deep.json", "[".repeat(100_000))).exitCode());
        assertEquals(65, Session.run("verify", file("other.json", "{\"a\":1}")).exitCode());
        assertEquals(
                65,
                Session.run("verify", folder.resolve("absent.json").toString()).exitCode());
        assertEquals(
                4,
                Session.run("verify", file("v.json", "{\"format_version\":1}")).exitCode());
    }

    @Test
    void nothingIsConcludedFromAResultThatDoesNotVerify() throws IOException {
        String bad = edited();
        for (Session session : new Session[] {
            Session.run("gate", "--baseline", RESULT.toString(), bad), Session.run("export", bad, "--as", "csv")
        }) {
            assertEquals(65, session.exitCode());
            assertTrue(
                    session.err()
                            .matches("bench: " + bad
                                    + " must pass verification, got (1 finding|\\d+ findings), the first: .*"
                                    + "; next: ./bench verify " + bad + "\n"),
                    session.err());
        }
    }

    @Test
    void runGatedAgainstItselfPasses() {
        Session session = Session.run("gate", "--baseline", RESULT.toString(), RESULT.toString());
        assertEquals(0, session.exitCode(), session.out());
        assertTrue(session.out().endsWith("no regression shown\n"), session.out());
    }

    @Test
    void candidateWithoutWhatTheBaselineHasFails() {
        Session session = Session.run(
                "gate",
                "--baseline",
                Session.HOME.resolve("results/published/seed.json").toString(),
                RESULT.toString());
        assertEquals(4, session.exitCode(), session.out());
        assertTrue(session.out().contains("MISSING FIGURES: 0 worse, "), session.out());
        assertTrue(session.out().contains("epochs 15 against 2"), session.out());
    }

    @Test
    void marginThatNothingIsHeldAgainstIsUnfit() {
        Session session = Session.run(
                "gate", "--baseline", RESULT.toString(), RESULT.toString(), "--margin", "train_throughput=0.1");
        assertEquals(5, session.exitCode(), session.out());
        assertTrue(
                session.out().endsWith("CANNOT TELL: 1 of 5 figures could not be held against the baseline\n"),
                session.out());
    }

    /** The same in a round that has no controls. */
    private static ThroughputCell alone(ThroughputCell cell) {
        int position = cell.engine().equals("pytorch") ? 0 : 1;
        return new ThroughputCell(
                cell.id(),
                cell.setting(),
                new Timing(cell.mode(), cell.globalBatchSize(), cell.round(), position, null),
                cell.seen(),
                cell.outcome());
    }

    /** Rounds against themselves, within a margin that five of them are too few to show. */
    @Test
    void strictGateFailsWhereNoWorseIsNotShown() throws IOException {
        RunResult run = ResultFile.read(RESULT.resolveSibling("v1-throughput.json"));
        Path rounds = folder.resolve("rounds.json");
        Json.write(
                rounds,
                CellComparisons.judged(new RunResult(
                                run.formatVersion(),
                                run.suite(),
                                run.campaign(),
                                run.environment(),
                                run.engines(),
                                run.tasks(),
                                run.data(),
                                run.throughputCells().stream()
                                        .filter(cell -> cell.control() == null)
                                        .<CellResult>map(ResultCommandsTest::alone)
                                        .toList(),
                                run.comparisons(),
                                List.of(),
                                run.parity(),
                                null))
                        .sealed());
        String[] gate = {
            "gate", "--baseline", rounds.toString(), rounds.toString(), "--margin", "infer_throughput=0.001"
        };
        Session open = Session.run(gate);
        assertEquals(0, open.exitCode(), open.out() + open.err());
        assertTrue(
                open.out().contains("note: speeds were measured in two runs at two times, which is weak"), open.out());
        List<String> strict = new ArrayList<>(List.of(gate));
        strict.add("--strict");
        Session shut = Session.run(strict.toArray(String[]::new));
        assertEquals(4, shut.exitCode(), shut.out());
        assertTrue(shut.out().contains("\nNOT SHOWN TO BE NO WORSE, as --strict demands; "), shut.out());
    }

    /** Two seeds at least are judged, and five rounds. */
    @Test
    void recipeOfTheDocsMeasuresWhatItsMarginsAreOf() throws IOException {
        String docs = Files.readString(Session.HOME.resolve("docs/ci.md"));
        String recipe = docs.substring(docs.indexOf("```yaml"), docs.lastIndexOf("```"));
        assertTrue(number("--seeds (\\d+)", recipe) >= 2, recipe);
        assertTrue(recipe.contains("--margin train_throughput=") && number("--rounds (\\d+)", recipe) >= 5, recipe);
        assertTrue(docs.contains("t from 2 to 5 seeds, exact signed-rank from 6"), "as the code judges");
    }

    private static int number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Test
    void mistakesInMarginsAreUsage() {
        Session session = Session.run(
                "gate",
                "--baseline",
                RESULT.toString(),
                RESULT.toString(),
                "--margin",
                "beauty=0.1",
                "--margin",
                "mse=7");
        assertEquals(2, session.exitCode());
        assertEquals(2, session.errLines().size(), session.err());
    }

    @Test
    void exportWritesTheFileOrStandardOutput() throws IOException {
        Path out = folder.resolve("figures.csv");
        assertEquals(
                0,
                Session.run("export", RESULT.toString(), "--as", "csv", "-o", out.toString())
                        .exitCode());
        assertEquals(
                Files.readString(out),
                Session.run("export", RESULT.toString(), "--as", "csv").out());
        assertEquals(2, Session.run("export", RESULT.toString(), "--as", "xml").exitCode());
    }

    private Path copy() throws IOException {
        return Files.copy(RESULT, folder.resolve("result.json"));
    }

    private static Session export(Path file, Path out) {
        return Session.run("export", file.toString(), "--as", "csv", "-o", out.toString());
    }

    @Test
    void resultIsNotOverwrittenByItsExportWhateverThePathIsCalled() throws IOException {
        Path result = copy();
        Path hard = Files.createLink(folder.resolve("hard.json"), result);
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), result);
        for (Path out : List.of(result, hard, link, folder.resolve("../" + folder.getFileName() + "/result.json"))) {
            Session session = export(result, out);
            assertEquals(2, session.exitCode());
            assertEquals(List.of("bench: -o must be another file than the result, got " + out), session.errLines());
        }
        assertEquals(-1, Files.mismatch(RESULT, result));
    }

    @Test
    void linkIsFollowedAndStays() throws IOException {
        Path target = Files.writeString(folder.resolve("figures.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("figures.csv"));
        assertEquals(0, export(RESULT, link).exitCode());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(target).startsWith("cell,"), Files.readString(target));
    }

    @Test
    void deviceIsWrittenIntoAndStaysOne() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
        assertEquals(0, export(RESULT, link).exitCode());
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void fifoIsWrittenInto() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(fifo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals(0, export(RESULT, fifo).exitCode());
        assertEquals(
                Session.run("export", RESULT.toString(), "--as", "csv", "-o", "-")
                        .out(),
                read.get(30, TimeUnit.SECONDS));
        assertFalse(Files.isRegularFile(fifo));
    }

    @Test
    void fullDeviceAndFolderAreRefusedInOneLine() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        Session session = export(RESULT, full);
        assertEquals(5, session.exitCode());
        assertEquals(
                List.of("bench: -o must be somewhere that can be written to, got " + full
                        + " (No space left on device)"),
                session.errLines());
        assertEquals(
                List.of("bench: -o must be a file, got the folder " + folder),
                export(RESULT, folder).errLines());
        assertEquals(
                List.of("bench: -o must be in a folder that is there, got %s; next: mkdir -p %s"
                        .formatted(folder.resolve("no/x.csv"), folder.resolve("no"))),
                export(RESULT, folder.resolve("no/x.csv")).errLines());
    }

    /** Nothing reads what {@code true} is sent: the program takes longer to start than that takes to end. */
    @Test
    void standardOutputThatTakesNothingIsUnfit() throws Exception {
        List<String> commands = List.of("export " + RESULT + " --as csv", "verify " + RESULT + " --json", "tasks");
        for (String command : commands) {
            for (String script : List.of("\"$0\" \"$@\" > /dev/full", "{ \"$0\" \"$@\"; echo $? >&2; } | true")) {
                List<String> shell = new ArrayList<>(List.of("sh", "-c", script));
                shell.addAll(Session.command(command.split(" ")));
                Process process = new ProcessBuilder(shell).start();
                List<String> err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("SLF4J"))
                        .toList();
                int code = process.waitFor();
                assertEquals(
                        "bench: standard output must be open and have room for what is printed, got an error",
                        err.get(0));
                assertEquals(5, err.size() == 1 ? code : Integer.parseInt(err.get(1)), err.toString());
            }
        }
    }
}
