package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.enginebench.record.Check;
import java.io.IOException;

/** Which rows a task is of: a data set that enginebench knows, in JSON its id alone, or a user's own files, in JSON an object. */
@JsonDeserialize(using = TaskData.Reader.class)
public sealed interface TaskData permits TaskData.Known, OwnData {
    /** What it is called in sentences. */
    String words();

    /** A data set that the campaign's readers know by its id. */
    record Known(String id) implements TaskData {
        public Known {
            Check.id("data", id);
        }

        @Override
        @JsonValue
        public String id() {
            return id;
        }

        @Override
        public String words() {
            return id;
        }
    }

    /** Tells the two forms apart. */
    final class Reader extends JsonDeserializer<TaskData> {
        @Override
        public TaskData deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.currentToken() == JsonToken.VALUE_STRING
                    ? new Known(json.getText())
                    : context.readValue(json, OwnData.class);
        }
    }
}
