package io.enginebench.analysis.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.pick.Standing.Kept;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.Environment;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real results, and what was made of them by hand: {@code pick} reads verdicts and does not make them again. */
class PickTest {
    private static final Path RESULTS =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results");
    private static final Goal ACCURATE = new Goal.MostAccurate();
    static final Goal FAST = new Goal.Fastest(Mode.INFER, null);

    static RunResult edited(String file, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Files.readString(RESULTS.resolve(file)), file);
        edit.accept(document);
        return ResultFile.of(document, file);
    }

    private static RunResult trainings() throws IOException {
        return edited("v1.json", document -> {});
    }

    /** The fixture's one seed of several folds as if it were as many seeds of a hold-out. */
    private static RunResult seeds(Consumer<ObjectNode> edit) throws IOException {
        return edited("v1.json", document -> {
            edit.accept(document);
            for (JsonNode cell : document.get("cells")) {
                ((ObjectNode) cell).put("seed", cell.get("fold").asInt() + 1).remove("fold");
            }
        });
    }

    private static RunResult seeds() throws IOException {
        return seeds(document -> {});
    }

    private static void calm(JsonNode document) {
        for (JsonNode cell : document.get("cells")) {
            ((ObjectNode) cell).set("load", JsonNodeFactory.instance.objectNode());
        }
    }

    /** The rounds of the fixture, as if its controls had passed and its machine had not been busy. */
    static RunResult rounds(Consumer<ObjectNode> edit) throws IOException {
        return edited("v1-throughput.json", document -> {
            document.get("controls").forEach(control -> ((ObjectNode) control).put("passed", true));
            calm(document);
            edit.accept(document);
        });
    }

    static Choice pick(RunResult result, String task, Goal goal, Requirement... requirements) {
        return Pick.of(result, new Question(task, null, null, null, goal, List.of(requirements)));
    }

    private static Requirement accuracy(double least) {
        return limit("accuracy", least);
    }

    private static Requirement limit(String figure, double value) {
        return new Requirement(Figure.named(figure).orElseThrow(), value);
    }

    private static Requirement megabytes(double most) {
        return new Requirement(Figure.PEAK_RSS, most);
    }

    static void verdict(ObjectNode document, int place, String verdict, String better) {
        ObjectNode comparison = (ObjectNode) document.get("comparisons").get(place);
        comparison.put("verdict", verdict);
        comparison.remove("better");
        if (better != null) {
            comparison.put("better", better);
        }
    }

    @Test
    void engineThatIsFasterByTheVerdictIsPicked() throws IOException {
        Answer.Picked picked = assertInstanceOf(
                Answer.Picked.class, pick(rounds(document -> {}), null, FAST).answer());
        assertEquals("pytorch", picked.engine());
        assertTrue(picked.reason().startsWith("pytorch is faster in infer_throughput"), picked.reason());
    }

    @Test
    void equivalentEnginesAreNoSignificantDifference() throws IOException {
        Answer.Equivalent none = assertInstanceOf(
                Answer.Equivalent.class, pick(seeds(), "navigability", ACCURATE).answer());
        assertEquals(List.of("pytorch", "mxnet"), none.engines());
        assertTrue(none.reason().startsWith("pytorch and mxnet are equivalent in mse"), none.reason());
    }

    /** The mean rates differ by a factor of two all the same. */
    @Test
    void withoutAVerdictNobodyIsFaster() throws IOException {
        Answer answer = pick(rounds(document -> verdict(document, 0, "inconclusive", null)), null, FAST)
                .answer();
        assertEquals(
                List.of("pytorch", "mxnet"),
                assertInstanceOf(Answer.Inconclusive.class, answer).engines());
    }

    @Test
    void tooFewRunsForAVerdictAreInconclusive() throws IOException {
        Answer answer = pick(seeds(), "emojis", ACCURATE).answer();
        assertTrue(assertInstanceOf(Answer.Inconclusive.class, answer).reason().contains("no inference"));
    }

    /** Whatever the file says of it. */
    @ParameterizedTest
    @ValueSource(strings = {"better", "equivalent", "inconclusive"})
    void oneSeedNeverPicks(String verdict) throws IOException {
        RunResult one = edited("v1.json", document -> {
            for (JsonNode comparison : document.get("comparisons")) {
                ((ObjectNode) comparison).put("verdict", verdict).remove("better");
                if (verdict.equals("better")) {
                    ((ObjectNode) comparison).put("better", "mxnet");
                }
            }
        });
        Answer.CannotTell open = assertInstanceOf(
                Answer.CannotTell.class, pick(one, "emojis", ACCURATE).answer());
        assertEquals(
                "one seed cannot tell engines apart: the same engine with another seed differs too", open.reason());
        assertEquals("./bench compare --tasks emojis --seeds 10", open.next());
        // 0.5352 on either engine, 384.6 and 360.6 MB: one keeps the limit by chance, or neither, or both.
        for (Requirement limit : List.of(accuracy(0.5), accuracy(0.9), accuracy(0.1), megabytes(370))) {
            assertInstanceOf(
                    Answer.CannotTell.class,
                    pick(one, "emojis", ACCURATE, limit).answer());
        }
    }

    @Test
    void engineThatAloneKeepsTheLimitsIsPickedWithoutAVerdict() throws IOException {
        Choice choice = pick(seeds(), "emojis", ACCURATE, megabytes(370));
        assertEquals(
                "mxnet alone keeps every limit, so nothing had to be compared",
                assertInstanceOf(Answer.Picked.class, choice.answer()).reason());
        // peak_rss_bytes of the fixture: 384561152 and 360628224, the same for all, since its folds shared a process.
        assertEquals(
                "384.6 MB, the largest of 5 processes; a further one within 384.6..384.6",
                standing(choice, 0).text());
        assertEquals(360.628224, standing(choice, 1).value());
        assertEquals(Kept.NO, standing(choice, 0).kept());
        assertEquals("peak RSS <= 370 MB", standing(choice, 0).requirement());
    }

    /** SciPy: 360.6 MB and 4 MB more in turn: mean 362.2283, t.ppf(0.975, 4) * sd * sqrt(1 + 1/5) = 6.6638. */
    @Test
    void memoryOfAFurtherProcessMayBeAboveTheLimit() throws IOException {
        RunResult result = seeds(document -> {
            for (JsonNode cell : document.get("cells")) {
                if (cell.get("engine").asText().equals("mxnet")
                        && cell.get("fold").asInt() % 2 == 1) {
                    ((ObjectNode) cell)
                            .put("peak_rss_bytes", cell.get("peak_rss_bytes").asLong() + 4_000_000);
                }
            }
        });
        Choice choice = pick(result, "emojis", ACCURATE, megabytes(367));
        Standing standing = standing(choice, 1);
        assertEquals(Kept.UNCERTAIN, standing.kept());
        assertEquals(364.628224, standing.value());
        assertEquals(362.228224 + 6.6638, standing.interval().get(1), 1e-3);
        assertInstanceOf(Answer.CannotTell.class, choice.answer());
        assertEquals(
                Kept.YES,
                standing(pick(result, "emojis", ACCURATE, megabytes(370)), 1).kept());
    }

    private static Standing standing(Choice choice, int engine) {
        return choice.candidates().get(engine).standings().get(0);
    }

    @Test
    void limitsThatNobodyKeepsAreToldWithEveryValue() throws IOException {
        Choice choice = pick(seeds(), "emojis", ACCURATE, accuracy(0.9));
        assertEquals(
                "no engine keeps every limit: pytorch misses accuracy >= 0.9 (0.5352, 0.4207..0.6497 over 5 seeds);"
                        + " mxnet misses accuracy >= 0.9 (0.5352, 0.4207..0.6497 over 5 seeds)",
                assertInstanceOf(Answer.NobodyMeets.class, choice.answer()).reason());
        assertTrue(choice.candidates().stream().allMatch(one -> one.keeps() == Kept.NO));
    }

    /** SciPy: mean 0.535222672, half width t.ppf(0.975, 4) * sqrt(var / 5) = 0.114503190. */
    @Test
    void limitWithinTheIntervalCannotBeTold() throws IOException {
        Choice choice = pick(seeds(), "emojis", ACCURATE, accuracy(0.5));
        Standing standing = standing(choice, 0);
        assertEquals(Kept.UNCERTAIN, standing.kept());
        assertEquals(0.5352226720647772, standing.value(), 1e-12);
        assertEquals(0.535222672 - 0.114503190, standing.interval().get(0), 1e-8);
        assertEquals(0.535222672 + 0.114503190, standing.interval().get(1), 1e-8);
        assertEquals(
                "a limit is uncertain that lies within the interval or has none: pytorch accuracy >= 0.5 (0.5352,"
                        + " 0.4207..0.6497 over 5 seeds); mxnet accuracy >= 0.5 (0.5352, 0.4207..0.6497 over 5 seeds)",
                assertInstanceOf(Answer.CannotTell.class, choice.answer()).reason());
        assertEquals(
                Kept.YES,
                standing(pick(seeds(), "emojis", ACCURATE, accuracy(0.2)), 0).kept());
    }

    /** The faster engine keeps the limit for sure, so it does not matter whether the slower one does. */
    @Test
    void doubtOfAnEngineThatIsBeatenAnywayIsNone() throws IOException {
        RunResult result = rounds(document -> memory(document, "mxnet"));
        assertEquals(
                Kept.UNCERTAIN,
                standing(pick(result, null, FAST, megabytes(400)), 1).kept());
        assertEquals(
                "pytorch",
                assertInstanceOf(
                                Answer.Picked.class,
                                pick(result, null, FAST, megabytes(400)).answer())
                        .engine());
        RunResult other = rounds(document -> memory(document, "pytorch"));
        assertInstanceOf(
                Answer.CannotTell.class, pick(other, null, FAST, megabytes(400)).answer());
    }

    /** From round to round 300 MB and 399 MB, of the other engine 200 MB. */
    private static void memory(ObjectNode document, String uncertain) {
        for (JsonNode cell : document.get("cells")) {
            boolean varies = cell.get("engine").asText().equals(uncertain);
            ((ObjectNode) cell)
                    .put(
                            "peak_rss_bytes",
                            varies
                                    ? 300_000_000
                                            + 99_000_000 * (cell.get("round").asInt() % 2)
                                    : 200_000_000);
        }
    }

    @Test
    void machineSettingEnvironmentAndSyntheticDataAreNamed() throws IOException {
        RunResult result = edited("v1.json", document -> {
            ((ObjectNode) document.get("engines").get(1).get("env")).put("LD_PRELOAD", "{path}/libtcmalloc.so");
            ((ArrayNode) document.get("campaign").get("command")).add("--env").add("stock");
        });
        Environment on = result.environment();
        assertEquals(
                List.of(
                        "machine: %s, %s, %s %s, Java %s"
                                .formatted(
                                        on.host().hostProcessorModelName(),
                                        on.host().processors(),
                                        on.os().name(),
                                        on.os().arch(),
                                        on.vm().version()),
                        "setting: tuned, cpu, 1 thread",
                        "environment of pytorch: libomp preloaded, tcmalloc preloaded"
                                + ", JVM -XX:+UseSerialGC -XX:TieredStopAtLevel=1, --env stock",
                        "environment of mxnet: libomp not preloaded, tcmalloc preloaded"
                                + ", JVM -XX:+UseSerialGC -XX:TieredStopAtLevel=1, --env stock",
                        "data: SYNTHETIC stand-ins, so that nothing here holds for the real data"),
                pick(result, "emojis", ACCURATE).conditions());
    }

    /** The rounds a second time, in the other division, where the verdict is turned round. */
    @Test
    void divisionsThatDisagreeHaveAnAnswerEach() throws IOException {
        RunResult both = rounds(document -> {
            for (String list : List.of("engines", "cells", "comparisons")) {
                ArrayNode own = (ArrayNode) document.get(list);
                for (JsonNode one : own.deepCopy()) {
                    ObjectNode plain = one.<ObjectNode>deepCopy().put("division", "plain");
                    if (plain.has("better")) {
                        plain.put("better", "mxnet");
                    }
                    if (list.equals("engines")) {
                        ((ObjectNode) plain.get("env")).remove("LD_PRELOAD");
                    }
                    own.add(plain);
                }
            }
        });
        assertEquals(
                List.of("--division must be one of tuned, plain, got none"),
                Pick.mistakes(both, new Question(null, null, null, null, FAST, List.of())));
        Choice tuned = Pick.of(both, new Question(null, null, Division.TUNED, null, FAST, List.of()));
        Choice plain = Pick.of(both, new Question(null, null, Division.PLAIN, null, FAST, List.of()));
        assertEquals(
                "pytorch", assertInstanceOf(Answer.Picked.class, tuned.answer()).engine());
        assertEquals(
                "mxnet", assertInstanceOf(Answer.Picked.class, plain.answer()).engine());
        assertEquals(
                List.of(
                        "setting: as DJL's tutorials write it, cpu, 1 thread",
                        "environment of pytorch and mxnet: libomp not preloaded, tcmalloc not preloaded"
                                + ", JVM -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
                plain.conditions().subList(1, 3));
    }

    @Test
    void busyMachineIsSaid() throws IOException {
        RunResult busy =
                rounds(document -> ((ObjectNode) document.get("cells").get(0).get("load")).put("steal_fraction", 0.5));
        assertEquals(
                List.of(
                        "the machine was busy while it was timed: 1 of 20 timed cells (more than 2 % of the CPU time given"
                                + " to others in 1)"),
                pick(busy, null, FAST).remarks());
    }

    /** (0 + 0.6275 + 0.4211 + 0.4838 + 0.6316) / 5 = 0.4328. */
    @Test
    void runThatFailedCountsAsTheWorst() throws IOException {
        RunResult result = seeds(document -> {
            for (JsonNode cell : document.get("cells")) {
                if (cell.get("id").asText().equals("emojis-study-cnn-clean-mxnet-seed1-fold0")) {
                    ((ObjectNode) cell)
                            .put("status", "DIVERGED")
                            .put("reason", "the loss was not finite")
                            .remove(List.of(
                                    "metrics",
                                    "training_duration_s",
                                    "predict_duration_s",
                                    "evidence",
                                    "predictions",
                                    "raw"));
                }
            }
        });
        Choice choice = pick(result, "emojis", ACCURATE, accuracy(0.5));
        assertEquals(0.43279352226720647, standing(choice, 1).value(), 1e-12);
        assertTrue(
                standing(choice, 1).text().endsWith("5 seeds, 1 failed"),
                standing(choice, 1).text());
    }

    @Test
    void foldsOfASeedAreOneValue() throws IOException {
        Choice choice = pick(trainings(), "emojis", ACCURATE, accuracy(0.5));
        assertEquals("0.5352, 1 seed of 5 folds", standing(choice, 0).text());
        assertEquals(1, standing(choice, 0).n());
    }

    @Test
    void ratesOfTrainingsAreNoMeasurementOfSpeed() throws IOException {
        Answer.NotMeasured missing = assertInstanceOf(
                Answer.NotMeasured.class,
                pick(trainings(), "emojis", new Goal.Fastest(Mode.TRAIN, 32)).answer());
        assertEquals(
                "the result must have timing rounds of train of emojis, got none: the rates of its trainings are none,"
                        + " which ran 2 side by side",
                missing.reason());
        assertEquals("./bench throughput --tasks emojis --modes train --batches 32 --rounds 10", missing.next());
        RunResult alone = edited("v1.json", document -> ((ObjectNode) document.get("campaign")).put("jobs", 1));
        assertTrue(pick(alone, "emojis", new Goal.Fastest(Mode.TRAIN, null))
                .answer()
                .reason()
                .endsWith("which ran neither in rounds nor with controls"));
    }

    @Test
    void figureThatNoEngineHasIsNotMeasured() throws IOException {
        // p99.9 needs 100,000 calls; 5 rounds of 11,250 are there.
        Answer.NotMeasured few = assertInstanceOf(
                Answer.NotMeasured.class,
                pick(rounds(document -> {}), null, FAST, limit("latency_p99.9", 5))
                        .answer());
        assertEquals(
                "the result must have latency p99.9 of emojis, got none: 56,250 calls are too few to tell it",
                few.reason());
        assertInstanceOf(
                Answer.NotMeasured.class,
                pick(rounds(document -> {}), null, FAST, accuracy(0.5)).answer());
    }

    /** Medians of the rounds: 0.24..0.27 ms and 0.43..0.47 ms. */
    @Test
    void latencyIsThatOfAllRoundsTogether() throws IOException {
        Choice choice = pick(rounds(document -> {}), null, FAST, limit("latency_p50", 0.3));
        assertEquals("latency p50 <= 0.3 ms", standing(choice, 0).requirement());
        assertEquals(56_250, standing(choice, 0).n());
        assertEquals(Kept.YES, standing(choice, 0).kept());
        assertEquals(Kept.NO, standing(choice, 1).kept());
    }

    @Test
    void failedControlForbidsAnAnswerOnSpeedOnly() throws IOException {
        RunResult result = edited("v1-throughput.json", PickTest::calm);
        assertTrue(assertInstanceOf(Answer.Unfit.class, pick(result, null, FAST).answer())
                .reason()
                .startsWith("a control failed, so this machine could not have told: emojis study-cnn, infer, batch 1"));
        assertEquals(
                2,
                pick(result, null, FAST, limit("latency_p99", 1)).remarks().size(),
                "both controls of the rounds failed");
        // Nothing had to be compared.
        assertInstanceOf(
                Answer.Picked.class, pick(result, null, FAST, megabytes(290)).answer());
    }

    /** One of another task, or passed, says nothing of these; nor does one of trainings of a speed. */
    @Test
    void failedControlOfTrainingsForbidsAnAnswerOnTheScoresOfItsTask() throws IOException {
        Control failed = Control.ofTrainings(
                "mxnet", "navigability", "study-cnn", Division.TUNED, 1, Control.State.FAILED, "mxnet is better");
        RunResult result = seeds();
        RunResult controlled = result.judged(result.comparisons(), List.of(failed));
        assertEquals(
                "a control failed, so these seeds could not have told: " + failed.name() + ": mxnet is better",
                assertInstanceOf(
                                Answer.Unfit.class,
                                pick(controlled, "navigability", ACCURATE).answer())
                        .reason());
        assertEquals(
                pick(result, "emojis", ACCURATE).answer(),
                pick(controlled, "emojis", ACCURATE).answer());
        Control passed = failed.judged(Control.State.PASSED);
        assertInstanceOf(
                Answer.Equivalent.class,
                pick(result.judged(result.comparisons(), List.of(passed)), "navigability", ACCURATE)
                        .answer());
        RunResult rounds = rounds(document -> {});
        Control ofItsTask = Control.ofTrainings(
                "mxnet", "emojis", "study-cnn", Division.TUNED, 1, Control.State.FAILED, "mxnet is better");
        assertInstanceOf(
                Answer.Picked.class,
                pick(rounds.judged(rounds.comparisons(), List.of(ofItsTask)), null, FAST)
                        .answer());
    }

    @Test
    void missingControlsAreSaid() throws IOException {
        RunResult result = rounds(document -> ((ArrayNode) document.get("controls")).removeAll());
        assertEquals(
                List.of("no control shows that this machine could tell"),
                pick(result, null, FAST).remarks());
    }

    @ParameterizedTest
    @CsvSource({"'infer,', 'train,'", "1 thread, 2 threads"})
    void failedControlOfAnotherModeOrNumberOfThreadsSaysNothingOfThese(String own, String other) throws IOException {
        RunResult result = edited("v1-throughput.json", document -> {
            calm(document);
            document.get("controls")
                    .forEach(control -> ((ObjectNode) control)
                            .put("name", control.get("name").asText().replace(own, other)));
        });
        assertTrue(result.controls().stream().noneMatch(Control::passed));
        Choice choice = pick(result, null, FAST);
        assertInstanceOf(Answer.Picked.class, choice.answer());
        assertEquals(List.of("no control shows that this machine could tell"), choice.remarks());
    }

    @Test
    void failedControlOfAnotherBatchLeavesNoDoubtOfLatencies() throws IOException {
        RunResult result = edited("v1-throughput.json", document -> {
            calm(document);
            document.get("controls")
                    .forEach(control -> ((ObjectNode) control)
                            .put("name", control.get("name").asText().replace("batch 1,", "batch 32,")));
        });
        assertEquals(
                List.of(), pick(result, null, ACCURATE, limit("latency_p99", 1)).remarks());
    }

    /** A campaign runs them for one batch of each mode. */
    @Test
    void controlsOfAnotherBatchSpeakOfTheMachineToo() throws IOException {
        RunResult result = rounds(document -> {
            ArrayNode cells = (ArrayNode) document.get("cells");
            cells.add(cells.get(0).<ObjectNode>deepCopy().put("id", "other").put("global_batch_size", 7));
            document.get("controls")
                    .forEach(control -> ((ObjectNode) control)
                            .put("name", control.get("name").asText().replaceFirst("batch \\d+", "batch 7")));
        });
        assertEquals(
                List.of(), pick(result, null, new Goal.Fastest(Mode.INFER, 1)).remarks());
    }

    @Test
    void everyMistakeInAQuestionIsToldAtOnce() throws IOException {
        assertEquals(
                List.of("--task must be one of emojis, navigability, got none"),
                Pick.mistakes(trainings(), new Question(null, null, null, null, ACCURATE, List.of())));
        assertEquals(
                List.of(
                        "--model must be study-cnn, got 'resnet'",
                        "class of --recall must be one of angry, happy, poop, sad, surprised, got 'Shirt'",
                        "figure of the classification emojis must be another than that of a regression, got 'mse'",
                        "limit of accuracy must be a share of 0..1, got 88.0"),
                Pick.mistakes(
                        trainings(),
                        new Question(
                                "emojis",
                                "resnet",
                                null,
                                null,
                                ACCURATE,
                                List.of(new Requirement(Figure.recall("Shirt"), 0.6), limit("mse", 1), accuracy(88)))));
        assertEquals(
                List.of("--batch must be 1, got '32'", "--threads must be 1, got '2'"),
                Pick.mistakes(
                        rounds(document -> {}),
                        new Question(null, null, null, 2, new Goal.Fastest(Mode.INFER, 32), List.of())));
        assertThrows(IllegalArgumentException.class, () -> pick(trainings(), "other", ACCURATE));
    }

    @Test
    void figuresGoByTheirNames() {
        assertEquals(
                List.of(
                        "accuracy",
                        "macro_recall",
                        "macro_f1",
                        "weighted_f1",
                        "log_loss",
                        "roc_auc",
                        "mse",
                        "rmse",
                        "mae",
                        "latency_p50",
                        "latency_p90",
                        "latency_p99",
                        "latency_p99.9"),
                Figure.names());
        Figure.names().forEach(name -> assertTrue(Figure.named(name).isPresent(), name));
        assertNull(Figure.named("speed").orElse(null));
    }

    @Test
    void outcomeIsNamedInJson() throws IOException {
        JsonNode json = Json.tree(Json.pretty(pick(seeds(), "navigability", ACCURATE)), "choice");
        assertEquals("equivalent", json.at("/answer/outcome").asText());
        assertEquals("pytorch", json.at("/candidates/0/engine").asText());
    }
}
