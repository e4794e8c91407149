package io.enginebench.record.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The shape that a user's task file must have, by JSON Schema 2020-12; what it shares with a result it takes from the result's schema. */
public final class TaskSchema {
    private static final String FILE = "task-1.schema.json";
    private static final Map<String, String> SHARED = Map.of("urn:enginebench:schema:result:2", "result-2.schema.json");

    private TaskSchema() {}

    /** The schema itself. */
    public static JsonNode source() {
        return JsonSchema.tree(FILE);
    }

    /** What is wrong with a document, each a line that begins with the place; empty if nothing is. */
    public static List<String> findings(JsonNode document) {
        return JsonSchema.of(FILE, SHARED, "task").findings(document);
    }
}
