package io.enginebench.record.figure;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.enginebench.record.Check;
import io.enginebench.record.array.PackedNumbers;
import java.io.IOException;
import java.util.List;

/** Many numbers in JSON: an array of a few, the text of {@link PackedNumbers} of more; either is read of any number. */
final class PackedJson {
    /** The fewest that are written as a text: what a person could still look through stays an array. */
    private static final int MANY = 1000;

    /** All texts of a document together: a small one can stand for very many numbers. */
    private static final long MOST_OF_A_DOCUMENT = 512L << 20;

    private static final String UNPACKED = PackedJson.class.getName();

    private PackedJson() {}

    private abstract static class Writer<T extends Number> extends JsonSerializer<List<T>> {
        abstract String text(List<T> numbers);

        @Override
        public void serialize(List<T> numbers, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (numbers.size() >= MANY) {
                out.writeString(text(numbers));
                return;
            }
            out.writeStartArray(numbers, numbers.size());
            for (T number : numbers) {
                provider.defaultSerializeValue(number, out);
            }
            out.writeEndArray();
        }
    }

    private abstract static class Reader<T extends Number> extends JsonDeserializer<List<T>> {
        private final Class<T> type;

        Reader(Class<T> type) {
            this.type = type;
        }

        abstract List<T> numbers(String text) throws IOException;

        @Override
        public List<T> deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return context.readValue(in, context.getTypeFactory().constructCollectionType(List.class, type));
            }
            try {
                List<T> numbers = numbers(in.getText());
                long unpacked = (context.getAttribute(UNPACKED) instanceof Long before ? before : 0L) + numbers.size();
                Check.that(unpacked <= MOST_OF_A_DOCUMENT, "packed numbers of all cells", "at most 512 Mi", unpacked);
                context.setAttribute(UNPACKED, unpacked);
                return numbers;
            } catch (IOException | IllegalArgumentException e) {
                throw JsonMappingException.from(in, String.valueOf(e.getMessage()), e);
            }
        }
    }

    static final class OfIntegers extends Writer<Integer> {
        @Override
        String text(List<Integer> numbers) {
            return PackedNumbers.textOfIntegers(numbers);
        }
    }

    static final class OfFloats extends Writer<Float> {
        @Override
        String text(List<Float> numbers) {
            return PackedNumbers.textOfFloats(numbers);
        }
    }

    static final class Integers extends Reader<Integer> {
        Integers() {
            super(Integer.class);
        }

        @Override
        List<Integer> numbers(String text) throws IOException {
            return PackedNumbers.integers(text);
        }
    }

    static final class Floats extends Reader<Float> {
        Floats() {
            super(Float.class);
        }

        @Override
        List<Float> numbers(String text) throws IOException {
            return PackedNumbers.floats(text);
        }
    }
}
