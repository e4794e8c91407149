package io.enginebench.analysis.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.pick.Standing.Kept;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A published run of engines that train and of one that only answers, in two kinds of numbers: one as the trainers do, one not quite. */
class PickServedTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("enginebench.home"), "results/published/fashion-precision.json");
    private static final Requirement LOW =
            new Requirement(Figure.named("accuracy").orElseThrow(), 0.2);

    /** With so many seeds, each as the one there is. */
    private static RunResult seeds(int count) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(PUBLISHED);
        ArrayNode cells = (ArrayNode) document.get("cells");
        for (JsonNode cell : cells.deepCopy()) {
            for (int seed = 2; seed <= count && cell.get("kind").asText().equals("quality"); seed++) {
                cells.add(cell.<ObjectNode>deepCopy()
                        .put("seed", seed)
                        .put("id", cell.get("id").asText() + "-" + seed));
            }
        }
        return ResultFile.of(document, "seeds");
    }

    private static Candidate candidate(RunResult result, Goal goal, String engine) {
        return Pick.of(result, new Question(null, "study-cnn", null, null, goal, List.of(LOW))).candidates().stream()
                .filter(one -> one.engine().equals(engine))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void engineThatAnswersAsItsTrainerDoesHasTheTrainersScoreOverAllSeeds() throws IOException {
        RunResult result = seeds(3);
        Candidate served = candidate(result, PickTest.FAST, "onnxruntime");
        Candidate trained = candidate(result, PickTest.FAST, "pytorch");
        Standing standing = served.standings().get(0);
        assertEquals(Kept.YES, served.keeps());
        assertEquals(trained.standings().get(0).value(), standing.value());
        assertEquals(trained.standings().get(0).interval(), standing.interval());
        assertEquals(
                trained.standings().get(0).text() + ", with the weights of pytorch and its answers", standing.text());
    }

    /** What it answers otherwise in one seed says nothing of the others. */
    @Test
    void engineThatAnswersOtherwiseHasItsOwnScoreWithoutAnInterval() throws IOException {
        Standing standing = candidate(seeds(3), PickTest.FAST, "onnxruntime.float16")
                .standings()
                .get(0);
        assertEquals(Kept.UNCERTAIN, standing.kept());
        assertNull(standing.interval());
        assertTrue(standing.text().endsWith(" with the weights of pytorch, in what it was asked"), standing.text());
    }

    @Test
    void engineThatOnlyAnswersIsNoneForWhoWishesATraining() throws IOException {
        RunResult result = seeds(1);
        for (Goal goal : List.of(new Goal.MostAccurate(), new Goal.Fastest(Mode.TRAIN, null))) {
            Candidate served = candidate(result, goal, "onnxruntime");
            assertEquals(Kept.NO, served.keeps());
            assertEquals("only answers", served.remark());
            assertEquals("", candidate(result, goal, "mxnet").remark());
        }
        assertEquals("", candidate(result, PickTest.FAST, "onnxruntime").remark());
    }
}
