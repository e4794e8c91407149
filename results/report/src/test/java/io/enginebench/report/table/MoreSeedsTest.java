package io.enginebench.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of the fixtures with the verdict on MSE replaced. */
class MoreSeedsTest {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v2.json");

    private static RunResult run(String verdict, String members, String... command) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Files.readString(FIXTURE), "fixture");
        ArrayNode arguments = ((ObjectNode) document.path("campaign")).putArray("command");
        List.of(command).forEach(arguments::add);
        JsonNode last = document.path("comparisons").path(7);
        ((ObjectNode) last)
                .put("verdict", verdict)
                .put("n", 10)
                .put("paired_by", "seed")
                .setAll((ObjectNode) Json.tree("{" + members.replace('\'', '"') + "}", "members"));
        return Json.read(document.toString(), "run", RunResult.class);
    }

    private static String fresh(String... command) throws IOException {
        return MoreSeeds.of(run(
                        "inconclusive", "'folds': 5, 'further_pairs': 35, 'further_pairs_range': [20, 83]", command))
                .commands()
                .get(0);
    }

    /** The fixture has seed 1, so that fresh ones begin with 2. */
    @Test
    void commandRunsFreshSeedsOfTheSamePlan() throws IOException {
        assertEquals(
                "./bench compare --tasks emojis --epochs 2 --seeds 35 --seed 2 --out runs/more",
                fresh("compare", "--tasks", "emojis", "--seeds", "10", "--epochs", "2", "--out", "{path}"));
        assertEquals(
                "./bench compare --preset seed --seeds 35 --seed 2 --out runs/more",
                fresh("compare", "--seed=1", "--preset", "seed", "--out={path}", "--json"));
        assertEquals("./bench compare --preset quick --seeds 35 --seed 2 --out runs/more", fresh());
    }

    @Test
    void openVerdictSaysThatLookingMoreThanOnceCostsError() throws IOException {
        MoreSeeds more = MoreSeeds.of(run("inconclusive", "'further_pairs_range': [400, null]", "compare"));
        assertEquals(1, more.remarks().size());
        assertTrue(more.remarks().get(0).startsWith("Looking more than once costs error: "));
        assertTrue(
                more.commands().get(0).contains("--seeds N --seed 2"),
                more.commands().get(0));
        assertTrue(more.commands().get(1).startsWith("./bench pool "));
    }

    @Test
    void nothingIsSaidWhereSeedsDecided() throws IOException {
        MoreSeeds more = MoreSeeds.of(run("equivalent", "'folds': 5", "compare"));
        assertEquals(List.of(), more.remarks());
        assertEquals(List.of(), more.commands());
    }

    @Test
    void pooledResultNamesItsCampaignsAndThePriceOfAnotherLook() throws IOException {
        RunResult one = run("equivalent", "'folds': 5", "compare", "--tasks", "emojis", "--seeds", "3");
        ObjectNode document = (ObjectNode) Json.tree(one);
        ArrayNode pooled = document.putArray("pooled");
        for (String id : List.of("first", "more")) {
            ObjectNode campaign = document.path("campaign").deepCopy();
            pooled.addObject().put("content_sha256", "0".repeat(64)).set("campaign", campaign.put("id", id));
        }
        MoreSeeds more = MoreSeeds.of(Json.read(document.toString(), "pooled", RunResult.class));
        assertEquals(2, more.remarks().size());
        assertTrue(
                more.remarks().get(0).startsWith("Pooled of the campaigns first ("),
                more.remarks().get(0));
    }

    @Test
    void tableHasTheRangeAndTheIntervalBeyondThisDataSet() throws IOException {
        Table table = VerdictTables.of(run(
                        "inconclusive",
                        "'folds': 5, 'further_pairs': 35, 'further_pairs_range': [20, null],"
                                + "'beyond_interval': {'lower': 0.5, 'upper': 2, 'confidence': 0.95, 'method': 't'}",
                        "compare"))
                .get(0);
        List<String> row = table.rows().get(table.rows().size() - 1);
        assertEquals("beyond this data set", table.header().get(8));
        assertEquals("10 seeds of 5 folds", row.get(6));
        assertEquals("inconclusive, 20 or more seeds", row.get(7));
        assertEquals("0.500..2.000", row.get(8));
    }

    @Test
    void argumentsAreQuotedForAShell() {
        assertEquals("a 'b c' 'it'\\''s'", Words.shell(List.of("a", "b c", "it's")));
    }
}
