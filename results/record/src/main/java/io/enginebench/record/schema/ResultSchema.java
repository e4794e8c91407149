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
    private static final int LONGEST = 300;

    private final Schema schema;

    private ResultSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * The schema of a format.
     *
     * @param format 1 or 2; of any other it is that of 2, which then says what is wrong
     */
    public static ResultSchema of(int format) {
        return new ResultSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(source(format)));
    }

    /** The schema of a format itself. */
    public static JsonNode source(int format) {
        String resource = "result-%d.schema.json".formatted(format == 1 ? 1 : 2);
        try (InputStream in = Objects.requireNonNull(ResultSchema.class.getResourceAsStream(resource), resource)) {
            return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
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
