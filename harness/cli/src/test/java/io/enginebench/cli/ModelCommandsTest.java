package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of networks without any engine: of the built program, for a process of its own records them. */
@Tag("engine")
class ModelCommandsTest {
    @TempDir
    Path folder;

    private static JsonNode json(Session session) throws IOException {
        assertEquals(0, session.exitCode(), session.err());
        return new ObjectMapper().readTree(session.out());
    }

    @Test
    void eachNetworkIsListedWithTheFirstTaskThatTakesIt() throws IOException {
        JsonNode models = json(Session.run("models", "--json"));
        assertEquals(10, models.size());
        JsonNode text = StreamSupport.stream(models.spliterator(), false)
                .filter(model -> model.get("model").asText().equals("transformer"))
                .findFirst()
                .orElseThrow();
        assertEquals("spam", text.get("task").asText());
        assertEquals(748_290, text.get("trainable_parameters").asLong());
        JsonNode engines = text.get("engines");
        assertEquals(
                "operator constant",
                named(engines, "mxnet-symbolic").get("reason").asText());
        assertTrue(named(engines, "pytorch").get("trains").asBoolean());
        assertTrue(named(engines, "onnxruntime").get("answers").asBoolean());
        assertFalse(named(engines, "onnxruntime").get("trains").asBoolean());
    }

    private static JsonNode named(JsonNode engines, String id) {
        return StreamSupport.stream(engines.spliterator(), false)
                .filter(engine -> engine.get("engine").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNetworkIsShownLayerByLayerAndDrawn() throws IOException {
        Path svg = folder.resolve("lenet.svg");
        JsonNode shown =
                json(Session.run("models", "show", "lenet", "--task", "emojis", "--svg", svg.toString(), "--json"));
        long parameters = 0;
        for (JsonNode layer : shown.get("layers")) {
            parameters += layer.get("parameters").asLong();
        }
        assertEquals(shown.at("/model/trainable_parameters").asLong(), parameters);
        assertTrue(Files.readString(svg).startsWith("<svg"), Files.readString(svg));
    }

    @Test
    void aNetworkThatIsNotThereIsRefusedInALine() {
        Session session = Session.run("models", "show", "alexnet");
        assertEquals(2, session.exitCode());
        assertTrue(session.errLines().get(0).startsWith("bench: network must be one of "), session.err());
        assertTrue(session.errLines().get(0).contains(", got 'alexnet'"), session.err());
    }

    @Test
    void aNetworkIsExportedWithItsStartingWeightsAndNothingIsOverwrittenByAMistake() throws IOException {
        Path file = folder.resolve("model.onnx");
        Session session = Session.run("export-model", "--model", "lstm", "-o", file.toString());
        assertEquals(0, session.exitCode(), session.err());
        // 673,410 floats and what says what they are.
        assertTrue(
                Files.size(file) > 4 * 673_410 && Files.size(file) < 4 * 673_410 + 20_000, "size " + Files.size(file));

        Path cell = Files.createDirectories(folder.resolve("cell"));
        Path other = folder.resolve("other.onnx");
        Session missing = Session.run("export-model", "--weights", cell.toString(), "-o", other.toString());
        assertEquals(2, missing.exitCode());
        assertEquals(
                "bench: --weights must be the folder of a trained cell, RUN/cells/CELL, got " + cell,
                missing.errLines().get(0));
        assertFalse(Files.exists(other));
    }
}
