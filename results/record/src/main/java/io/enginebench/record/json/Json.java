package io.enginebench.record.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.enginebench.record.Check;
import io.enginebench.record.Content;
import io.enginebench.record.Hashes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON dialect of the project: snake_case names, absent values left out, no NaN, no duplicate or unknown keys,
 * no type names that choose a class.
 *
 * <p>Reading is bounded (512 MiB, depth 64, numbers of 100 digits, strings of 8 Mi characters; trees of objects of 10,000 members), because
 * result files come from strangers.
 */
public final class Json {
    private static final int MOST_BYTES = 512 << 20;
    private static final int MOST_MEMBERS = 10_000;
    private static final String SHARED = "shared";

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

    private static final ObjectWriter PRETTY =
            MAPPER.writerWithDefaultPrettyPrinter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Json() {}

    /**
     * Reads a file.
     *
     * @throws MalformedJsonException if the text is not JSON or not a {@code T}; names the file, line and rule
     * @throws IOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return decoded(file, (text, name) -> {
            try {
                return present(MAPPER.readValue(text, type), name);
            } catch (JsonProcessingException e) {
                throw malformed(e, name, type);
            }
        });
    }

    /**
     * Reads a file as a tree, within the same bounds and without ever holding its text.
     *
     * @throws MalformedJsonException if the text is not JSON
     * @throws IOException if the file cannot be read
     */
    public static JsonNode tree(Path file) throws IOException {
        return bounded(read(file, JsonNode.class), file.getFileName().toString());
    }

    /**
     * The text of a file, which anybody may have made.
     *
     * @throws MalformedJsonException if it is not UTF-8 or has more than 512 MiB
     * @throws IOException if the file cannot be read
     */
    public static String text(Path file) throws IOException {
        return decoded(file, (text, name) -> {
            StringWriter all = new StringWriter();
            text.transferTo(all);
            return all.toString();
        });
    }

    private interface Decoding<T> {
        T of(Reader text, String name) throws IOException;
    }

    private static <T> T decoded(Path file, Decoding<T> decoding) throws IOException {
        String name = file.getFileName().toString();
        // The name may be a FIFO's or a device's, whose size nobody knows beforehand.
        try (InputStream in = Files.newInputStream(file)) {
            return decoding.of(new InputStreamReader(new Bounded(in, name), StandardCharsets.UTF_8.newDecoder()), name);
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException(name + " must be text in UTF-8, got other bytes", e);
        }
    }

    /** Ends with a mistake where too many bytes come. */
    private static final class Bounded extends FilterInputStream {
        private final String name;
        private long got;

        Bounded(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            return counted(read, read);
        }

        private int counted(int result, int bytes) throws MalformedJsonException {
            got += result < 0 ? 0 : bytes;
            if (got > MOST_BYTES) {
                throw new MalformedJsonException(
                        "%s must have at most %d bytes, got more".formatted(name, MOST_BYTES),
                        new IllegalArgumentException());
            }
            return result;
        }
    }

    /**
     * Reads a text as a tree, within the same bounds.
     *
     * @param origin what to call the text in a message
     * @throws MalformedJsonException if the text is not JSON
     */
    public static JsonNode tree(String text, String origin) throws MalformedJsonException {
        return bounded(read(text, origin, JsonNode.class), origin);
    }

    /** Half of a character has no bytes, so that no hash and no page could tell it from another. */
    private static void whole(String text, String origin) throws MalformedJsonException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new MalformedJsonException(
                    Check.mistake(origin, "text of whole characters", "half of a surrogate pair"),
                    new IllegalArgumentException());
        }
    }

    /** Members are looked at one by one later on, and what is wrong with each would be told. */
    private static JsonNode bounded(JsonNode tree, String origin) throws MalformedJsonException {
        if (tree.isObject() && tree.size() > MOST_MEMBERS) {
            throw new MalformedJsonException(
                    Check.mistake(origin, "JSON of objects with at most " + MOST_MEMBERS + " members", tree.size()),
                    new IllegalArgumentException());
        }
        if (tree.isContainerNode()) {
            for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
                whole(names.next(), origin);
            }
            for (JsonNode part : tree) {
                bounded(part, origin);
            }
        } else if (tree.isTextual()) {
            whole(tree.textValue(), origin);
        }
        return tree;
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
            return present(reading.value(), origin);
        } catch (JsonProcessingException e) {
            throw malformed(e, origin, type);
        }
    }

    private static <T> T present(@Nullable T value, String origin) throws MalformedJsonException {
        if (value == null) {
            throw new MalformedJsonException(
                    origin + " must be a JSON object, got null", new IllegalArgumentException());
        }
        return value;
    }

    private static MalformedJsonException malformed(JsonProcessingException e, String origin, Class<?> type) {
        JsonLocation place = e.getLocation();
        return new MalformedJsonException(
                "%s must be %s, got: %s%s"
                        .formatted(
                                origin,
                                type == JsonNode.class ? "JSON" : "the JSON of a " + type.getSimpleName(),
                                firstLine(e.getOriginalMessage()),
                                place == null || place.getLineNr() < 1
                                        ? ""
                                        : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr())),
                e);
    }

    /** The value as a tree; of null JSON's null. */
    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The value as indented JSON with a final line feed. */
    public static String pretty(Object value) {
        try {
            return PRETTY.writeValueAsString(value) + "\n";
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
        AtomicFile.write(file, content(value));
    }

    /** A value as it stands in a file. */
    public static Content content(Object value) {
        return content(value, PRETTY);
    }

    /** The same, where what repeats itself is written once, by those who know how ({@link #shares}). */
    public static Content sharedContent(Object value) {
        return content(value, PRETTY.withAttribute(SHARED, true));
    }

    /** Whether what is written now is to have once what repeats itself. */
    public static boolean shares(DatabindContext context) {
        return context.getAttribute(SHARED) != null;
    }

    private static Content content(Object value, ObjectWriter writer) {
        return out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.writeValue(text, value);
            text.write('\n');
            text.flush();
        };
    }

    /** SHA-256 of {@link #line}, in lower-case hex. */
    public static String sha256(Object value) {
        return Hashes.sha256(out -> MAPPER.writeValue(out, value));
    }

    /** The values as an array that makes each of its nodes when it is asked for it, and keeps none. */
    public static ArrayNode lazily(List<?> values) {
        return new ArrayNode(MAPPER.getNodeFactory(), new AbstractList<JsonNode>() {
            @Override
            public JsonNode get(int index) {
                return tree(values.get(index));
            }

            @Override
            public int size() {
                return values.size();
            }
        });
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
