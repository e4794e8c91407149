package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of the first result of format 1: both engines, classification and regression over folds, cross-evaluations. */
class VerificationTest {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1.json");
    private static final String SHA = "0".repeat(64);

    private static String original = "";

    @BeforeAll
    static void read() throws IOException {
        original = Files.readString(FIXTURE);
    }

    private static ObjectNode document() throws MalformedJsonException {
        return (ObjectNode) Json.tree(original, "fixture");
    }

    private static List<String> findings(JsonNode document) throws MalformedJsonException {
        return Verification.of(document.toString(), "edited").findings();
    }

    /** The document with one value replaced, and its hash made right again if asked. */
    private static ObjectNode edited(String pointer, String value, boolean sealed) throws MalformedJsonException {
        return edited(document(), pointer, value, sealed);
    }

    private static ObjectNode edited(ObjectNode document, String pointer, String value, boolean sealed)
            throws MalformedJsonException {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        JsonNode replacement = Json.tree(value.replace('\'', '"').replace("SHA", "\"" + SHA + "\""), "value");
        assertFalse(document.at(pointer).isMissingNode(), pointer + " must be in the fixture");
        assertFalse(document.at(pointer).equals(replacement), pointer + " must change");
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), replacement);
        } else {
            ((ObjectNode) parent).set(name, replacement);
        }
        return sealed ? sealed(document) : document;
    }

    private static ObjectNode sealed(ObjectNode document) {
        return document.put(ContentHash.MEMBER, ContentHash.of(document));
    }

    @Test
    void firstResultOfTheFormatStillPasses() throws IOException {
        assertEquals(List.of(), Verification.of(FIXTURE).findings());
    }

    @Test
    void hashIsThatOfTheCanonicalFormWithoutTheMember() throws MalformedJsonException {
        assertEquals(
                // printf '{"a":[1,0.5],"b":"x"}' | sha256sum
                "360f7f88950464b53cf7f0610d13a176dca281615fdf307d4a9cd05d48e15dc4",
                ContentHash.of("{\"b\":\"x\", \"a\":[1.0, 5e-1], \"content_sha256\":\"y\"}"));
    }

    /** Cells 0 and 1 are emojis fold 0 of the two engines; see the fixture. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/cells/0/metrics/accuracy/score | 0.95",
                "/cells/0/metrics/accuracy/unit | 'percent'",
                "/cells/0/metrics/accuracy/higher_is_better | false",
                "/cells/0/metrics/macro_recall/score | 0.95",
                "/cells/0/metrics/recall/0/score | 0.123",
                "/cells/0/metrics/recall/0/support | 3",
                "/cells/0/metrics/recall/0/class | 'nobody'",
                "/cells/0/metrics/confusion/0/0 | 1",
                "/cells/0/metrics/baseline/score | 0.5",
                "/cells/0/metrics/train_throughput/score | 99999",
                "/cells/0/metrics/infer_throughput/score | 99999",
                "/cells/0/training_duration_s | 0.001",
                "/cells/0/predict_duration_s | 0.001",
                "/cells/0/raw/epoch_durations_ns/0 | 1000",
                "/cells/0/predictions/labels/0 | 9",
                "/cells/0/predictions/rows/0 | 2469",
                "/cells/0/seed | 2",
                "/cells/0/fold | 3",
                "/cells/0/engine | 'mxnet'",
                "/cells/0/task | 'navigability'",
                "/cells/0/protocol | 'notebook'",
                "/cells/0/model | 'other'",
                "/cells/0/id | 'cell'",
                "/cells/0/device | 'gpu'",
                "/cells/0/num_threads | 2",
                "/cells/0/status | 'CRASHED'",
                "/cells/0/hyper_parameters/epochs | 15",
                "/cells/0/hyper_parameters/global_batch_size | 64",
                "/cells/0/hyper_parameters/opt_base_learning_rate | 0.01",
                "/cells/0/hyper_parameters/train_samples | 60000",
                "/cells/0/hyper_parameters/eval_samples | 100",
                "/cells/0/evidence/starting_weights_sha256 | SHA",
                "/cells/0/evidence/batch_order_sha256 | SHA",
                "/cells/0/evidence/final_weights_sha256 | SHA",
                "/cells/0/evidence/test_rows_trained_on | 1",
                "/cells/0/loss_per_epoch | [1.0]",
                "/engines/0/id | 'torch'",
                "/engines/0/num_threads | 4",
                "/engines/0/status | 'broken'",
                "/comparisons/2/n | 2",
                "/comparisons/2/estimate | 0.5",
                "/comparisons/7/task | 'fashion'",
                "/comparisons/7/margin | 0.5",
                "/comparisons | []",
                "/data/0/sha256 | SHA",
                "/parity/0/passed | false",
                "/parity/0/rungs/2/passed | false",
                "/parity/0/rungs/2/judged_difference | 9",
                "/data/0/rows | 12",
                "/data/0/study | true",
                "/data/0/task | 'fashion'",
                "/tasks/0/classes/0 | 'nobody'",
                "/tasks/0/split/folds | 4",
                "/tasks/0/kind | 'regression'",
                "/cells | []",
                "/campaign/jobs | 1",
                "/campaign/duration_s | 1",
                "/campaign/termination | 'interrupted'",
                "/tasks/0/study/accuracy | 0.5",
                "/tasks/0/study/recall/0 | 0.5",
                "/data/0/kind | 'real'",
                "/data/0/verified | true",
                "/parity/0/rungs/2/tolerance | 1",
                "/parity/0/seed | 7",
                "/parity/0/threads | 7",
                "/parity/0/model | 'mlp'",
                "/format_version | 2",
            })
    void editIsFoundFromTheRawValuesEvenWhereTheHashIsMadeRightAgain(String pointer, String value)
            throws MalformedJsonException {
        List<String> without = findings(edited(pointer, value, true));
        assertFalse(without.isEmpty(), pointer);
        assertTrue(without.stream().noneMatch(line -> line.startsWith(ContentHash.MEMBER)), without.toString());
    }

    /** A run of timing rounds on a busy machine, whose controls failed and say so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/cells/0/metrics/infer_throughput/score | 5",
                "/cells/0/metrics/step_duration/score | 5",
                "/cells/0/metrics/latency/0/score | 0.001",
                "/cells/0/raw/window_durations_ns | [1000]",
                "/cells/0/raw/steps_per_window | 7",
                "/cells/0/raw/latency_samples | 7",
                "/cells/0/raw/latency_histogram | 'AAAA'",
                "/cells/1/raw/latency_histogram | 'AAAA'",
                "/cells/0/round | 9",
                "/cells/0/global_batch_size | 32",
                "/cells/0/mode | 'train'",
                "/cells/0/engine | 'pytorch'",
                "/comparisons/0/interval/0 | 0.1",
                "/comparisons/0/estimate | 1.0",
            })
    void editOfATimingIsFoundFromTheRawValues(String pointer, String value) throws IOException {
        String timings = Files.readString(FIXTURE.resolveSibling("v1-throughput.json"));
        assertEquals(List.of(), Verification.of(timings, "timings").findings());
        assertFalse(
                findings(edited((ObjectNode) Json.tree(timings, "timings"), pointer, value, true))
                        .isEmpty(),
                pointer);
    }

    /** The fixture as if it had been judged by today's rules. */
    static ObjectNode judged(String text) throws MalformedJsonException {
        RunResult today =
                Objects.requireNonNull(Verification.of(text, "fixture").result());
        return (ObjectNode) Json.tree(Json.line(today.sealed()), "judged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/comparisons/7/estimate | 0.5",
                "/comparisons/7/beyond_interval/lower | 0.5",
                "/comparisons/7/n | 5",
                "/comparisons/7/folds | 4",
                "/comparisons/7/verdict | 'equivalent'",
                "/comparisons/7/text | 'pytorch is better'",
                "/comparisons/2/rows/mcnemar_pvalue | 0.01",
                "/verdict_rules | 5",
            })
    void editOfAVerdictOfTodaysRulesIsFoundToTheSentence(String pointer, String value) throws MalformedJsonException {
        assertEquals(List.of(), findings(judged(original)));
        assertFalse(findings(edited(judged(original), pointer, value, true)).isEmpty(), pointer);
    }

    @Test
    void editOfAVerdictOnTimingsByTodaysRulesIsFoundToTheSentence() throws IOException {
        String timings = Files.readString(FIXTURE.resolveSibling("v1-throughput.json"));
        assertEquals(List.of(), findings(judged(timings)));
        for (String pointer : List.of("/comparisons/0/text", "/controls/0/detail")) {
            assertFalse(
                    findings(edited(judged(timings), pointer, "'all is well'", true))
                            .isEmpty(),
                    pointer);
        }
    }

    /** The first rules called five folds of one seed equivalent; what of it the file says counts for nothing. */
    @Test
    void verdictsOfEarlierRulesAreMadeAgainWhateverTheFileSays() throws MalformedJsonException {
        Verification before = Verification.of(
                edited("/comparisons/7/verdict", "'better'", true).toString(), "edited");
        assertEquals(List.of(), before.findings());
        assertTrue(before.judgedAgain());
        RunResult result = Objects.requireNonNull(before.result());
        assertEquals(Conclusion.NO_INFERENCE, result.comparisons().get(7).verdict());

        Verification today = Verification.of(judged(original).toString(), "judged");
        assertFalse(today.judgedAgain());
        assertEquals(
                result.comparisons(), Objects.requireNonNull(today.result()).comparisons());
    }

    /** A run of timings as if it had been judged by today's rules. */
    private static ObjectNode timings() throws IOException {
        return judged(Files.readString(FIXTURE.resolveSibling("v1-throughput.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/controls | []",
                "/comparisons/0/rounds/unsteady/0 | 4",
                "/comparisons/0/rounds/drift | [1.5,1]",
                "/comparisons/0/rounds | {'unsteady':[0,0],'spread':[0.01,0.01],'spread_pvalue':0.5}",
                "/controls/0/state | 'passed'",
                "/controls/1/state | 'failed'",
            })
    void editOfSteadinessOrOfAControlsStateIsFound(String pointer, String value) throws IOException {
        assertEquals(List.of(), findings(timings()));
        assertFalse(findings(edited(timings(), pointer, value, true)).isEmpty(), pointer);
    }

    @Test
    void steadinessThatIsLeftOutIsFound() throws IOException {
        ObjectNode bare = timings();
        ((ObjectNode) bare.at("/comparisons/0")).remove("rounds");
        assertFalse(findings(sealed(bare)).isEmpty());
        ObjectNode otherSteps = timings();
        ((ObjectNode) otherSteps.at("/cells/0/raw")).put("first_step", 2);
        assertFalse(findings(sealed(otherSteps)).isEmpty());
        ObjectNode twoStates = timings();
        ((ObjectNode) twoStates.at("/controls/0")).remove("state");
        assertFalse(findings(sealed(twoStates)).isEmpty());
    }

    /** Five rounds of the busy machine exclude neither the margin nor the delay, so two failed controls become undecided ones. */
    @Test
    void undecidedControlIsToldAndIsNoFault() throws IOException {
        Verification verification = Verification.of(timings().toString(), "timings");
        assertTrue(verification.passed());
        assertEquals(List.of(), verification.unsound());
        assertEquals(
                2, verification.undecided().size(), verification.undecided().toString());
        assertTrue(
                verification.undecided().get(0).startsWith("control emojis study-cnn, infer, batch 1, 1 thread: "),
                verification.undecided().get(0));
    }

    /** 750 rows, as the single rows that were answered there, change no figure. */
    @Test
    void rowsOfAWindowAreToldOfAnEpochOnly() throws IOException {
        ObjectNode timings =
                (ObjectNode) Json.tree(Files.readString(FIXTURE.resolveSibling("v1-throughput.json")), "t");
        ((ObjectNode) timings.at("/cells/0/raw")).put("rows_per_window", 750);
        assertEquals(
                List.of("cells[0].raw.rows_per_window must be there for an epoch only, got 750"),
                findings(sealed(timings)));
    }

    /** A run with an accuracy of 0.5 to reach: cell 0 reached it in its last epoch, cell 2 missed it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/cells/0/epoch_scores/target | 0.51",
                "/cells/0/epoch_scores/metric | 'mse'",
                "/cells/0/epoch_scores/unit | 'squared target units'",
                "/cells/0/epoch_scores/higher_is_better | false",
                "/cells/0/epoch_scores/score_per_epoch/0 | 0.3",
                "/cells/0/epoch_scores/score_per_epoch/0 | 0.5",
                "/cells/0/epoch_scores/score_per_epoch/1 | 0.5",
                "/cells/0/epoch_scores/score_per_epoch | [0.5121457489878543]",
                "/cells/0/epoch_scores/evaluation_durations_ns/1 | 1000",
                "/cells/0/epoch_scores/evaluation_durations_ns | [1000]",
                "/cells/0/epoch_scores/reached | false",
                "/cells/0/epoch_scores/epochs_to_target | 1",
                "/cells/0/epoch_scores/time_to_target_s | 0.001",
                "/cells/0/epoch_scores | {}",
                "/cells/0/raw/epoch_durations_ns/0 | 1000",
                "/cells/2/epoch_scores/target | 0.42",
                "/cells/2/epoch_scores/reached | true",
                "/cells/2/epoch_scores/score_per_epoch/0 | 0.5",
                "/cells/10/epoch_scores/target | 100",
                "/cells/10/epoch_scores/score_per_epoch/1 | 5.5",
                "/cells/10/epoch_scores/epochs_to_target | 1",
            })
    void editOfATargetIsFoundFromTheEpochs(String pointer, String value) throws IOException {
        String aimed = Files.readString(FIXTURE.resolveSibling("v1-target.json"));
        assertEquals(List.of(), Verification.of(aimed, "aimed").findings());
        List<String> found = findings(edited((ObjectNode) Json.tree(aimed, "aimed"), pointer, value, true));
        assertFalse(found.isEmpty(), pointer);
        assertTrue(found.stream().noneMatch(line -> line.startsWith(ContentHash.MEMBER)), found.toString());
    }

    @Test
    void targetGivenToOneEngineAloneIsFound() throws IOException {
        ObjectNode aimed = (ObjectNode) Json.tree(Files.readString(FIXTURE.resolveSibling("v1-target.json")), "aimed");
        ((ObjectNode) aimed.at("/cells/5")).remove("epoch_scores");
        assertEquals(
                List.of(
                        "cells[5].epoch_scores.target must be 0.5 (as in emojis-study-cnn-clean-pytorch-seed1-fold0), got none"),
                findings(sealed(aimed)));
    }

    /** What nothing else in the file depends on: readings, names, settings outside the cells. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/cells/0/loss_per_epoch/0 | 0.001",
                "/cells/0/peak_rss_bytes | 1",
                "/campaign/plan_sha256 | SHA",
                "/campaign/started_iso | '2020-01-01T00:00:00Z'",
                "/campaign/preset | 'full'",
                "/engines/0/version | '9.9'",
                "/engines/0/library_sha256 | SHA",
                "/engines/0/jvm_options | []",
                "/environment/host/host_processor_core_count | 64",
                "/suite/version | '9'",
                "/data/0/source | 'cache'",
            })
    void editThatNothingElseDependsOnIsFoundByTheHashAlone(String pointer, String value) throws MalformedJsonException {
        List<String> found = findings(edited(pointer, value, false));
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).startsWith("content_sha256 must be "), found.get(0));
        assertEquals(List.of(), findings(edited(pointer, value, true)), "a forger's edit, which no checksum finds");
    }

    @Test
    void editedAccuracyIsNamedWithWhatItMustBe() throws MalformedJsonException {
        double truth = document().at("/cells/0/metrics/accuracy/score").asDouble();
        assertEquals(
                "cells[0].metrics.accuracy.score must be " + truth + " (from predictions), got 0.95",
                findings(edited("/cells/0/metrics/accuracy/score", "0.95", true))
                        .get(0));
    }

    @Test
    void editedAnswerIsFoundInEveryFigureMadeFromIt() throws MalformedJsonException {
        int answer = document().at("/cells/0/predictions/predicted/0").asInt();
        List<String> found = findings(edited("/cells/0/predictions/predicted/0", "" + (answer + 1) % 5, true));
        assertTrue(found.stream().anyMatch(line -> line.startsWith("cells[0].metrics.accuracy.score")), "" + found);
        assertTrue(found.stream().anyMatch(line -> line.startsWith("cells[0].metrics.confusion")), "" + found);
    }

    @Test
    void cellLeftOutOrDoubledIsFound() throws MalformedJsonException {
        ObjectNode fewer = document();
        fewer.withArray("cells").remove(0);
        assertTrue(findings(sealed(fewer)).stream().anyMatch(line -> line.contains("every fold of the seeds")));
        ObjectNode more = document();
        more.withArray("cells").add(more.at("/cells/0"));
        assertTrue(findings(sealed(more)).stream().anyMatch(line -> line.contains("different from every other")));
    }

    @Test
    void unknownMemberTypeNameAndMissingHashBreakTheSchema() throws MalformedJsonException {
        assertEquals(1, findings(document().put("@class", "java.lang.Runtime")).size());
        ObjectNode bare = document();
        bare.remove(ContentHash.MEMBER);
        assertTrue(
                findings(bare).get(0).contains("content_sha256"), findings(bare).get(0));
    }

    @Test
    void whatIsNoResultAtAllIsRefusedInOneLine() {
        for (String text : List.of(
                "[".repeat(100_000),
                "{\"format_version\":1,\"format_version\":1}",
                "{\"format_version\":" + "9".repeat(1000) + "}",
                "{\"x\":1}",
                "[]",
                "\u0000",
                "")) {
            String message = assertThrows(MalformedJsonException.class, () -> Verification.of(text, "file"))
                    .getMessage();
            assertTrue(message.startsWith("file must be ") && message.lines().count() == 1, message);
        }
    }

    @Test
    void infiniteNumberBreaksTheSchema() throws MalformedJsonException {
        String huge = original.replaceFirst("\"training_duration_s\" ?: ?[0-9.E-]+", "\"training_duration_s\":1e999");
        assertFalse(Verification.of(huge, "huge").findings().isEmpty());
    }
}
