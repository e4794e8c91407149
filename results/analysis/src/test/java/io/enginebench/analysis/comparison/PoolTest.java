package io.enginebench.analysis.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.verify.NudgedCells;
import io.enginebench.analysis.verify.Verification;
import io.enginebench.record.json.Json;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.PooledRun;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of one seed of five folds, and the same again as if it had been of other seeds. */
class PoolTest {
    private static final Path FIXTURES =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results");

    private static Pool.Part part(String name, String file, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Files.readString(FIXTURES.resolve(file)), file);
        edit.accept(document);
        document.put(ContentHash.MEMBER, ContentHash.of(document));
        Verification verification = Verification.of(document.toString(), name);
        assertEquals(List.of(), verification.findings());
        return new Pool.Part(name, Objects.requireNonNull(verification.result()));
    }

    private static Pool.Part first() throws IOException {
        return part("a.json", "v2.json", document -> {});
    }

    /** Every cell, and what parity was shown with, as if it were of that seed. */
    private static Consumer<ObjectNode> seed(long seed) {
        return document -> {
            document.path("parity").forEach(report -> ((ObjectNode) report).put("seed", seed));
            for (JsonNode cell : document.path("cells")) {
                ((ObjectNode) cell).put("seed", seed);
                for (String id : List.of("id", "trained_cell")) {
                    if (cell.has(id)) {
                        ((ObjectNode) cell).put(id, cell.path(id).asText().replace("seed1-", "seed" + seed + "-"));
                    }
                }
            }
        };
    }

    private static Pool.Part other(long seed, Consumer<ObjectNode> edit) throws IOException {
        return part("seed" + seed + ".json", "v2.json", seed(seed).andThen(edit));
    }

    private static Comparison mse(RunResult result) {
        return result.comparisons().stream()
                .filter(one -> one.metric() == Metric.MSE)
                .findFirst()
                .orElseThrow();
    }

    /** Five folds of one seed are no sample; six seeds of them that agree are equivalent. */
    @Test
    void controlsOfTrainingsArePooledAsTrainingsAre() throws IOException {
        List<Pool.Part> parts = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
            RunResult one = part("a.json", "v2.json", seed(seed)).result();
            ObjectNode document = (ObjectNode) Json.tree(Json.line(one), "part");
            NudgedCells.addTo(document);
            RunResult controlled = CellComparisons.judged(Json.read(document.toString(), "part", RunResult.class));
            assertEquals(controlled.controls(), Control.of(Control.State.UNDECIDED, controlled.controls()), "one seed");
            parts.add(new Pool.Part("seed" + seed + ".json", controlled));
        }
        Pool pool = new Pool(parts);
        assertEquals(List.of(), pool.mistakes());
        RunResult result = pool.result();
        assertEquals(4, result.controls().size(), "two tasks on two engines");
        assertTrue(
                result.controls().stream().allMatch(Control::passed),
                result.controls().toString());
        assertEquals(List.of(), Verification.of(Json.line(result), "pooled").findings());
    }

    @Test
    void seedsOfSeveralResultsAreJudgedTogetherAndVerify() throws IOException {
        Pool pool = new Pool(List.of(first(), other(2, document -> {}), other(3, document -> {})));
        assertEquals(List.of(), pool.mistakes());
        RunResult result = pool.result();
        assertEquals(1, mse(first().result()).n());
        assertEquals(Conclusion.NO_INFERENCE, mse(first().result()).verdict());
        assertEquals(3, mse(result).n());
        assertEquals(3 * first().result().cells().size(), result.cells().size());
        // The ratios of three copies are equal, so that t has no width; what counts is that all three are there.
        assertTrue(mse(result).text().contains("3 seeds"), mse(result).text());

        Verification again = Verification.of(Json.pretty(result), "pooled");
        assertEquals(List.of(), again.findings());
        assertEquals(result, again.result());
    }

    @Test
    void pooledResultTellsItsCampaignsEvenIfOneWasPooledBefore() throws IOException {
        RunResult two = new Pool(List.of(first(), other(2, document -> {}))).result();
        RunResult three = new Pool(List.of(new Pool.Part("two.json", two), other(3, document -> {}))).result();
        List<PooledRun> runs = Objects.requireNonNull(three.pooled());
        assertEquals(3, runs.size());
        assertEquals(first().result().contentSha256(), runs.get(0).contentSha256());
        assertEquals(first().result().campaign(), runs.get(0).campaign());
    }

    /** A share tells which cells are its own, a whole campaign does not. */
    @Test
    void shareAndWholeCampaignAreOnePoolThatVerifies() throws IOException {
        Pool.Part share = other(
                2,
                document -> ((ObjectNode) document.path("campaign"))
                        .putObject("share")
                        .put("number", 1)
                        .put("of", 1));
        RunResult result = new Pool(List.of(first(), share)).result();
        assertEquals(List.of(), Verification.of(Json.line(result), "pooled").findings());
    }

    @Test
    void aloneAResultKeepsAllItHasAndIsJudgedAgain() throws IOException {
        Pool.Part timings = part("t.json", "v1-throughput.json", document -> {});
        RunResult again = new Pool(List.of(timings)).result();
        assertEquals(timings.result().cells(), again.cells());
        assertNull(again.pooled());
        Verification verification = Verification.of(Json.pretty(again), "again");
        assertEquals(List.of(), verification.findings());
        assertFalse(verification.judgedAgain());
    }

    @Test
    void seedThatIsThereTwiceIsRefused() throws IOException {
        assertEquals(
                List.of("seeds must be others in every file, got [1] in a.json and in one before it"),
                new Pool(List.of(first(), first())).mistakes());
    }

    /** One edit each of what a training depends on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/suite/version | 9 | enginebench",
                "/environment/host/host_processor_model_name | Abacus | processor",
                "/environment/os/arch | vax | system",
                "/engines/0/version | 9.9 | version of pytorch (tuned) with 1 threads",
                "/engines/1/library_sha256 | SHA | SHA-256 of the library of mxnet (tuned) with 1 threads",
                "/engines/0/env/OMP_NUM_THREADS | 7 | OMP_NUM_THREADS of pytorch (tuned) with 1 threads",
                "/tasks/0/title | Other | SHA-256 of the task emojis",
            })
    void whatElseDiffersIsRefusedInOneLine(String pointer, String value, String name) throws IOException {
        Pool.Part other = other(2, document -> {
            int slash = pointer.lastIndexOf('/');
            ((ObjectNode) document.at(pointer.substring(0, slash)))
                    .put(pointer.substring(slash + 1), value.replace("SHA", "0".repeat(64)));
        });
        List<String> mistakes = new Pool(List.of(first(), other)).mistakes();
        assertEquals(1, mistakes.size(), mistakes.toString());
        assertTrue(mistakes.get(0).startsWith(name + " must be the same in every file, got "), mistakes.get(0));
        assertTrue(mistakes.get(0).endsWith(" in seed2.json"), mistakes.get(0));
    }

    private static Consumer<ObjectNode> computing(String graph) {
        return document -> {
            ArrayNode models = document.putArray("models");
            for (String task : List.of("navigability", "emojis")) {
                models.addObject()
                        .put("task", task)
                        .put("model", "study-cnn")
                        .put("graph_sha256", task.equals("emojis") ? graph.repeat(64) : "0".repeat(64));
            }
        };
    }

    @Test
    void networksOfOneNameThatComputeDifferentThingsAreRefused() throws IOException {
        Pool.Part one = part("a.json", "v2.json", computing("a"));
        List<String> mistakes = new Pool(List.of(one, other(2, computing("b")))).mistakes();
        assertEquals(1, mistakes.size(), mistakes.toString());
        assertTrue(
                mistakes.get(0)
                        .startsWith("SHA-256 of the graph of study-cnn on emojis must be the same in every file"),
                mistakes.get(0));
        assertEquals(List.of(), new Pool(List.of(one, other(2, computing("a")))).mistakes());
    }

    @Test
    void anotherRecipeIsRefused() throws IOException {
        List<String> mistakes = new Pool(List.of(first(), other(2, document -> {
                    for (JsonNode cell : document.path("cells")) {
                        if (cell.has("hyper_parameters")) {
                            ((ObjectNode) cell.path("hyper_parameters")).put("opt_base_learning_rate", 0.5);
                        }
                    }
                })))
                .mistakes();
        assertTrue(
                mistakes.stream()
                        .anyMatch(line -> line.startsWith(
                                "recipe of emojis study-cnn tuned clean must be the same in every file")),
                mistakes.toString());
    }

    @Test
    void resultOfOtherTrainingsIsRefusedWithoutTheirDetails() throws IOException {
        List<String> mistakes =
                new Pool(List.of(first(), part("t.json", "v1-throughput.json", document -> {}))).mistakes();
        assertTrue(
                mistakes.stream()
                        .anyMatch(line -> line.startsWith("trainings must be the same in every file, got emojis")
                                && line.endsWith(" in t.json")),
                mistakes.toString());
        assertTrue(mistakes.stream().noneMatch(line -> line.startsWith("recipe")), mistakes.toString());
    }
}
