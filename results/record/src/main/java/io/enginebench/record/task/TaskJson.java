package io.enginebench.record.task;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.enginebench.record.Check;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The task of a planned cell: whole, or, in a file of many cells ({@link Json#sharedContent}), after the first cell of it by its id. What is
 * read is one object for all cells of it.
 */
public final class TaskJson {
    private static final String MET = TaskJson.class.getName();

    private TaskJson() {}

    /** By their ids those that were met before in the same document. */
    private static final class Met {
        private final Map<String, TaskDescriptor> first = new HashMap<>();

        static Met of(DatabindContext context) {
            if (context.getAttribute(MET) instanceof Met met) {
                return met;
            }
            Met none = new Met();
            context.setAttribute(MET, none);
            return none;
        }
    }

    /** Writes. */
    public static final class Writer extends JsonSerializer<TaskDescriptor> {
        @Override
        public void serialize(TaskDescriptor task, JsonGenerator out, SerializerProvider provider) throws IOException {
            TaskDescriptor first =
                    Json.shares(provider) ? Met.of(provider).first.putIfAbsent(task.id(), task) : null;
            if (task.equals(first)) {
                out.writeString(task.id());
            } else {
                provider.defaultSerializeValue(task, out);
            }
        }
    }

    /** Reads. */
    public static final class Reader extends JsonDeserializer<TaskDescriptor> {
        @Override
        public TaskDescriptor deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Map<String, TaskDescriptor> met = Met.of(context).first;
            if (in.hasToken(JsonToken.VALUE_STRING)) {
                TaskDescriptor known = met.get(in.getText());
                if (known == null) {
                    throw JsonMappingException.from(
                            in, Check.mistake("task of a cell", "whole, or that of a cell before", in.getText()));
                }
                return known;
            }
            TaskDescriptor task = context.readValue(in, TaskDescriptor.class);
            TaskDescriptor first = met.putIfAbsent(task.id(), task);
            return first != null && first.equals(task) ? first : task;
        }
    }
}
