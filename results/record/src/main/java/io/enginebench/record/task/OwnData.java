package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.enginebench.record.Check;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of a user, as the task file describes them. Paths are relative to the task file's folder, which is no part of this value: it
 * says what was read, not where on a machine that was.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OwnData.Csv.class, name = OwnData.CSV),
    @JsonSubTypes.Type(value = OwnData.Npz.class, name = OwnData.NPZ),
    @JsonSubTypes.Type(value = OwnData.Npy.class, name = OwnData.NPY),
    @JsonSubTypes.Type(value = OwnData.Idx.class, name = OwnData.IDX),
    @JsonSubTypes.Type(value = OwnData.Images.class, name = OwnData.IMAGES),
    @JsonSubTypes.Type(value = OwnData.Texts.class, name = OwnData.TEXT)
})
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonPropertyOrder("kind")
public sealed interface OwnData extends TaskData {
    /** {@code kind} of {@link Csv}. */
    String CSV = "csv";

    /** {@code kind} of {@link Npz}. */
    String NPZ = "npz";

    /** {@code kind} of {@link Npy}. */
    String NPY = "npy";

    /** {@code kind} of {@link Idx}. */
    String IDX = "idx";

    /** {@code kind} of {@link Images}. */
    String IMAGES = "images";

    /** {@code kind} of {@link Texts}. */
    String TEXT = "text";

    /** The name of the kind in JSON. */
    @JsonProperty("kind")
    String kind();

    /** Whether the user says that the rows were generated; null for no. */
    @Nullable
    Boolean synthetic();

    /** Whether the files themselves say which rows are for the test. */
    boolean hasTest();

    @Override
    default String words() {
        return kind() + " data";
    }

    /** Rows of one path, which are divided by the task's split, or of two. */
    sealed interface Parted extends OwnData {
        /** Of all rows; null if there are two. */
        @Nullable
        String path();

        /** Of the training rows. */
        @Nullable
        String train();

        /** Of the test rows. */
        @Nullable
        String test();

        @Override
        default boolean hasTest() {
            return path() == null;
        }

        /** In constructors, where there is no value yet. */
        private static void check(@Nullable String path, @Nullable String train, @Nullable String test) {
            long named = Stream.of(Optional.ofNullable(train), Optional.ofNullable(test))
                    .filter(Optional::isPresent)
                    .count();
            Check.that(
                    named == (path == null ? 2 : 0),
                    "data",
                    "with path, or with train and test",
                    "path %s, train %s, test %s".formatted(path, train, test));
        }
    }

    /** Arrays of rows and of labels, and those of test rows, which are there both or neither. */
    sealed interface Arrays extends OwnData {
        /** Of the test rows' numbers. */
        @Nullable
        String testX();

        /** Of the test rows' labels. */
        @Nullable
        String testY();

        @Override
        default boolean hasTest() {
            return testX() != null;
        }

        private static void check(@Nullable String testX, @Nullable String testY) {
            Check.that(
                    (testX == null) == (testY == null),
                    "data",
                    "with both test_x and test_y, or neither",
                    "test_x %s, test_y %s".formatted(testX, testY));
        }
    }

    /**
     * Tables as RFC 4180 has them, with a header.
     *
     * @param label the column of classes or targets; several columns of targets or, with 1 and 0, of what classes a row has
     * @param delimiter between the cells of a line; null for a comma
     * @param numeric columns of numbers; null for all that are not something else
     * @param categorical columns of words, each of which becomes a column of 0 and 1 for each word
     * @param categories by the categorical column, its words in the order of those columns; null for those of the file, sorted
     * @param missing what stands in an empty cell's place; null: there must be none
     */
    record Csv(
            @Nullable String path,
            @Nullable String train,
            @Nullable String test,

            @JsonFormat(
                    with = {
                        JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                    })
            List<String> label,

            @Nullable String delimiter,
            @Nullable List<String> numeric,
            @Nullable List<String> categorical,
            @Nullable Map<String, List<String>> categories,
            @Nullable Missing missing,
            @Nullable Boolean synthetic)
            implements Parted {
        public Csv {
            label = List.copyOf(Objects.requireNonNull(label, "label"));
            Check.that(
                    !label.isEmpty() && label.stream().distinct().count() == label.size(),
                    "label",
                    "a column, or several different ones",
                    label);
            numeric = numeric == null ? null : List.copyOf(numeric);
            categorical = categorical == null ? null : List.copyOf(categorical);
            categories = categories == null ? null : sorted(categories);
            Parted.check(path, train, test);
            checkDelimiter(delimiter);
        }

        /** The same with every column named. */
        public Csv of(List<String> numbers, Map<String, List<String>> words) {
            return new Csv(
                    path,
                    train,
                    test,
                    label,
                    delimiter,
                    numbers,
                    categorical,
                    words.isEmpty() ? null : words,
                    missing,
                    synthetic);
        }

        /** In an order of its own, so that the same value has the same JSON. */
        private static Map<String, List<String>> sorted(Map<String, List<String>> categories) {
            Map<String, List<String>> sorted = new TreeMap<>();
            categories.forEach((column, words) -> sorted.put(column, List.copyOf(words)));
            return Collections.unmodifiableMap(sorted);
        }

        @Override
        public String kind() {
            return CSV;
        }
    }

