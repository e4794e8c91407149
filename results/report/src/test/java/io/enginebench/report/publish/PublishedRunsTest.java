package io.enginebench.report.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.analysis.verdict.Opponents;
import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.QualitySpec;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collection in an empty folder. The fixture was made from a commit with local changes; without that flag it may be published. */
class PublishedRunsTest {
    private static final Path RESULTS =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results");
    private static final Owner OWNER = new Owner("mmuster", "workstation7.example.org");

    @TempDir
    Path folder;

    private Path published;
    private PublishedRuns runs;

    @BeforeEach
    void emptyCollection() {
        published = folder.resolve("published");
        runs = new PublishedRuns(published);
    }

    private Path file(String fixture, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Files.readString(RESULTS.resolve(fixture)), fixture);
        ((ObjectNode) document.at("/suite/git")).put("dirty", false);
        edit.accept(document);
        document.put(ContentHash.MEMBER, ContentHash.of(document));
        return Files.writeString(Files.createTempFile(folder, "result", ".json"), Json.pretty(document));
    }

    private Path clean() throws IOException {
        return file("v1.json", document -> {});
    }

    /** What is in the collection: each file's name and content. */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        if (Files.isDirectory(published)) {
            try (Stream<Path> files = Files.walk(published)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    content.put(published.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return content;
    }

    private List<String> refusals(String fixture, Consumer<ObjectNode> edit) throws IOException {
        Publication.Refused refused =
                assertInstanceOf(Publication.Refused.class, runs.add(file(fixture, edit), null, OWNER));
        assertEquals(Map.of(), content(), "nothing is written");
        return refused.reasons();
    }

    private static void campaign(ObjectNode document, String member, String value) {
        ((ObjectNode) document.get("campaign")).put(member, value);
    }

    /** As if the campaign had been stopped at its last cell, a cross-evaluation. */
    private static void stop(ObjectNode document) {
        campaign(document, "termination", "interrupted");
        ((ObjectNode) document.at("/cells/" + (document.get("cells").size() - 1)))
                .put("status", "INTERRUPTED")
                .put("reason", "the campaign was stopped")
                .remove(List.of("metrics", "weights_sha256", "predictions"));
    }

    @Test
    void resultIsCopiedAsItIsUnderATellingNameAndTheSiteIsMade() throws IOException {
        Path file = clean();
        Publication.Published done = assertInstanceOf(Publication.Published.class, runs.add(file, null, OWNER));
        String hash = ResultFile.read(file).contentSha256();
        assertEquals("emojis-navigability-pytorch-mxnet-20261123-" + hash.substring(0, 8), done.id());
        assertEquals(
                List.of(
                        "data of emojis is synthetic; the list says so",
                        "data of navigability is synthetic; the list says so"),
                done.warnings());
        Map<String, String> content = content();
        assertEquals(
                List.of(
                        done.id() + ".json",
                        "site/" + done.id() + ".html",
                        "site/index.html",
                        "site/index.json",
                        "site/index_with_pages.html"),
                List.copyOf(content.keySet()));
        assertEquals(Files.readString(file), content.get(done.id() + ".json"));
        PublishedIndex index = Json.read(published.resolve("site/index.json"), PublishedIndex.class);
        assertEquals(done.id(), index.runs().get(0).id());
        assertEquals(
                List.of("accuracy too few runs for a verdict", "MSE too few runs for a verdict"),
                index.runs().get(0).verdicts().stream()
                        .map(verdict -> verdict.figure() + " " + verdict.said())
                        .toList());
        assertTrue(content.get("site/" + done.id() + ".html").contains("<h2 id=\"r1-run\">Run v1</h2>"));
    }

    @Test
    void sameContentIsPublishedOnceWhateverItsNameOrLayout() throws IOException {
        runs.add(clean(), "first", OWNER);
        Map<String, String> before = content();
        Path other = Files.writeString(
                folder.resolve("other.json"),
                Json.tree(Files.readString(clean()), "clean").toString());
        assertEquals(new Publication.AlreadyThere("first"), runs.add(other, null, OWNER));
        assertEquals(new Publication.AlreadyThere("first"), runs.add(other, "first", OWNER));
        assertEquals(
                new Publication.Refused(
                        List.of("--as must be first, the name this result is published by, got 'second'")),
                runs.add(other, "second", OWNER));
        assertEquals(before, content());
    }

    @Test
    void anotherRunIsNotOverwritten() throws IOException {
        runs.add(clean(), "first", OWNER);
        Map<String, String> before = content();
        Path other = file("v1.json", document -> campaign(document, "id", "v2"));
        assertEquals(
                new Publication.Refused(
                        List.of("--as must be a name that no run has, got 'first', which is another run")),
                runs.add(other, "first", OWNER));
        assertEquals(before, content());
        assertInstanceOf(Publication.Published.class, runs.add(other, "second", OWNER));
        assertEquals(before.get("first.json"), content().get("first.json"));
    }

    @Test
    void figureThatDoesNotFollowIsRefused() throws IOException {
        List<String> refusals =
                refusals("v1.json", document -> ((ObjectNode) document.at("/cells/0")).put("training_duration_s", 1.5));
        assertTrue(refusals.get(0).startsWith("cells[0].training_duration_s must be "), refusals.toString());
    }

    @Test
    void commitWithLocalChangesOrWithoutAnyIsRefused() throws IOException {
        assertEquals(
                List.of("commit must be without local changes, got 6112ec090d6d129dc56dfc9c184f36513c522f8b with some"),
                refusals("v1.json", document -> ((ObjectNode) document.at("/suite/git")).put("dirty", true)));
        assertEquals(
                List.of("commit must be known, got none"),
                refusals("v1.json", document -> ((ObjectNode) document.get("suite")).remove("git")));
    }

    @Test
    void campaignThatWasStoppedIsRefused() throws IOException {
        assertEquals(
                List.of("termination must be normal, got interrupted; next: ./bench compare --resume DIR"),
                refusals("v1.json", PublishedRunsTest::stop));
    }

    @Test
    void parityThatDoesNotHoldIsRefused() throws IOException {
        List<String> refusals = refusals("v1.json", document -> {
            ObjectNode report = (ObjectNode) document.at("/parity/1");
            report.put("passed", false);
            ((ObjectNode) report.at("/rungs/0")).put("judged_difference", 1.0).put("passed", false);
        });
        assertEquals(1, refusals.size(), refusals.toString());
        assertTrue(
                refusals.get(0)
                        .startsWith(
                                "parity of emojis study-cnn, tuned, pytorch against float64-reference: rung 3 (forward)"),
                refusals.toString());
    }

    /** By today's rules the fixture's are undecided, so they are made to have failed. */
    @Test
    void controlsThatFailedAreRefused() throws IOException {
        Path file = file("v1-throughput.json", document -> {
            for (JsonNode cell : document.get("cells")) {
                ((ObjectNode) cell.get("load")).removeAll();
            }
        });
        Verification verification = Verification.of(file);
        RunResult result = Objects.requireNonNull(verification.result());
        List<Control> failed = result.controls().stream()
                .map(control -> control.judged(Control.State.FAILED))
                .toList();
        List<String> refusals = Admission.of(
                        Files.readString(file),
                        new Verification("r", result.judged(result.comparisons(), failed), List.of(), false),
                        OWNER)
                .refusals();
        assertEquals(2, refusals.size(), refusals.toString());
        assertTrue(refusals.get(0)
                .startsWith("control emojis study-cnn, infer, batch 1, 1 thread: pytorch against itself"));
        assertTrue(
                refusals.get(1).startsWith("control emojis study-cnn, infer, batch 1, 1 thread: pytorch delayed by"));
    }

    /** The fixture was measured beside a build. */
    @Test
    void timingsOfABusyMachineAreRefusedInOneLine() throws IOException {
        List<String> refusals = refusals("v1-throughput.json", document -> {});
        assertEquals(1, refusals.size(), refusals.toString());
        assertEquals(
                "timings must be of a machine that was not busy, got a busy one in 20 of 20 timed cells (load average above 1.25"
                        + " a core in 20; less CPU than 90 % of the time on the clock in 5); next: measure again with"
                        + " nothing else running",
                refusals.get(0));
    }

    @Test
    void foldersAndNamesOfTheOwnerAreRefusedWhereverTheyAre() throws IOException {
        assertEquals(
                List.of("campaign.id must be without the name of the user or the machine, got 'run-of-mmuster'"),
                refusals("v1.json", document -> campaign(document, "id", "run-of-mmuster")));
        for (String text : List.of(
                "/srv/data/x", "-Dx=/srv/data", "a:/srv/lib/b.so", "file:/x", "file:///srv/x", "C:\\Users", "/home")) {
            List<String> refusals =
                    refusals("v1.json", document -> ((ObjectNode) document.at("/engines/0/env")).put("EXTRA", text));
            assertEquals(List.of("engines[0].env.EXTRA must be without absolute paths, got '" + text + "'"), refusals);
        }
        List<String> host = refusals(
                "v1.json",
                document -> ((ObjectNode) document.at("/engines/0/env")).put("EXTRA", "on Workstation7, at night"));
        assertEquals(1, host.size(), host.toString());
    }

    @Test
    void ordinarySlashesAndCommonNamesAreNot() throws IOException {
        Path file = file(
                "v1.json",
                document -> ((ObjectNode) document.at("/engines/0/env"))
                        .put(
                                "EXTRA",
                                "1/2 of T-shirt/top at https://example.org/a/b, {cache}/natives/x, ~/y, root, vm"));
        assertInstanceOf(Publication.Published.class, runs.add(file, "a", new Owner("root", "vm")));
    }

    @Test
    void everyReasonIsTold() throws IOException {
        List<String> refusals = refusals("v1.json", document -> {
            ((ObjectNode) document.at("/suite/git")).put("dirty", true);
            stop(document);
            campaign(document, "id", "mmuster");
        });
        assertEquals(3, refusals.size(), refusals.toString());
    }

    /** A failure is a result: it is published, told, and shown in the list. */
    @Test
    void runWithAFailedCellIsPublishedAndTheListSaysSo() throws IOException {
        RunResult whole = ResultFile.read(clean());
        List<CellResult> cells = whole.cells().stream()
                .filter(cell -> !(cell instanceof CrossCell))
                .map(cell -> cell.id().equals("emojis-study-cnn-clean-mxnet-seed1-fold0")
                        ? failed((QualityCell) cell, whole)
                        : cell)
                .toList();
        RunResult result = new RunResult(
                        whole.formatVersion(),
                        whole.suite(),
                        whole.campaign(),
                        whole.environment(),
                        whole.engines(),
                        whole.tasks(),
                        whole.data(),
                        cells,
                        CellComparisons.of(
                                whole.tasks(),
                                Opponents.eachTwo(whole.engineIds()),
                                cells,
                                whole.parity(),
                                whole.campaign().jobs() == 1),
                        whole.controls(),
                        whole.parity(),
                        null)
                .sealed();
        Path file = folder.resolve("failed.json");
        Json.write(file, result);
        Publication done = runs.add(file, "failed", OWNER);
        assertEquals(
                "cells that failed, published as such: emojis-study-cnn-clean-mxnet-seed1-fold0",
                assertInstanceOf(Publication.Published.class, done, done.toString())
                        .warnings()
                        .get(0));
        assertTrue(content().get("site/index.html").contains("<span class=\"tag\">1 cell failed</span>"));
    }

    private static CellResult failed(QualityCell cell, RunResult result) {
        return new QualitySpec(result.tasks().get(0), cell.setting(), cell.hyperParameters(), null)
                .ended(new Outcome.Ended(CellStatus.DIVERGED, "the loss was not finite"));
    }

    @Test
    void runThatNoLongerVerifiesStopsEverything() throws IOException {
        runs.add(clean(), "first", OWNER);
        Path first = published.resolve("first.json");
        Files.writeString(first, Files.readString(first).replaceFirst("\"jobs\" : 2", "\"jobs\" : 1"));
        Map<String, String> before = content();
        Publication.Refused refused = assertInstanceOf(Publication.Refused.class, runs.rebuild());
        assertTrue(refused.reasons().get(0).contains("first.json: content_sha256 must be "), refused.toString());
        assertInstanceOf(
                Publication.Refused.class,
                runs.add(file("v1.json", document -> campaign(document, "id", "v2")), null, OWNER));
        assertEquals(before, content());
    }

    @Test
    void siteThatCannotBeWrittenLosesNoRunAndIsMendedByRebuild() throws IOException {
        Files.createDirectories(published);
        Path inTheWay = Files.writeString(published.resolve("site"), "");
        assertThrows(IOException.class, () -> runs.add(clean(), "first", OWNER));
        Files.delete(inTheWay);
        assertEquals(new Publication.Rebuilt(1), runs.rebuild());
        assertEquals(
                List.of(
                        "first.json",
                        "site/first.html",
                        "site/index.html",
                        "site/index.json",
                        "site/index_with_pages.html"),
                List.copyOf(content().keySet()));
    }

    @Test
    void namesAreSafe() {
        for (String name : List.of("", "-a", "A", "a.b", "a/b", "..", "index", "a".repeat(81), "ä")) {
            assertTrue(RunName.mistake(name).isPresent(), name);
        }
        assertFalse(RunName.mistake("fashion-10-seeds").isPresent());
    }

    @Test
    void listLeadsToThePagesOnlyInTheFileThatIsNeverWithoutThem() throws IOException {
        runs.add(clean(), "first", OWNER);
        Map<String, String> content = content();
        assertEquals(List.of("#main", "../first.json", "index.json"), links(content.get("site/index.html")));
        assertEquals(
                List.of("#main", "first.html", "../first.json", "index.json"),
                links(content.get("site/index_with_pages.html")));
        assertTrue(RunName.mistake("index_with_pages").isPresent(), "no run has its name");
    }

    private static List<String> links(String page) {
        return Pattern.compile("(?<=href=\")[^\"]*")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** What the collection of this repository must be: {@code ./bench publish --rebuild} after each change. */
    @Test
    void committedIndexAndSiteAreWhatPublishMakesOfTheCommittedRuns() throws IOException {
        Path committed = Path.of(System.getProperty("enginebench.home"), "results/published");
        PublishedRuns.Stock stock = new PublishedRuns(committed).stock();
        assertEquals(List.of(), stock.faults());
        assertFalse(stock.runs().isEmpty());
        for (Map.Entry<String, String> file : PublishedRuns.lists(stock.runs()).entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(committed.resolve("site").resolve(file.getKey())),
                    file.getKey() + " is stale; next: ./bench publish --rebuild");
        }
    }
}
