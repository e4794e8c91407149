package io.enginebench.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.answer.Answer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static List<String> lines(Comparison... comparisons) {
        RunResult fixture = PageFixture.result();
        List<Answer> answers = Answer.of(fixture.judged(List.of(comparisons), fixture.controls()));
        assertEquals(1, answers.size());
        assertEquals("faces, cnn, synthetic data", answers.get(0).title());
        return answers.get(0).lines().stream().map(Answer.Line::toString).toList();
    }

    private static Comparison edited(Comparison one, Consumer<ObjectNode> edit) throws IOException {
        ObjectNode node = (ObjectNode) Json.tree(one);
        edit.accept(node);
        return Json.read(node.toString(), "comparison", Comparison.class);
    }

    @Test
    void fasterEngineIsSaidWithHowMuchFromItsOwnSide() {
        assertEquals(
                "Answering 32 rows: beta is 2.00x as fast as alpha",
                lines(PageFixture.speed("cnn", 32, 0.5, Conclusion.BETTER, "beta"))
                        .get(0));
        assertEquals(
                "Answering one row: alpha is 1.30x as fast as beta",
                lines(PageFixture.speed("cnn", 1, 1.3, Conclusion.BETTER, "alpha"))
                        .get(0));
    }

    /** Of epochs the rows are those of a step, not all that are trained on. */
    @Test
    void wholeEpochsTakeSoManyRowsAtATime() throws IOException {
        Comparison epochs = edited(
                PageFixture.speed("cnn", 32, 2, Conclusion.BETTER, "alpha"),
                node -> node.put("metric", "train_throughput")
                        .withObject("/scope")
                        .put("mode", "epoch"));
        assertEquals(
                "Training whole epochs, 32 rows at a time: alpha is 2.00x as fast as beta",
                lines(epochs).get(0));
    }

    @Test
    void whatIsTooSmallToMatterIsSaidSo() {
        assertEquals(
                "Answering 32 rows: no difference beyond 5 % between alpha and beta",
                lines(PageFixture.speed("cnn", 32, 1.01, Conclusion.EQUIVALENT, null))
                        .get(0));
    }

    @Test
    void whatIsRealAndTooSmallToMatterNamesTheFasterEngine() throws IOException {
        Comparison comparison = edited(
                PageFixture.speed("cnn", 32, 0.97, Conclusion.EQUIVALENT, null),
                node -> node.putArray("interval").add(0.96).add(0.98));
        assertEquals(
                "Answering 32 rows: beta is 1.03x as fast as alpha, less than the 5 % that matter",
                lines(comparison).get(0));
    }

    @Test
    void roundsThatWouldTellAreSaidWithTheirCommand() throws IOException {
        Comparison comparison = edited(
                PageFixture.speed("cnn", 32, 1.02, Conclusion.INCONCLUSIVE, null),
                node -> node.put("further_pairs", 17));
        assertEquals(
                "What is open: about 17 rounds would tell; next: ./bench throughput --tasks faces --models cnn --rounds 17",
                lines(comparison).get(1));
    }

    /** The interval of the fixture is a tenth to either side of the estimate. */
    @Test
    void realDifferenceOfUnknownWeightNamesTheFasterEngine() {
        assertEquals(
                "Answering 32 rows: alpha is faster than beta by 3.5..26.5 %, which may be less than the 5 % that matter",
                lines(PageFixture.speed("cnn", 32, 1.15, Conclusion.INCONCLUSIVE, null))
                        .get(0));
        assertEquals(
                "Answering 32 rows: not told apart yet: alpha / beta is 1.02",
                lines(PageFixture.speed("cnn", 32, 1.02, Conclusion.INCONCLUSIVE, null))
                        .get(0));
    }

    @Test
    void whatTheAdjustmentAloneLeavesOpenNeedsMoreRounds() throws IOException {
        Comparison comparison = edited(
                PageFixture.speed("cnn", 32, 1.2, Conclusion.INCONCLUSIVE, null),
                node -> node.put("adjusted_pvalue", 0.09));
        assertEquals(
                "Answering 32 rows: too few rounds for so many comparisons: alpha / beta is 1.20",
                lines(comparison).get(0));
    }

    /** Who came out faster is said all the same. */
    @Test
    void speedThatWasNotSteadyHasNoVerdict() {
        Comparison.Rounds unsteady = new Comparison.Rounds(List.of(9, 0), null, null, null, null);
        assertEquals(
                "Answering one row: no verdict, for it was not steady: beta came out 5.00x as fast as alpha",
                lines(PageFixture.speed("cnn", 1, 0.2, Conclusion.INCONCLUSIVE, null, unsteady))
                        .get(0));
    }

    @Test
    void whatWasNotTimedIsSaidWithTheCommandThatWouldTell() {
        assertEquals("Speed: not timed in rounds; next: ./bench throughput --tasks faces --models cnn", lines().get(0));
    }

    /** Beta has no row of a training but that it does not train. */
    @Test
    void engineThatOnlyAnswersIsNamedToBeTimedAndNotToBeTrained() throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        document.withObject("/campaign")
                .putArray("command")
                .add("throughput")
                .add("--engines")
                .add("alpha,beta");
        ArrayNode cells = document.putArray("cells");
        for (CellResult cell : PageFixture.result().throughputCells()) {
            ObjectNode row = (ObjectNode) Json.tree(cell);
            if (cell.engine().equals("beta")) {
                row.put("status", "UNSUPPORTED").put("reason", EngineDescriptor.ANSWERS_ONLY);
                row.remove(List.of("raw", "warmup", "load", "metrics", "cold_start", "memory"));
            }
            cells.add(row);
        }
        document.putArray("comparisons");
        List<String> lines =
                Answer.of(Json.read(document.toString(), "answering", RunResult.class)).get(0).lines().stream()
                        .map(Answer.Line::toString)
                        .toList();
        assertEquals(
                List.of(
                        "Speed: not timed in rounds; next: ./bench throughput --engines alpha,beta --tasks faces --models cnn",
                        "Accuracy: not measured; next: ./bench compare --engines alpha --tasks faces --models cnn --seeds 10"),
                lines.subList(0, 2));
    }

    @Test
    void memoryIsInOrderAndWithoutAVerdict() {
        List<String> lines = lines();
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("Memory in "), last);
        assertTrue(last.endsWith("MB (medians of peaks, no verdict)"), last);
    }

    /** No number of seeds would tell them apart. */
    @Test
    void enginesThatLearntTheSameBitsAreSaidTo() throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        document.path("cells").forEach(cell -> {
            if (cell.path("evidence") instanceof ObjectNode evidence) {
                evidence.put("final_weights_sha256", "0".repeat(64));
            }
        });
        RunResult alike = Json.read(document.toString(), "alike", RunResult.class);
        assertTrue(accuracy(alike).contains("; the same weights, bit by bit: alpha and beta ("), accuracy(alike));
        String different = accuracy(PageFixture.result());
        assertTrue(different.matches("Accuracy: alpha [0-9.]+, beta [0-9.]+; alpha is better than beta.*"), different);
    }

    /** One seed is no verdict; what each engine came to is known all the same. */
    @Test
    void levelsStandBesideWhatIsUnknown() throws IOException {
        RunResult fixture = PageFixture.result();
        Comparison one = edited(fixture.comparisons().get(0), node -> {
            node.put("verdict", "no_inference").put("n", 1);
            node.remove("better");
        });
        assertEquals(
                "Accuracy: alpha 1.0000, beta 0.7500; which is better is unknown: one seed cannot tell engines apart;"
                        + " next: ./bench compare --tasks 'fa ces' --seeds 10",
                accuracy(fixture.judged(List.of(one), fixture.controls())));
    }

    private static String accuracy(RunResult result) {
        return Answer.of(result).get(0).lines().stream()
                .map(Answer.Line::toString)
                .filter(line -> line.startsWith("Accuracy: "))
                .findFirst()
                .orElseThrow();
    }

    /** Whoever has one engine has nothing to choose. */
    @Test
    void oneEngineNeedsNoAnswer() {
        RunResult fixture = PageFixture.result();
        assertTrue(Answer.of(new RunResult(
                        fixture.formatVersion(),
                        fixture.suite(),
                        fixture.campaign(),
                        fixture.environment(),
                        fixture.engines().subList(0, 1),
                        fixture.tasks(),
                        fixture.data(),
                        fixture.cells(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null))
                .isEmpty());
    }
}
