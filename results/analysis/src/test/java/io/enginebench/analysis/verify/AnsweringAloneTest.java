package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.ContentHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A published run in which an engine that only answers was named, and the same as if nobody had named it: without its rows of trainings. */
class AnsweringAloneTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("enginebench.home"), "results/published/fashion-precision.json");

    private static boolean trains(JsonNode cell) {
        return cell.get("kind").asText().equals("quality")
                || List.of("train", "epoch").contains(cell.path("mode").asText());
    }

    /** The findings without some cells, those that are left of a round having places one after the other. */
    private static List<String> without(Predicate<JsonNode> unwanted) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(PUBLISHED);
        ArrayNode cells = (ArrayNode) document.get("cells");
        for (int i = cells.size() - 1; i >= 0; i--) {
            if (unwanted.test(cells.get(i))) {
                cells.remove(i);
            }
        }
        TreeMap<String, TreeMap<Integer, ObjectNode>> rounds = new TreeMap<>();
        for (JsonNode cell : cells) {
            if (cell.has("position")) {
                rounds.computeIfAbsent(
                                cell.get("mode") + " " + cell.get("round") + " " + cell.get("global_batch_size"),
                                round -> new TreeMap<>())
                        .put(cell.get("position").asInt(), (ObjectNode) cell);
            }
        }
        rounds.values().forEach(round -> {
            int place = 0;
            for (ObjectNode cell : round.values()) {
                cell.put("position", place++);
            }
        });
        document.put(ContentHash.MEMBER, ContentHash.of(document));
        try {
            return Verification.of(document.toString(), "edited").findings();
        } catch (MalformedJsonException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void engineWithoutAnyTrainingOnlyAnswers() throws IOException {
        assertEquals(List.of(), without(cell -> false));
        assertEquals(List.of(), without(cell -> cell.get("engine").asText().startsWith("onnxruntime") && trains(cell)));
    }

    @Test
    void trainingThatIsLeftOutOfAnEngineWithOthersIsTold() throws IOException {
        List<String> found = without(cell -> cell.get("engine").asText().equals("onnxruntime")
                && cell.get("kind").asText().equals("quality"));
        assertTrue(
                found.stream().anyMatch(line -> line.contains("every fold of the seeds on every engine")),
                found::toString);
    }

    /** Parity has seen its steps, so that it trains, though not even what others were asked of its weights is left. */
    @Test
    void allTrainingsOfAnEngineThatTrainsLeftOutAreTold() throws IOException {
        List<String> found = without(cell -> (cell.get("engine").asText().equals("mxnet") && trains(cell))
                || cell.path("trained_on").asText().equals("mxnet"));
        assertTrue(
                found.stream().anyMatch(line -> line.contains("every fold of the seeds on every engine")),
                found::toString);
    }
}
