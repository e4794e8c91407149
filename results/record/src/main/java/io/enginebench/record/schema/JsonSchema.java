package io.enginebench.record.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A schema of JSON Schema 2020-12 beside this class, and what it finds.
 *
 * @param whole what a finding of the whole document is said of
 */
record JsonSchema(Schema schema, String whole) {
    private static final int LONGEST = 300;

    /**
     * The schema in a file.
     *
     * @param others files by the ids that its references name
     */
    static JsonSchema of(String file, Map<String, String> others, String whole) {
        Map<String, String> texts = new HashMap<>();
        others.forEach((id, other) -> texts.put(id, text(other)));
        return new JsonSchema(
                SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(texts))
                        .getSchema(tree(file)),
                whole);
    }

    /** What a file holds. */
    static JsonNode tree(String file) {
        try {
            return Json.tree(text(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(JsonSchema.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a document, each a line that begins with the place; empty if nothing is. */
    List<String> findings(JsonNode document) {
        return schema.validate(document).stream().map(this::line).distinct().toList();
    }

    private String line(Error error) {
        String place = place(error.getInstanceLocation().toString());
        String text = (place + " must follow the schema: " + error.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** {@code cells[3].metrics} from the pointer {@code /cells/3/metrics}. */
    private String place(String pointer) {
        String path = pointer.replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
        return path.isEmpty() ? whole : path.substring(1);
    }
}
