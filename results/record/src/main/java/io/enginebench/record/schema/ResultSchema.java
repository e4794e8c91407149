package io.enginebench.record.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The shape that a result must have, by JSON Schema 2020-12. */
public final class ResultSchema {
    private final JsonSchema schema;

    private ResultSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * The schema of a format.
     *
     * @param format 1 or 2; of any other it is that of 2, which then says what is wrong
     */
    public static ResultSchema of(int format) {
        String file = file(format);
        return new ResultSchema(
                JsonSchema.of(file, Map.of(JsonSchema.tree(file).path("$id").asText(), file), "result"));
    }

    /** The schema of a format itself. */
    public static JsonNode source(int format) {
        return JsonSchema.tree(file(format));
    }

    private static String file(int format) {
        return "result-%d.schema.json".formatted(format == 1 ? 1 : 2);
    }

    /** What is wrong with a document, each a line that begins with the place, up to about a thousand; empty if nothing is. */
    public List<String> findings(JsonNode document) {
        return schema.findingsOfLists(document);
    }
}
