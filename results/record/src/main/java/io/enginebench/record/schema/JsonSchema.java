package io.enginebench.record.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A schema of JSON Schema 2020-12 beside this class, and what it finds. */
final class JsonSchema {
    private static final int LONGEST = 300;
    /** More than anybody reads; a document that is of another kind altogether would have one for each of its values. */
    private static final int MOST = 1000;

    private final JsonNode source;
    private final SchemaRegistry registry;
    private final Schema schema;
    private final String whole;

    private JsonSchema(JsonNode source, SchemaRegistry registry, String whole) {
        this.source = source;
        this.registry = registry;
        this.schema = registry.getSchema(source);
        this.whole = whole;
    }

    /**
     * The schema in a file.
     *
     * @param known files by the ids that references to them name
     * @param whole what a finding of the whole document is said of
     */
    static JsonSchema of(String file, Map<String, String> known, String whole) {
        Map<String, String> texts = new HashMap<>();
        known.forEach((id, other) -> texts.put(id, text(other)));
        return new JsonSchema(
                tree(file),
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(texts)),
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
        Set<String> lines = new LinkedHashSet<>();
        add(lines, schema, "", document);
        return List.copyOf(lines);
    }

    /**
     * The same where the document's own lists may be long: their elements are looked at one by one, and no further than there are too many
     * findings. The schema must be known by its id.
     */
    List<String> findingsOfLists(JsonNode document) {
        Set<String> lines = new LinkedHashSet<>();
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(member -> frame.set(member.getKey(), begun(member.getValue())));
        add(lines, schema, "", document.isObject() ? frame : document);
        for (Map.Entry<String, JsonNode> property : source.path("properties").properties()) {
            JsonNode list = document.path(property.getKey());
            if (list.size() > 1 && list.isArray() && property.getValue().has("items")) {
                Schema element = registry.getSchema(JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                "$ref",
                                "%s#/properties/%s/items"
                                        .formatted(source.path("$id").asText(), property.getKey())));
                for (int i = 1; i < list.size() && lines.size() <= MOST; i++) {
                    add(lines, element, "%s[%d]".formatted(property.getKey(), i), list.get(i));
                }
            }
        }
        List<String> all = List.copyOf(lines);
        if (all.size() <= MOST) {
            return all;
        }
        lines.retainAll(all.subList(0, MOST));
        lines.add("%s must follow the schema: there is more than these %d".formatted(whole, MOST));
        return List.copyOf(lines);
    }

    /** A list up to its first element, which says whether it is one and not empty; anything else as it is. */
    private static JsonNode begun(JsonNode value) {
        return value.size() > 1 && value instanceof ArrayNode list
                ? list.arrayNode().add(list.get(0))
                : value;
    }

    private void add(Set<String> lines, Schema rule, String place, JsonNode value) {
        for (Error error : rule.validate(value)) {
            String text = (place(place, error.getInstanceLocation().toString()) + " must follow the schema: "
                            + error.getMessage())
                    .replaceAll("\\p{Cntrl}+", " ");
            lines.add(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...");
        }
    }

    /** {@code cells[3].metrics} from the pointer {@code /cells/3/metrics}, or from {@code cells[3]} and the pointer {@code /metrics}. */
    private String place(String before, String pointer) {
        String path = before + pointer.replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
        return path.isEmpty() ? whole : path.startsWith(".") ? path.substring(1) : path;
    }
}
