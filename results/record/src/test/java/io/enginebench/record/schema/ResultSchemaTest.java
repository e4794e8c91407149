package io.enginebench.record.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.cell.Seen;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Dtype;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.task.Missing;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Scaling;
import io.enginebench.record.task.TaskData;
import io.enginebench.record.task.TaskFile;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultSchemaTest {
    private static final JsonNode SCHEMA = ResultSchema.source(RunResult.FORMAT_VERSION);

    private final Set<Class<?>> walked = new HashSet<>();

    @Test
    void schemaHasTheRecordsFieldsAndNoOthersAndRequiresThoseThatAreNeverNull() {
        walk(RunResult.class, SCHEMA);
        assertTrue(walked.size() > 30, "only " + walked);
    }

    @Test
    void schemaOfATaskFileHasItsFields() {
        Set<String> names = new TreeSet<>(Set.of("$schema"));
        for (RecordComponent component : TaskFile.class.getRecordComponents()) {
            names.add(name(TaskFile.class, component));
        }
        Set<String> properties = new TreeSet<>();
        TaskSchema.source().path("properties").fieldNames().forEachRemaining(properties::add);
        assertEquals(names, properties);
    }

    @Test
    void schemaIsOfTheDraftItNames() {
        assertEquals(
                "https://json-schema.org/draft/2020-12/schema",
                SCHEMA.path("$schema").asText());
    }

    @Test
    void everyObjectOfTheSchemaRefusesUnknownMembers() {
        refuses("#", SCHEMA);
    }

    private static void refuses(String place, JsonNode node) {
        boolean plain = node.path("type").asText().equals("object") && !node.has("if") && !node.has("allOf");
        boolean withRequired =
                node.path("required").isArray() && node.path("properties").size() > 1;
        if (node.path("properties").isObject() && (plain || withRequired)) {
            assertEquals("false", node.path("additionalProperties").asText(), place);
        }
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            refuses(place + "/" + child.getKey(), child.getValue());
        }
    }

    private static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolve(SCHEMA.at(reference.substring(1)));
    }

    private void walk(Class<?> type, JsonNode at) {
        JsonNode schema = resolve(at);
        if (type == CellResult.class) {
            cell(QualityCell.class, Outcome.Trained.class, kind(schema, "quality"));
            cell(ThroughputCell.class, Outcome.Timed.class, kind(schema, "throughput"));
            cell(CrossCell.class, Outcome.Answered.class, kind(schema, "cross_evaluation"));
            return;
        }
        if (type == TaskData.class) {
            walk(OwnData.class, at); // The other form is a text.
            return;
        }
        JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
        if (kinds != null) {
            for (JsonSubTypes.Type kind : kinds.value()) {
                walk(kind.value(), kind(schema, kind.name()));
            }
            return;
        }
        Class<?> written = written(type);
        Set<String> required = new TreeSet<>();
        same(written, members(written, schema, required), required, schema);
    }

    /** The record that stands for another in JSON. */
    private static Class<?> written(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonValue.class))
                .<Class<?>>map(Method::getReturnType)
                .findFirst()
                .orElse(type);
    }

    /** A cell's members, those of its setting and timing, and those of its outcome, of which none is there in every cell. */
    private void cell(Class<?> type, Class<?> figures, JsonNode at) {
        JsonNode schema = resolve(at);
        Set<String> required = new TreeSet<>(Set.of("kind", "status"));
        Set<String> names = new TreeSet<>(required);
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == Outcome.class) {
                names.addAll(members(figures, schema, new TreeSet<>()));
                names.addAll(members(Outcome.Ended.class, schema, new TreeSet<>()));
            } else if (List.of(Setting.class, Timing.class, Seen.class).contains(component.getType())) {
                names.addAll(members(component.getType(), schema, required));
            } else {
                names.add(member(type, component, schema, required));
            }
        }
        same(type, names, required, schema);
    }

    private Set<String> members(Class<?> type, JsonNode schema, Set<String> required) {
        walked.add(type);
        Set<String> names = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.add(member(type, component, schema, required));
        }
        return names;
    }

    private String member(Class<?> type, RecordComponent component, JsonNode schema, Set<String> required) {
        String name = name(type, component);
        boolean wasNoChoiceOnce = List.of(Division.class, Dtype.class, Scaling.class)
                .contains(component.getType()); // In older files it is what it was then.
        if (!wasNoChoiceOnce
                && (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        || name.equals("content_sha256"))) {
            required.add(name);
        }
        JsonNode property = resolve(schema.path("properties").path(name));
        follow(
                component.getGenericType(),
                property.has("anyOf") ? property.path("anyOf").path(0) : property);
        return name;
    }

    private static void same(Class<?> type, Set<String> names, Set<String> required, JsonNode schema) {
        Set<String> properties = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        if (!names.contains("kind")) {
            properties.remove("kind");
        }
        assertEquals(names, properties, "properties of " + type.getSimpleName());
        Set<String> must = new TreeSet<>();
        schema.path("required").forEach(name -> must.add(name.asText()));
        if (!required.contains("kind")) {
            must.remove("kind");
        }
        assertEquals(required, must, "required of " + type.getSimpleName());
    }

    private void follow(Type type, JsonNode schema) {
        if (type instanceof ParameterizedType list && list.getRawType() == java.util.List.class) {
            follow(list.getActualTypeArguments()[0], resolve(schema.path("items")));
        } else if (type instanceof Class<?> one
                && (one.isRecord() || (one.isSealed() && one.isInterface()))
                && one != Missing.class // A word or a number.
                && one.getName().startsWith("io.enginebench")) {
            walk(one, schema);
        }
    }

    private static String name(Class<?> type, RecordComponent component) {
        for (var parameter : type.getDeclaredConstructors()[0].getParameters()) {
            JsonProperty named = parameter.getAnnotation(JsonProperty.class);
            if (parameter.getName().equals(component.getName()) && named != null) {
                return named.value();
            }
        }
        return new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.getName());
    }

    /** The branch of a schema that holds for a kind: of {@code allOf} conditions, or of one condition and its else. */
    private static JsonNode kind(JsonNode schema, String kind) {
        for (JsonNode branch : schema.path("allOf")) {
            if (branch.at("/if/properties/kind/const").asText().equals(kind)) {
                return branch.path("then");
            }
        }
        return schema.at("/if/properties/kind/const").asText().equals(kind) ? schema.path("then") : schema.path("else");
    }
}
