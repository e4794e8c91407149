package io.enginebench.report.page;

import static io.enginebench.report.page.Pages.all;
import static io.enginebench.report.page.Pages.charts;
import static io.enginebench.report.page.Pages.markup;
import static io.enginebench.report.page.Pages.page;
import static io.enginebench.report.page.Pages.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.EngineRecord;
import io.enginebench.record.run.EngineStatus;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.verdict.Control;
import io.enginebench.report.table.RunSummary;
import io.enginebench.report.table.Warnings;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final int LARGEST = 1_500_000;
    private static final Pattern RAW_MODE = Pattern.compile("\\b(train|epoch|infer), batch \\d");

    @Test
    void runWithOneSeedClaimsNothing() throws IOException {
        String page = page(PublishedSeed.ofOneSeed());
        assertTrue(page.contains("One seed: no inference."), "verdict");
        assertTrue(page.contains("(1 seed; higher is better)"), "accuracy");
    }

    @Test
    void publishedRunSaysWhatTheReadmeSaysOfIt() throws IOException {
        String page = page(PublishedSeed.result());
        List<String> accuracies = PublishedSeed.accuracies();
        assertTrue(
                page.contains("Mean accuracy: pytorch %s, mxnet %s (%d seeds; higher is better)"
                        .formatted(accuracies.get(1), accuracies.get(2), PublishedSeed.seeds())),
                "accuracy");
        assertTrue(page.contains("<td class=\"number\">0.8951</td>"), "study");
        assertTrue(page.contains("2 jobs side by side"), "machine");
        assertTrue(page.getBytes(StandardCharsets.UTF_8).length <= LARGEST, "size");
    }

    @Test
    void firstScreenHasVerdictsIntervalsFailedCellsAndTheUnfitMachine() {
        String page = markup(page(PageFixture.result()));
        assertTrue(
                page.contains(
                        "Machine unfit: faces cnn, training, batch 32, 1 thread: alpha against itself is equivalent,"
                                + " alpha against itself came out 12 % apart."),
                page);
        assertTrue(page.contains("alpha wins in accuracy."));
        assertTrue(page.contains("Mean accuracy: alpha 1.0000, beta 0.7500 (3 seeds; higher is better)"));
        assertTrue(page.contains("1 of 11 cells have no figures"), "failures");
        assertTrue(page.contains("CRASHED(SIGSEGV)") && page.contains("the worker crashed with SIGSEGV"));
        assertTrue(page.contains("[0.1250, ∞]"), "an open end of an interval");
        assertTrue(page.contains("beta is faster."));
        assertTrue(page.contains("Parity: faces cnn, tuned, alpha against beta: rung 2 (forward)"), "parity");
    }

    @Test
    void parityThatWasNotShownIsToldBeforeAnyFigureInTheTerminalToo() {
        List<String> lines = Warnings.of(PageFixture.result());
        assertEquals(
                "PARITY NOT SHOWN: engines may not train the same thing; speeds are judged all the same, quality is not.",
                lines.get(0));
        assertTrue(lines.get(1).startsWith("  faces cnn, tuned, alpha against beta: rung 2 (forward)"), lines.get(1));
    }

    @Test
    void parityOfANetworkWithDropoutSaysThatItWasOff() throws IOException {
        String said = "shown with dropout off, for no two engines draw alike; trainings have it on.";
        assertFalse(markup(page(PageFixture.result())).contains(said));
        ObjectNode run = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        run.putArray("models")
                .addObject()
                .put("task", "faces")
                .put("model", "cnn")
                .put("graph_sha256", "0".repeat(64))
                .putArray("operators")
                .add("dropout");
        assertTrue(markup(page(Json.read(run.toString(), "changed", RunResult.class)))
                .contains(said));
    }

    @Test
    void pageTellsWhereTheTimeWent() {
        String page = markup(page(PageFixture.result()));
        assertTrue(page.contains("Where the time went") && page.contains("Of 1:00 on the clock."), page);
        assertTrue(page.contains("in training") && page.contains("50.0 %"), page);
    }

    /** 1,500 cells that ended badly: of their table the page has a thousand rows, and says so. */
    @Test
    void tableOfVeryManyCellsIsCutAndSaysSo() {
        RunResult few = PageFixture.result();
        CellResult ended = few.failedCells().get(0);
        RunResult many = new RunResult(
                few.formatVersion(),
                few.suite(),
                few.campaign(),
                few.environment(),
                few.engines(),
                few.tasks(),
                few.data(),
                Collections.nCopies(1500, ended),
                List.of(),
                List.of(),
                List.of(),
                null);
        String page = markup(page(many));
        assertTrue(page.contains("The first 1,000 of 1,500 rows; the others are in the result file."));
        assertTrue(page.contains("The first 50 of 1,500 cells without figures; the others are in the result file."));
    }

    /** Verdict is the first section: nothing but the run's title stands before it. */
    @Test
    void busyMachineIsOnTheFirstScreenOfPageAndTerminal() throws IOException {
        RunResult busy = ResultFile.read(Path.of(
                System.getProperty("enginebench.home"),
                "results/record/src/test/resources/results/v1-throughput.json"));
        String said = "20 of 20 timed cells (load average above 1.25 a core in 20; less CPU than 90 % of the time on"
                + " the clock in 5).";
        String page = markup(page(busy));
        int at = page.indexOf("Machine busy while it was timed: " + said);
        assertTrue(at > 0 && at < page.indexOf("pytorch is faster"), page);
        assertEquals("MACHINE BUSY: " + said, Warnings.of(busy).get(0));
        assertFalse(markup(page(PageFixture.result())).contains("Machine busy"));
    }

    /** The fixture with its first control undecided and its speeds not steady. */
    @Test
    void firstScreenSaysWhatIsUndecidedAndWhatWasNotSteady() throws IOException {
        ObjectNode run = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        ((ObjectNode) run.at("/controls/0")).put("state", "undecided");
        ObjectNode speed = (ObjectNode) run.at("/comparisons/3");
        speed.put("verdict", "inconclusive").put("text", "Not told apart: inconclusive (not steady).");
        speed.remove("better");
        speed.putObject("rounds").putArray("unsteady").add(6).add(0);
        RunResult result = Json.read(run.toString(), "changed", RunResult.class);
        String page = markup(page(result));
        assertFalse(page.contains("Machine unfit"), "nothing failed");
        assertTrue(
                page.contains(
                        "1 of 2 controls are undecided: too few rounds, for the noise they have, to show that this"
                                + " machine could tell. Undecided: faces cnn, training, batch 32, 1 thread: alpha against itself is"
                                + " equivalent."),
                page);
        assertTrue(page.contains("Controls: 1 of 2 passed."), "counted");
        assertTrue(page.contains(">undecided<"), "the table of controls");
        assertTrue(page.contains("Not told apart: inconclusive (not steady)."), "the verdict");
        assertEquals(
                "inconclusive (not steady)", Words.verdict(result.comparisons().get(3), "faster"));
        assertEquals(
                List.of(
                        "1 of 2 controls are undecided: too few rounds, for the noise they have, to show that this machine could tell."),
                Warnings.of(result).stream()
                        .filter(line -> line.contains("are undecided:"))
                        .toList());
    }

    @Test
    void cellThatWasTriedAgainAndAnOddEndAreTold() throws IOException {
        ObjectNode run = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        ObjectNode cell = (ObjectNode) run.at("/cells/0");
        cell.put("warning", "the worker was ended");
        cell.putArray("earlier_attempts")
                .addObject()
                .put("status", "CRASHED")
                .put("reason", "it crashed")
                .putObject("failure")
                .put("signal", "SIGSEGV")
                .putArray("log_tail");
        RunResult result = Json.read(run.toString(), "changed", RunResult.class);
        String id = cell.path("id").asText();
        List<String> told = List.of(
                "TRIED AGAIN: 1 cell was; figures are of the last try alone.",
                "  " + id + ": CRASHED(SIGSEGV), then OK",
                id + ": the worker was ended.");
        assertEquals(told, Warnings.ofCells(result.cells()));
        assertTrue(Warnings.of(result).containsAll(told));
        String page = markup(page(result));
        told.forEach(line -> assertTrue(page.contains(line.strip()), line));
        assertEquals(run, Json.tree(Json.line(result), "again"), "nothing of it is lost");
    }

    /** The first fails, the second is undecided; the machine is as fit as it was. */
    @Test
    void firstScreenSaysWhichTrainingsACallOfDifferentCannotBeReliedOn() {
        RunResult fixture = PageFixture.result();
        Control failed = Control.ofTrainings(
                "alpha", "faces", "cnn", Division.TUNED, 1, Control.State.FAILED, "alpha.nudged is better");
        Control open =
                Control.ofTrainings("beta", "faces", "cnn", Division.TUNED, 1, Control.State.UNDECIDED, "inconclusive");
        RunResult result = fixture.judged(fixture.comparisons(), List.of(failed, open));
        assertEquals(
                List.of(
                        "SEEDS UNFIT: 1 of 2 controls of trainings failed: one engine is called different from itself, so no"
                                + " difference of that size between engines on that task can be relied on.",
                        "  failed: faces cnn, trainings, 1 thread: alpha against itself from nudged weights is equivalent"
                                + " (alpha.nudged is better)",
                        "1 of 2 controls of trainings are undecided: too few seeds, for what becomes of rounding, to show that"
                                + " they could tell.",
                        "  undecided: faces cnn, trainings, 1 thread: beta against itself from nudged weights is equivalent"
                                + " (inconclusive)"),
                Warnings.of(result).stream()
                        .filter(line -> !line.contains("PARITY") && !line.contains("rung 2"))
                        .toList());
        String page = markup(page(result));
        assertTrue(
                page.contains("Seeds unfit: faces cnn, trainings, 1 thread: alpha against itself from nudged weights is"
                        + " equivalent, alpha.nudged is better. One engine is called different from itself, so no difference of"
                        + " that size between engines on that task can be relied on."),
                page);
        assertTrue(page.contains("1 of 2 controls of trainings are undecided: too few seeds"), page);
        assertTrue(page.contains("Controls of trainings: 0 of 2 passed."), page);
        assertTrue(page.contains("Controls: none were run"), "of the machine");
        assertFalse(page.contains("Machine unfit"), "no clock was in question");
    }

    @Test
    void syntheticDataAreLabelledAndNeverBesideTheStudysFigures() {
        String page = page(PageFixture.result());
        assertTrue(page.contains("<span class=\"tag\">synthetic data</span>"));
        assertEquals(1, all("(<td class=\"text\"[^>]*>SYNTHETIC</td>)", page).size());
        for (String ofTheStudy : List.of("0.1234", "0.432", "0.568", "\"study\"", ">study<")) {
            assertFalse(page.contains(ofTheStudy), ofTheStudy);
        }
    }

    /** The published run as it would be if another network, {@code mlp}, had given the same figures beside the study's. */
    @Test
    void studysFiguresStandBesideItsOwnNetworkAlone() throws IOException {
        ObjectNode seed = (ObjectNode) Json.tree(Json.line(PublishedSeed.result()), "seed.json");
        ((ArrayNode) seed.at("/tasks/0/models")).add("mlp");
        ArrayNode cells = (ArrayNode) seed.get("cells");
        for (JsonNode cell : List.copyOf(cells.findParents("loss_per_epoch"))) {
            ObjectNode other = cell.deepCopy();
            cells.add(
                    other.put("model", "mlp").put("id", "mlp-" + cell.get("id").asText()));
        }
        for (RunResult result :
                List.of(PublishedSeed.result(), Json.read(seed.toString(), "two.json", RunResult.class))) {
            String page = page(result);
            assertEquals(2, all("(>study<)", page).size(), "columns: figures, recall");
            assertEquals(1, all("(\"name\":\"study\")", page).size(), "series");
        }
    }

    /** What a result may lack and still verify. */
    @Test
    void pageIsWrittenWhateverARunHasNotGot() throws IOException {
        RunResult run = PageFixture.result();
        List<CellResult> failed = run.cells().stream()
                .filter(cell -> cell.status() != CellStatus.OK)
                .toList();
        List<CellResult> ofAlpha = run.cells().stream()
                .filter(cell -> cell.engine().equals("alpha"))
                .toList();
        EngineRecord broken = new EngineRecord(
                "beta",
                "BETA",
                "1.0",
                "0.35.1",
                null,
                EngineStatus.BROKEN,
                "no such library",
                Division.TUNED,
                null,
                Dtype.FLOAT32,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                List.of());
        assertTrue(
                page(PageFixture.with(run, run.engines(), run.cells())).contains("No verdict was made."),
                "no comparison");
        assertTrue(page(PageFixture.with(run, run.engines().subList(0, 1), ofAlpha))
                .contains("One engine: nothing to compare."));
        assertTrue(page(PageFixture.with(run, List.of(run.engines().get(0), broken), failed))
                .contains("broken, no such library"));
        assertTrue(page(PageFixture.with(run, run.engines(), List.of())).contains("0 cells of 0 have figures."));
        ObjectNode seed = (ObjectNode) Json.tree(Json.line(PublishedSeed.result()), "seed.json");
        ((ArrayNode) seed.at("/tasks/0/study/recall")).removeAll();
        assertTrue(
                page(Json.read(seed.toString(), "seed.json", RunResult.class)).contains("0.8951"), "no recall");
    }

    @Test
    void everyVerdictHasAHeadingThatTellsItApart() throws IOException {
        assertEquals(
                List.of("faces, cnn: Accuracy, alpha and beta", "faces, cnn: Answering 32 rows, alpha and beta"),
                all("<p><strong>(.*?)</strong>", markup(page(PageFixture.result()))));
        for (String name : List.of("fashion-serving", "fashion-networks-speed", "fashion-five-engines")) {
            List<String> headings = all("<p><strong>(.*?)</p>", markup(page(published(name))));
            assertTrue(headings.size() > 1, name);
            assertEquals(headings.stream().distinct().toList(), headings, name);
        }
    }

    /** Alone and beside a run that it is held against. */
    @Test
    void metricsAndModesAreNamedInWords() throws IOException {
        RunResult speed = published("fashion-divisions");
        RunResult quality = published("fashion-10-seeds");
        for (String page : List.of(page(speed, speed), page(quality, quality))) {
            for (Metric metric : Metric.values()) {
                if (metric.id().contains("_")) {
                    assertFalse(markup(page).contains(metric.id()), metric.id());
                }
            }
            assertFalse(RAW_MODE.matcher(markup(page)).find(), "a mode by its id");
        }
        String page = markup(page(PageFixture.result()));
        assertTrue(page.contains("<th scope=\"row\" class=\"text\">faces, answering, batch 32</th>"), "memory");
    }

    /** The interval of the fixture's speed is a tenth to either side of the estimate. */
    @Test
    void listOfRunsNamesNetworkEnginesEstimateAndInterval() {
        RunResult run = PageFixture.result().sealed();
        String list = IndexPage.html(List.of(RunSummary.of("r", run)), false);
        assertEquals(
                List.of(
                        "faces, cnn, accuracy, alpha − beta: <strong>alpha better</strong>, 0.2500 [0.1250, ∞]",
                        "faces, cnn, answering, batch 32, 1 thread, tuned (without libomp and tcmalloc), alpha ÷ beta:"
                                + " <strong>beta faster</strong>, 0.5000 [0.4500, 0.5500]"),
                all("<li>(.*?<strong>.*?)</li>", markup(list)));
    }

    @Test
    void namesThatLookLikeMarkupAreText() {
        String page = page(PageFixture.result());
        assertFalse(page.contains("<img src=x"), "an element made of a name");
        assertEquals(3, all("(</script>)", page).size(), "the page's own three scripts");
        assertTrue(markup(page).contains("&lt;/script&gt;&lt;img src=x onerror=window.attacked=true&gt;"));
        String data = charts(page);
        assertTrue(data.contains("\\u003c/script\\u003e") && data.contains("line\\u2028separator \\u0026"), data);
        assertFalse(data.contains("\u2028"), "raw separator in the data");
    }

    @Test
    void pageAsksForNothingOutsideItself() {
        String page = page(PageFixture.result());
        List<String> policies = all("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"", page);
        assertEquals(1, policies.size());
        assertTrue(policies.get(0).startsWith("default-src"), policies.get(0));
        assertFalse(policies.get(0).contains("unsafe-eval"), policies.get(0));
        assertEquals(
                List.of(),
                all(
                        "\\s(src|srcset|data|action)=",
                        markup(page).replace(PageFixture.HOSTILE, "").replaceAll("&lt;.*?&gt;", "")));
        assertTrue(all("href=\"([^\"]*)\"", markup(page)).stream().allMatch(link -> link.startsWith("#")));
        assertFalse(all("<style>((?s).*?)</style>", page).get(0).contains("url("));
    }

    @Test
    void tablesHaveCaptionsScopesAndHeadingsAreInOrder() throws IOException {
        for (String page : List.of(page(PageFixture.result()), page(PublishedSeed.result(), PageFixture.result()))) {
            String markup = markup(page);
            assertEquals(
                    all("(<table)", markup).size(), all("(<caption>)", markup).size());
            assertEquals(List.of(), all("<th(?! scope)([ >])(?!ead)", markup.replace("<thead>", "")));
            int before = 0;
            for (String level : all("<h([1-6])", markup)) {
                int depth = Integer.parseInt(level);
                assertTrue(depth <= before + 1, "h" + depth + " after h" + before);
                before = depth;
            }
            assertEquals(1, all("(<h1)", markup).size());
            List<String> ids = all("\\sid=\"([^\"]*)\"", markup);
            assertEquals(ids.size(), ids.stream().distinct().count(), "ids must be unique");
            assertTrue(all("href=\"#([^\"]*)\"", markup).stream().allMatch(ids::contains), "links must lead somewhere");
        }
    }

    @Test
    void severalRunsAreSummedUpInOneTableFirst() throws IOException {
        RunResult seed = PublishedSeed.result();
        String page = markup(page(seed, PageFixture.result(), seed));
        assertTrue(page.indexOf("Runs on this page") < page.indexOf("Run seed"));
        assertTrue(page.contains(" against 1. "), "the others are held against the first");
        assertTrue(
                markup(page(seed, published("fashion-10-seeds")))
                        .contains("program: " + seed.suite().words()),
                "of two commits");
        assertFalse(markup(page(seed, seed)).contains("program: "), "of one");
        assertTrue(page.contains("Each run&#39;s main figures") || page.contains("Each run's main figures"), "scores");
        RunResult timed = published("fashion-throughput");
        assertFalse(markup(page(timed, timed)).contains("main figures"), "of timing alone there are none");
        assertTrue(page.contains("identical"), "a run against itself");
        assertEquals(3, all("(<section class=\"run\")", page).size());
        assertEquals(3, all("(<a href=\"#r[123]-run\">)", page).size());
        assertTrue(page(seed, PageFixture.result(), seed).length() <= LARGEST);
    }

    @Test
    void commandToMeasureAgainIsQuotedForAShell() {
        assertTrue(page(PageFixture.result()).contains("./bench compare --tasks 'fa ces' --out {path}"));
    }

    @Test
    void pageIsTheSameUnderACommaDecimalLocale() {
        String here = page(PageFixture.result());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(here, page(PageFixture.result()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void pageReplacesTheOldOneAsAWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "old");
        ReportPage.write(file, List.of(new ReportPage.Named("result.json", PageFixture.result())));
        assertTrue(Files.readString(file).startsWith("<!DOCTYPE html>"));
    }

    /** Windows of the fixture have ten steps, once each. */
    @Test
    void stepsOfAWindowAreShownWithHowOftenItDoesThem() throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        assertFalse(
                page(Json.read(document.toString(), "once", RunResult.class)).contains("10 ×"));
        document.path("cells").forEach(cell -> {
            if (cell.path("raw") instanceof ObjectNode raw && raw.has("steps_per_window")) {
                raw.put("repeats", 4);
            }
        });
        assertTrue(page(Json.read(document.toString(), "repeated", RunResult.class))
                .contains(">10 × 4<"));
    }
}
