package io.enginebench.record.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.Hashes;
import io.enginebench.record.job.Job;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    private static String refusal(String text) {
        String message = assertThrows(MalformedJsonException.class, () -> Json.read(text, "file", Score.class))
                .getMessage();
        assertTrue(message.startsWith("file must be the JSON of a Score, got: "), message);
        return message;
    }

    @Test
    void valueSurvivesTheRoundTripUnderACommaDecimalLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Score metric = Metric.ACCURACY.of(0.8951);
            String line = Json.line(metric);
            assertEquals("{\"score\":0.8951,\"unit\":\"fraction\",\"higher_is_better\":true}", line);
            assertEquals(metric, Json.read(line, "file", Score.class));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void unknownKeyIsRefused() {
        assertTrue(refusal("{\"score\":1,\"unit\":\"x\",\"higher_is_better\":true,\"extra\":1}")
                .contains("extra"));
    }

    @Test
    void duplicateKeyIsRefused() {
        assertTrue(refusal("{\"score\":1,\"score\":2,\"unit\":\"x\",\"higher_is_better\":true}")
                .contains("Duplicate field 'score'"));
    }

    @Test
    void deepNestingIsRefused() {
        String message = assertThrows(
                        MalformedJsonException.class, () -> Json.read("[".repeat(100_000), "file", List.class))
                .getMessage();
        assertTrue(message.contains("nesting depth"), message);
    }

    @Test
    void numberOfAThousandDigitsIsRefused() {
        assertTrue(refusal("{\"score\":" + "1".repeat(1000) + ",\"unit\":\"x\",\"higher_is_better\":true}")
                .contains("length"));
    }

    @Test
    void notANumberIsRefused() {
        refusal("{\"score\":NaN,\"unit\":\"x\",\"higher_is_better\":true}");
        refusal("{\"score\":\"NaN\",\"unit\":\"x\",\"higher_is_better\":true}");
    }

    @Test
    void textAfterTheValueIsRefused() {
        refusal("{\"score\":1,\"unit\":\"x\",\"higher_is_better\":true} {}");
    }

    @Test
    void classNameInTheTextChoosesNoClass() {
        refusal("{\"@class\":\"java.lang.ProcessBuilder\",\"score\":1,\"unit\":\"x\",\"higher_is_better\":true}");
        assertThrows(
                MalformedJsonException.class,
                () -> Json.read("{\"job\":\"java.lang.Runtime\",\"device\":\"cpu\"}", "file", Job.class));
    }

    @Test
    void writeThatFailsLeavesTheOldFileAndNothingElse(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("result.json");
        Json.write(file, List.of(1));
        // A folder in the file's place cannot be replaced, so the last step of the write fails.
        Path blocked = Files.createDirectories(folder.resolve("blocked/inside")).getParent();
        assertThrows(IOException.class, () -> Json.write(blocked, List.of(2)));
        try (var entries = Files.list(folder)) {
            assertEquals(
                    List.of("blocked", "result.json"),
                    entries.map(entry -> entry.getFileName().toString())
                            .sorted()
                            .toList());
        }
        assertEquals("[ 1 ]\n", Files.readString(file));
    }

    /** UTF-16 with its mark, of an editor or a shell of Windows. */
    @Test
    void textThatIsNotUtf8IsRefusedAsSuch(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("result.json"), new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0});
        assertEquals(
                "result.json must be text in UTF-8, got other bytes",
                assertThrows(MalformedJsonException.class, () -> Json.read(file, Score.class))
                        .getMessage());
    }

    @Test
    void objectOfVeryManyMembersIsRefused() {
        String members = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> "\"" + i + "\":0")
                .collect(Collectors.joining(","));
        assertEquals(
                "file must be JSON of objects with at most 10000 members, got 10001",
                assertThrows(MalformedJsonException.class, () -> Json.tree("[{" + members + "}]", "file"))
                        .getMessage());
    }

    @Test
    void hashIsThatOfTheLine() {
        List<Object> value = List.of("\u20ac", 1.5, List.of());
        assertEquals(Hashes.sha256(Json.line(value).getBytes(StandardCharsets.UTF_8)), Json.sha256(value));
    }
}
