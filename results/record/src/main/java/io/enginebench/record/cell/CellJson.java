package io.enginebench.record.cell;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cell in JSON: its kind, and the members of its setting, its timing and its outcome beside its own, for readers in other
 * languages want one table and not a tree. Nothing is lost: a member that belongs to none of them is refused.
 */
final class CellJson {
    private static final String KIND = "kind";
    private static final String STATUS = "status";
    /** Components of a cell whose members stand beside the cell's own. */
    private static final Set<Class<?>> FLAT = Set.of(Setting.class, Timing.class, Seen.class, Outcome.class);

    private static final List<Kind> KINDS = List.of(
            new Kind("quality", QualityCell.class, Outcome.Trained.class),
            new Kind("throughput", ThroughputCell.class, Outcome.Timed.class),
            new Kind("cross_evaluation", CrossCell.class, Outcome.Answered.class));

    private CellJson() {}

    private record Kind(String name, Class<? extends CellResult> cell, Class<? extends Outcome> figures) {
        static Kind of(Predicate<Kind> wanted, Supplier<JsonMappingException> otherwise) throws JsonMappingException {
            return KINDS.stream().filter(wanted).findFirst().orElseThrow(otherwise);
        }
    }

    private static String name(RecordComponent component) {
        return SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    /** Writes. */
    static final class Writer extends JsonSerializer<CellResult> {
        @Override
        public void serialize(CellResult cell, JsonGenerator out, SerializerProvider provider) throws IOException {
            ObjectMapper mapper = (ObjectMapper) out.getCodec();
            ObjectNode flat = mapper.createObjectNode();
            Kind kind = Kind.of(one -> one.cell().isInstance(cell), () -> JsonMappingException.from(out, "no kind"));
            flat.put(KIND, kind.name());
            for (RecordComponent component : kind.cell().getRecordComponents()) {
                JsonNode value = mapper.valueToTree(valueOf(component, cell));
                if (component.getType() == Outcome.class) {
                    flat.put(STATUS, cell.status().name());
                }
                if (FLAT.contains(component.getType())) {
                    flat.setAll((ObjectNode) value);
                } else if (!value.isNull()) {
                    flat.set(name(component), value);
                }
            }
            out.writeTree(flat);
        }

        private static @Nullable Object valueOf(RecordComponent component, CellResult cell) throws IOException {
            try {
                return component.getAccessor().invoke(cell);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    }

    /** Reads. */
    static final class Reader extends JsonDeserializer<CellResult> {
        @Override
        public CellResult deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!(context.readTree(in) instanceof ObjectNode left)) {
                throw JsonMappingException.from(in, "cell must be an object");
            }
            String named = left.path(KIND).asText();
            Kind kind = Kind.of(
                    one -> one.name().equals(named),
                    () -> JsonMappingException.from(
                            in,
                            "kind of a cell must be one of %s, got '%s'"
                                    .formatted(KINDS.stream().map(Kind::name).toList(), named)));
            left.remove(KIND);
            boolean ok = left.path(STATUS).asText().equals(CellStatus.OK.name());
            if (ok) {
                left.remove(STATUS);
            }
            RecordComponent[] components = kind.cell().getRecordComponents();
            @Nullable Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Class<?> type = components[i].getType();
                Class<?> read = type != Outcome.class ? type : ok ? kind.figures() : Outcome.Ended.class;
                JsonNode value = FLAT.contains(type) ? taken(left, read) : left.remove(name(components[i]));
                values[i] = value == null
                        ? null
                        : context.readTreeAsValue(
                                value,
                                FLAT.contains(type)
                                        ? context.constructType(read)
                                        : context.getTypeFactory().constructType(components[i].getGenericType()));
            }
            if (!left.isEmpty()) {
                throw JsonMappingException.from(
                        in,
                        "members of a %s cell that is %s must be known, got %s"
                                .formatted(named, ok ? "OK" : "not OK", left));
            }
            try {
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                return kind.cell().getDeclaredConstructor(types).newInstance(values);
            } catch (InvocationTargetException e) {
                throw JsonMappingException.from(
                        in, String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), e);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        /** The members that a record has, taken out of the others. */
        private static ObjectNode taken(ObjectNode left, Class<?> record) {
            ObjectNode own = left.objectNode();
            for (RecordComponent component : record.getRecordComponents()) {
                JsonNode value = left.remove(name(component));
                if (value != null) {
                    own.set(name(component), value);
                }
            }
            return own;
        }
    }
}
