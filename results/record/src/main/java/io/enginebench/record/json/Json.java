package io.enginebench.record.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON dialect of the project: snake_case names, absent values left out, no NaN, no duplicate or unknown keys,
 * no type names that choose a class.
 *
 * <p>Reading is bounded (depth 64, numbers of 100 digits, strings of 8 Mi characters), because result files come from
 * strangers.
 */
public final class Json {
    private static final int MOST_BYTES = 512 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(100)
                            .maxStringLength(8 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private Json() {}

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException if the text is not JSON or not a {@code T}; names the file, line and rule
     * @throws IOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return read(text(file), file.getFileName().toString(), type);
    }

    /**
     * The text of a file, which anybody may have made.
     *
     * @throws MalformedJsonException if it is not UTF-8 or has more than 512 MiB
     * @throws IOException if the file cannot be read
     */
    public static String text(Path file) throws IOException {
        String name = file.getFileName().toString();
        // The name may be a FIFO's or a device's, whose size nobody knows beforehand.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new MalformedJsonException(
                        "%s must have at most %d bytes, got more".formatted(name, MOST_BYTES),
                        new IllegalArgumentException());
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException(name + " must be text in UTF-8, got other bytes", e);
        }
    }

    /**
     * Reads a text as a tree, within the same bounds.
     *
     * @param origin what to call the text in a message
     * @throws MalformedJsonException if the text is not JSON
     */
    public static JsonNode tree(String text, String origin) throws MalformedJsonException {
        return read(text, origin, JsonNode.class);
    }

    /**
     * Reads a text.
     *
     * @param origin what to call the text in a message
     * @throws MalformedJsonException if the text is not JSON or not a {@code T}
     */
    public static <T> T read(String text, String origin, Class<T> type) throws MalformedJsonException {
        return read(() -> MAPPER.readValue(text, type), origin, type);
    }

    /**
     * Reads a tree.
     *
     * @param origin what to call the tree in a message
     * @throws MalformedJsonException if it is not a {@code T}
     */
    public static <T> T read(JsonNode tree, String origin, Class<T> type) throws MalformedJsonException {
        return read(() -> MAPPER.treeToValue(tree, type), origin, type);
    }

    private interface Reading<T> {
        @Nullable
        T value() throws JsonProcessingException;
    }

    private static <T> T read(Reading<T> reading, String origin, Class<T> type) throws MalformedJsonException {
        try {
            T value = reading.value();
            if (value == null) {
                throw new MalformedJsonException(
                        origin + " must be a JSON object, got null", new IllegalArgumentException());
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new MalformedJsonException(
                    "%s must be %s, got: %s%s"
                            .formatted(
                                    origin,
                                    type == JsonNode.class ? "JSON" : "the JSON of a " + type.getSimpleName(),
                                    firstLine(e.getOriginalMessage()),
                                    place == null || place.getLineNr() < 1
                                            ? ""
                                            : " (line %d, column %d)"
                                                    .formatted(place.getLineNr(), place.getColumnNr())),
                    e);
        }
    }

    /** The value as a tree; of null JSON's null. */
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The value as indented JSON with a final line feed. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value as JSON on one line, without a line feed: the form that is hashed and streamed. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the value as indented JSON so that at any moment the file holds the old text or the new one, never a part.
     *
     * @throws IOException if the disk is full or the folder cannot be written; the old file is then untouched
     */
    public static void write(Path file, Object value) throws IOException {
        AtomicFile.write(file, pretty(value).getBytes(StandardCharsets.UTF_8));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
