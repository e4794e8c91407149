package io.enginebench.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.analysis.verify.Verification;
import io.enginebench.cli.Session;
import io.enginebench.record.array.Digest;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.run.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small plan, run whole and in two shares. */
@Tag("engine")
class SharesTest {
    @TempDir
    static Path folder;

    @TempDir
    Path mine;

    private static Session compare(String name, String seeds, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "compare", "--tasks", "digits", "--models", "linear", "--engines", "pytorch,mxnet", "--seeds", seeds));
        arguments.addAll(List.of("--epochs", "1", "--samples", "100", "--out", path(name)));
        arguments.addAll(List.of(more));
        return Session.run(arguments.toArray(new String[0]));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeAll
    static void run() {
        Session whole = compare("whole", "2");
        assertEquals(0, whole.exitCode(), whole.err());
        for (String share : List.of("1", "2")) {
            Session session = compare("share-" + share, "2", "--shard", share + "/2");
            assertEquals(0, session.exitCode(), session.err());
            assertTrue(session.err().contains("share " + share + "/2 of the plan"), session.err());
        }
    }

    private static RunResult result(Path of) throws IOException {
        return Session.result(of);
    }

    /** What an engine computed, by the cells' ids; how long it took is another matter each time. */
    static Map<String, List<Object>> computed(RunResult result) {
        Map<String, List<Object>> computed = new TreeMap<>();
        for (CellResult cell : result.cells()) {
            if (cell instanceof QualityCell && cell.outcome() instanceof Outcome.Trained trained) {
                computed.put(cell.id(), List.of(trained.evidence(), trained.predictions()));
            } else if (cell instanceof CrossCell && cell.outcome() instanceof Outcome.Answered answered) {
                computed.put(cell.id(), List.of(answered.predictions()));
            }
        }
        return computed;
    }

    private static Path copyWithoutResult(String share, String name) throws IOException {
        Path from = folder.resolve(share);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(name).resolve(from.relativize(file).toString()));
            }
        }
        Files.delete(folder.resolve(name).resolve("result.json"));
        return folder.resolve(name);
    }

    private Session merge(String out, String... shares) {
        List<String> arguments = new ArrayList<>(List.of("merge"));
        for (String share : shares) {
            arguments.add(path(share));
        }
        arguments.addAll(List.of("-o", mine.resolve(out).toString()));
        return Session.run(arguments.toArray(new String[0]));
    }

    @Test
    void mergedSharesAreTheWholeBitForBit() throws IOException {
        RunResult whole = result(folder.resolve("whole"));
        Session merge = merge("all", "share-2", "share-1");
        assertEquals(0, merge.exitCode(), merge.err());
        RunResult all = result(mine.resolve("all"));
        assertEquals(
                30, computed(all).size(), "2 engines, 2 seeds, 5 folds, and those of the first seed asked elsewhere");
        assertEquals(computed(whole), computed(all));
        assertEquals(
                whole.cells().stream().map(CellResult::id).toList(),
                all.cells().stream().map(CellResult::id).toList());
        assertEquals(whole.comparisons(), all.comparisons());
        assertEquals(whole.campaign().planSha256(), all.campaign().planSha256());
        assertEquals(
                List.of("1/2", "2/2"),
                all.pooled().stream()
                        .map(run -> run.campaign().share().toString())
                        .toList());
        for (PooledRun run : all.pooled()) {
            assertEquals(whole.environment().host(), run.environment().host());
        }
        String file = mine.resolve("all/result.json").toString();
        assertEquals(0, Session.run("verify", file).exitCode());
        assertEquals(
                0,
                Session.run(
                                "export",
                                file,
                                "--as",
                                "csv",
                                "-o",
                                mine.resolve("all.csv").toString())
                        .exitCode());
        assertTrue(Files.readString(mine.resolve("all/report.html")).contains("Shares of the plan and their machines"));
    }

    @Test
    void missingSharesAreRowsUntilTheyArrive() throws IOException {
        Session part = merge("out", "share-1");
        assertEquals(3, part.exitCode(), part.err());
        assertTrue(part.err().contains("bench: share 2/2 is missing, and its 10 cells are rows"), part.err());
        RunResult result = result(mine.resolve("out"));
        assertEquals(Termination.INTERRUPTED, result.campaign().termination());
        List<CellResult> failed = result.failedCells();
        assertEquals(10, failed.size());
        for (CellResult cell : failed) {
            assertEquals(CellStatus.INTERRUPTED, cell.status());
            assertEquals("share 2/2 of the plan is not here", ((Outcome.Ended) cell.outcome()).reason());
        }
        assertEquals(
                0,
                Session.run("verify", mine.resolve("out/result.json").toString())
                        .exitCode());
        Session more = merge("out", "share-1", "share-2");
        assertEquals(0, more.exitCode(), more.err());
        assertEquals(List.of(), result(mine.resolve("out")).failedCells());
    }

    /** Its folder is what a machine leaves that was lost: all but the result, and of some cells nothing. */
    @Test
    void shareThatDidNotEndCountsAsFarAsItCameAndIsFinishedByResume() throws IOException {
        Path lost = copyWithoutResult("share-2", "lost");
        List<String> open = result(folder.resolve("share-2")).cells().stream()
                .map(CellResult::id)
                .filter(id -> id.contains("mxnet"))
                .toList();
        for (String cell : open.subList(0, 3)) {
            Files.delete(lost.resolve("cells").resolve(cell).resolve("result.json"));
        }
        Session part = merge("out", "share-1", "lost");
        assertEquals(3, part.exitCode(), part.err());
        assertTrue(
                part.err().contains("share 2/2 has not ended: 3 of its 10 cells are rows without figures; next: "),
                part.err());
        RunResult some = result(mine.resolve("out"));
        assertEquals(2, some.pooled().size());
        assertEquals(
                open.subList(0, 3),
                some.failedCells().stream().map(CellResult::id).toList());
        Map<String, List<Object>> expected = computed(result(folder.resolve("whole")));
        expected.keySet().removeAll(open.subList(0, 3));
        assertEquals(expected, computed(some));
        assertEquals(
                0,
                Session.run("verify", mine.resolve("out/result.json").toString())
                        .exitCode());
        Session other = Session.run("compare", "--resume", lost.toString(), "--shard", "1/2");
        assertEquals(2, other.exitCode());
        assertTrue(
                other.err().contains("--shard must be left out, or what the run began with (2/2), got '1/2'"),
                other.err());
        Session resumed = Session.run("compare", "--resume", lost.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        Session all = merge("out", "share-1", "lost", "share-2");
        assertEquals(0, all.exitCode(), all.err());
        assertTrue(all.err().contains("share 2/2 is there twice: " + path("share-2") + " counts"), all.err());
    }

    @Test
    void foldersThatDoNotBelongTogetherAreRefused() throws IOException {
        Path plan = copyWithoutResult("share-2", "other").resolve("plan.json");
        Files.writeString(plan, Files.readString(plan).replaceFirst("\"preset\" : \"none\"", "\"preset\" : \"quick\""));
        Files.writeString( // As if the run had written it so.
                plan.resolveSibling("written.sha256"),
                Digest.ofFile(plan) + "  plan.json\n",
                StandardOpenOption.APPEND);
        Session merge = merge("out", "share-1", "other");
        assertEquals(65, merge.exitCode(), merge.err());
        assertTrue(merge.err().startsWith("bench: plan of every DIR must be that of " + path("share-1")), merge.err());
        Session whole = merge("out", "whole");
        assertEquals(65, whole.exitCode(), whole.err());
        assertEquals(
                "bench: DIR must be the folder of a run with --shard, got " + path("whole") + " with all of a plan",
                whole.errLines().get(0));
        Session absent = merge("out", "absent");
        assertEquals(65, absent.exitCode(), absent.err());
        assertFalse(Files.exists(mine.resolve("out")));
    }

    /** What another machine would have left that computed the same. */
    @Test
    void machinesOfTheSharesAreNamed() throws IOException {
        Path elsewhere = copyWithoutResult("share-2", "elsewhere");
        RunResult share = result(folder.resolve("share-2"));
        String text = Files.readString(folder.resolve("share-2/result.json"))
                .replace('"' + share.environment().host().hostProcessorModelName() + '"', "\"another processor\"");
        Files.writeString(
                elsewhere.resolve("result.json"),
                text.replace(share.contentSha256(), ContentHash.of(Json.tree(text, "share"))));
        Session merge = merge("all", "share-1", "elsewhere");
        assertEquals(0, merge.exitCode(), merge.err());
        RunResult all = result(mine.resolve("all"));
        assertEquals(
                share.environment().host().hostProcessorModelName() + ", another processor",
                all.environment().host().hostProcessorModelName());
        assertEquals(
                "another processor", all.pooled().get(1).environment().host().hostProcessorModelName());
        assertEquals(result(folder.resolve("whole")).comparisons(), all.comparisons(), "scores are no speeds");
        String csv = Session.run("export", mine.resolve("all/result.json").toString(), "--as", "csv")
                .out()
                .replace("\"", "");
        for (PooledRun run : all.pooled()) {
            String processor = run.environment().host().hostProcessorModelName();
            List<String> own = csv.lines()
                    .filter(line -> run.cells().stream().anyMatch(cell -> line.startsWith(cell + ",")))
                    .toList();
            assertFalse(own.isEmpty(), csv);
            assertTrue(own.stream().allMatch(line -> line.contains("," + processor + ",")), csv);
        }
        assertEquals(
                0,
                Session.run("verify", mine.resolve("all/result.json").toString())
                        .exitCode());
    }

    @Test
    void folderOfARunIsNotOverwritten() throws IOException {
        Session merge = Session.run("merge", path("share-1"), path("share-2"), "--out", path("whole"));
        assertEquals(2, merge.exitCode(), merge.err());
        assertTrue(
                merge.err().startsWith("bench: --out must be a new or empty folder or an earlier merge's"),
                merge.err());
        assertEquals(null, result(folder.resolve("whole")).pooled());
    }

    @Test
    void sharesThatAreNoneAreRefusedBeforeAnythingStarts() {
        for (String share : List.of("0/4", "5/4", "a/b", "1")) {
            Session session = compare("none", "2", "--shard", share);
            assertEquals(2, session.exitCode(), session.err());
            assertEquals(
                    "bench: --shard must be I/N with 1 <= I <= N <= 10000, got '" + share + "'",
                    session.errLines().get(0));
        }
        Session many = compare("none", "2", "--shard", "1/3");
        assertEquals(2, many.exitCode(), many.err());
        assertTrue(many.err().contains("number of shares must be at most 2"), many.err());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    /** A share of another plan, and one that is there twice. */
    @Test
    void verifyHoldsTheSharesToThePlan() throws IOException {
        assertEquals(0, merge("all", "share-1", "share-2").exitCode());
        String text = Files.readString(mine.resolve("all/result.json"));
        int pooled = text.indexOf("\"pooled\"");
        String plan = result(mine.resolve("all")).campaign().planSha256();
        for (String[] edit : List.of(
                new String[] {plan, "0".repeat(64), "pooled[0].campaign.plan_sha256 must be " + plan}, new String[] {
                    "\"number\" *: *2", "\"number\" : 1", "pooled[1].campaign.share must be another share of as many"
                })) {
            String changed = text.substring(0, pooled) + text.substring(pooled).replaceFirst(edit[0], edit[1]);
            List<String> findings = Verification.of(changed, "changed").findings();
            assertTrue(findings.stream().anyMatch(line -> line.startsWith(edit[2])), findings::toString);
        }
    }

    /** A cell that two shares claim, and one that none does. */
    @Test
    void verifyHoldsTheSharesToTheCells() throws IOException {
        assertEquals(0, merge("all", "share-1", "share-2").exitCode());
        String text = Files.readString(mine.resolve("all/result.json"));
        List<PooledRun> runs = result(mine.resolve("all")).pooled();
        String one = '"' + runs.get(0).cells().get(0) + '"';
        String other = '"' + runs.get(1).cells().get(0) + '"';
        int pooled = text.indexOf("\"pooled\"");
        String changed = text.substring(0, pooled) + text.substring(pooled).replace(one, other);
        List<String> findings = Verification.of(changed, "changed").findings();
        assertTrue(findings.stream().anyMatch(line -> line.contains("those of no other campaign")), findings::toString);
        assertTrue(findings.stream().anyMatch(line -> line.contains("no campaign brought it")), findings::toString);
    }
}
