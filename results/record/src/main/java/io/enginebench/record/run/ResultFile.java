package io.enginebench.record.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Path;

/** Reads results of every format there has been; what is in memory always has the layout of the newest. */
public final class ResultFile {
    /** The member that says which format a file has. */
    public static final String VERSION = "format_version";

    private ResultFile() {}

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException if it is no result of format 1 or 2
     * @throws IOException if it cannot be read
     */
    public static RunResult read(Path file) throws IOException {
        return of(Json.tree(file), file.getFileName().toString());
    }

    /**
     * Reads a document. Its hash stays that of the document as it was written.
     *
     * @param name what to call the document in a message
     * @throws MalformedJsonException if it is no result of format 1 or 2
     */
    public static RunResult of(JsonNode document, String name) throws MalformedJsonException {
        mustBeKnown(document, name);
        try {
            boolean first = document.path(VERSION).asInt() == 1;
            return Json.read(first ? fromVersion1(document.deepCopy()) : document, name, RunResult.class);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new MalformedJsonException(
                    "%s must be a result of format 1, got: %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * Refuses what a newer enginebench wrote.
     *
     * @throws MalformedJsonException if the format is newer than this program's
     */
    public static void mustBeKnown(JsonNode document, String name) throws MalformedJsonException {
        int version = document.path(VERSION).asInt();
        if (version > RunResult.FORMAT_VERSION) {
            throw new MalformedJsonException(
                    "%s must be of format 1..%d, got %d; next: a newer enginebench, which wrote it"
                            .formatted(name, RunResult.FORMAT_VERSION, version),
                    new IllegalArgumentException());
        }
    }

    /**
     * Format 1 did not say of a timing that it is of the clean protocol and, where there are folds, of the first one; and it had
     * the time to unpack natives in every cell, where it always was 0. What a control is of was in its name alone, and which
     * network the study had was a matter of course.
     */
    private static ObjectNode fromVersion1(ObjectNode result) {
        result.put(VERSION, RunResult.FORMAT_VERSION);
        for (JsonNode cell : result.path("cells")) {
            if (cell instanceof ObjectNode timing && cell.path("kind").asText().equals("throughput")) {
                timing.put("protocol", "clean");
                for (JsonNode task : result.path("tasks")) {
                    if (task.path("id").equals(cell.path("task"))
                            && task.path("split").has("folds")) {
                        timing.put("fold", 0);
                    }
                }
                if (cell.path("cold_start") instanceof ObjectNode start) {
                    start.remove("native_unpack_ms");
                }
            }
        }
        for (JsonNode task : result.path("tasks")) {
            if (task.at("/study/settings") instanceof ObjectNode study) {
                study.put("model", "study-cnn");
            }
        }
        ArrayNode controls = result.arrayNode();
        for (JsonNode control : result.path("controls")) {
            controls.add(Json.tree(Control.ofVersion1(
                    control.path("name").asText(),
                    control.path("passed").asBoolean(),
                    control.path("detail").asText())));
        }
        return result.set("controls", controls);
    }
}