    /**
     * Arrays in one file of NumPy's {@code savez}.
     *
     * @param x the array of the rows; null for {@code x}
     * @param y that of the labels; null for {@code y}
     */
    record Npz(
            String path,
            @Nullable String x,
            @Nullable String y,
            @Nullable String testX,
            @Nullable String testY,
            @Nullable Boolean synthetic)
            implements Arrays {
        public Npz {
            Objects.requireNonNull(path, "path");
            Arrays.check(testX, testY);
        }

        @Override
        public String kind() {
            return NPZ;
        }
    }

    /** Arrays in files of NumPy's {@code save}. */
    record Npy(
            String x,
            String y,
            @Nullable String testX,
            @Nullable String testY,
            @Nullable Boolean synthetic) implements Arrays {
        public Npy {
            Objects.requireNonNull(x, "x");
            Objects.requireNonNull(y, "y");
            Arrays.check(testX, testY);
        }

        @Override
        public String kind() {
            return NPY;
        }
    }

    /** Arrays of unsigned bytes in MNIST's format, plain or gzipped. */
    record Idx(
            String x,
            String y,
            @Nullable String testX,
            @Nullable String testY,
            @Nullable Boolean synthetic) implements Arrays {
        public Idx {
            Objects.requireNonNull(x, "x");
            Objects.requireNonNull(y, "y");
            Arrays.check(testX, testY);
        }

        @Override
        public String kind() {
            return IDX;
        }
    }

    /**
     * Pictures, in a folder for each class.
     *
     * @param size height and width that they are brought to
     * @param channels 1 for grey, 3 for red, green and blue
     */
    record Images(
            @Nullable String path,
            @Nullable String train,
            @Nullable String test,
            List<Integer> size,
            int channels,
            @Nullable Boolean synthetic)
            implements Parted {
        public Images {
            size = List.copyOf(size);
            Parted.check(path, train, test);
            Check.that(
                    size.size() == 2 && size.stream().allMatch(side -> side >= 1 && side <= 4096),
                    "size",
                    "height and width, each 1..4096",
                    size);
            Check.that(channels == 1 || channels == 3, "channels", "1 or 3", channels);
        }

        @Override
        public String kind() {
            return IMAGES;
        }
    }

    /**
     * Texts, in a folder for each class, or in a column of a table.
     *
     * @param text the table's column of texts; null for folders
     * @param label the table's column of classes
     * @param delimiter of the table; null for a comma
     * @param length tokens of a row; null for {@link #USUAL_LENGTH}
     * @param vocabularySize how many token ids there are at most, those for none and for unknown words among them; null for
     *     {@link #USUAL_VOCABULARY}
     */
    record Texts(
            @Nullable String path,
            @Nullable String train,
            @Nullable String test,
            @Nullable String text,
            @Nullable String label,
            @Nullable String delimiter,
            @Nullable Integer length,
            @Nullable Integer vocabularySize,
            @Nullable Boolean synthetic)
            implements Parted {
        /** Tokens of a row where nothing else is said. */
        public static final int USUAL_LENGTH = 128;

        /** Token ids where nothing else is said. */
        public static final int USUAL_VOCABULARY = 10_000;

        public Texts {
            Parted.check(path, train, test);
            checkDelimiter(delimiter);
            Check.that(
                    (text == null) == (label == null),
                    "data",
                    "with both text and label, of a table, or neither, of folders",
                    "text %s, label %s".formatted(text, label));
        }

        /** The same with nothing left open. */
        public Texts filled() {
            return new Texts(path, train, test, text, label, delimiter, tokens(), ids(), synthetic);
        }

        /** Tokens of a row. */
        public int tokens() {
            return Objects.requireNonNullElse(length, USUAL_LENGTH);
        }

        /** How many token ids there are at most. */
        public int ids() {
            return Objects.requireNonNullElse(vocabularySize, USUAL_VOCABULARY);
        }

        @Override
        public String kind() {
            return TEXT;
        }
    }

    private static void checkDelimiter(@Nullable String delimiter) {
        Check.that(
                delimiter == null || delimiter.matches("[^\\r\\n\"]"),
                "delimiter",
                "one character, no quote and no line end",
                "'" + delimiter + "'");
    }
}
