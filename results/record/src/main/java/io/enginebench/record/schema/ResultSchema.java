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
import java.util.List;
import java.util.Objects;

/** The shape that a result must have, by JSON Schema 2020-12. */
public final class ResultSchema {
    private static final String RESOURCE = "result-1.schema.json";
    private static final int LONGEST = 300;

    private final Schema schema;

    private ResultSchema(Schema schema) {
        this.schema = schema;
    }

    /** The schema of format 1. */
    public static ResultSchema load() {
        return new ResultSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(source()));
    }

    /** The schema itself. */
    public static JsonNode source() {
        try (InputStream in = Objects.requireNonNull(ResultSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a document, each a line that begins with the place; empty if nothing is. */
    public List<String> findings(JsonNode document) {
        return schema.validate(document).stream()
                .map(ResultSchema::line)
                .distinct()
                .toList();
    }

    private static String line(Error error) {
        String place = place(error.getInstanceLocation().toString());
        String text = (place + " must follow the schema: " + error.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** {@code cells[3].metrics} from the pointer {@code /cells/3/metrics}. */
    private static String place(String pointer) {
        String path = pointer.replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
        return path.isEmpty() ? "result" : path.substring(1);
    }
}
