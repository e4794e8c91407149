package io.enginebench.record.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static Predictions.Classes classes(int rows) {
        List<Integer> numbers = IntStream.range(0, rows).boxed().toList();
        return new Predictions.Classes(
                numbers,
                numbers.stream().map(row -> row % 7).toList(),
                numbers.stream().map(row -> row % 5).toList());
    }

    private static Predictions read(JsonNode json) throws MalformedJsonException {
        return Json.read(json, "predictions", Predictions.class);
    }

    @Test
    void fewRowsAreArraysAndManyAreTexts() throws IOException {
        JsonNode few = Json.tree(classes(999));
        JsonNode many = Json.tree(classes(1000));
        assertEquals(999, few.path("labels").size());
        assertEquals("0..999", many.path("rows").asText());
        assertTrue(many.path("labels").isTextual() && many.path("predicted").isTextual(), many.toString());
        assertEquals(classes(999), read(few));
        assertEquals(classes(1000), read(many));
    }

    /** As every file had them once. */
    @Test
    void arraysOfManyRowsAreRead() throws IOException {
        Predictions.Classes answers = classes(2000);
        ObjectNode json = (ObjectNode) Json.tree(answers);
        json.set("rows", Json.tree(List.copyOf(answers.rows())));
        json.set("labels", Json.tree(List.copyOf(answers.labels())));
        json.set("predicted", Json.tree(List.copyOf(answers.predicted())));
        assertEquals(2000, json.path("rows").size());
        assertEquals(answers, read(json));
    }

    @Test
    void numbersOfARegressionKeepEveryBit() throws IOException {
        List<Float> targets =
                IntStream.range(0, 1500).mapToObj(i -> 1f / (i + 1)).toList();
        List<Float> answers = targets.stream().map(target -> target * 1.1f).toList();
        Predictions values = new Predictions.Values(
                IntStream.range(0, 1500).map(i -> 3 * i).boxed().toList(), targets, answers);
        JsonNode json = Json.tree(values);
        assertTrue(json.path("targets").isTextual(), json.toString());
        assertEquals(values, read(json));
    }

    @Test
    void textThatIsNoneOfNumbersIsRefusedInOneLine() {
        ObjectNode json = (ObjectNode) Json.tree(classes(1000));
        json.put("labels", "AAAA");
        String message =
                assertThrows(MalformedJsonException.class, () -> read(json)).getMessage();
        assertTrue(
                message.contains("packed numbers must be a whole zlib stream, got: ")
                        && message.lines().count() == 1,
                message);
    }
}
