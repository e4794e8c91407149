package io.enginebench.record.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.enginebench.record.Check;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Numbers, or the word for those that follow from the rows, which is no number yet. */
final class ClassWeightsReader extends JsonDeserializer<List<Double>> {
    private static final String BALANCED = "balanced";

    @Override
    public List<Double> deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            Check.that(BALANCED.equals(json.getText()), "class_weights", "numbers or " + BALANCED, json.getText());
            return List.of();
        }
        return Arrays.stream(context.readValue(json, double[].class)).boxed().toList();
    }
}
