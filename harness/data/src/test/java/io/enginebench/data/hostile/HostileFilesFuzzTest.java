package io.enginebench.data.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.enginebench.data.declared.OwnRows;
import io.enginebench.data.files.Bounded;
import io.enginebench.data.files.TaskFolder;
import io.enginebench.data.formats.DigitsCsv;
import io.enginebench.data.formats.EmojisText;
import io.enginebench.data.formats.Idx;
import io.enginebench.data.formats.Mails;
import io.enginebench.data.formats.NavigabilityPickle;
import io.enginebench.ground.BenchException.BadInput;
import io.enginebench.record.engine.EngineDescriptor;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.task.OwnData;
import io.enginebench.record.task.Split;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskFile;
import io.enginebench.record.task.TaskKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever bytes a file has, its reader takes them or says what is wrong with them, a line for each mistake. In a build the inputs that are kept are
 * read, valid ones and those that once broke a reader; docs/faults.md has the command that looks for others.
 */
class HostileFilesFuzzTest {
    private static final int MOST = 1 << 20;

    private static Path folder = Path.of("unset");

    @BeforeAll
    static void makeAFolder() throws IOException {
        folder = Files.createTempDirectory("hostile");
    }

    @AfterAll
    static void deleteIt() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private interface Reader {
        void read() throws IOException;
    }

    private static void refusedOrTaken(Reader reader) throws IOException {
        String message;
        try {
            reader.read();
            return;
        } catch (BadInput | MalformedJsonException e) {
            message = String.valueOf(e.getMessage());
        }
        if (message.lines().anyMatch(String::isBlank) || !message.contains(" must ")) {
            throw new AssertionError("what is wrong must be said in lines of their own, got:\n" + message);
        }
    }

    @FuzzTest
    void idx(byte[] content) throws IOException {
        refusedOrTaken(() -> Idx.parse("images", content, 3));
    }

    @FuzzTest
    void gzip(byte[] content) throws IOException {
        refusedOrTaken(() -> Bounded.read("rows.gz", new ByteArrayInputStream(content), MOST));
    }

    @FuzzTest
    void emojisText(byte[] content) throws IOException {
        refusedOrTaken(() -> EmojisText.parse("emojis.txt", content));
    }

    @FuzzTest
    void digitsCsv(byte[] content) throws IOException {
        refusedOrTaken(() -> DigitsCsv.parse("digits.csv", content));
    }

    @FuzzTest
    void pickle(byte[] content) throws IOException {
        refusedOrTaken(() -> NavigabilityPickle.parse("navigability.obj", content));
    }

    @FuzzTest
    void mails(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        refusedOrTaken(() -> Mails.parse("mails.tgz", packed.toByteArray(), 8, 100));
    }

    @FuzzTest
    void csv(byte[] content) throws IOException {
        rows(content, "rows.csv", "{\"kind\": \"csv\", \"path\": \"rows.csv\", \"label\": \"y\"}");
    }

    @FuzzTest
    void npy(byte[] content) throws IOException {
        rows(content, "rows.npy", "{\"kind\": \"npy\", \"x\": \"rows.npy\", \"y\": \"rows.npy\"}");
    }

    @FuzzTest
    void npz(byte[] content) throws IOException {
        rows(content, "rows.npz", "{\"kind\": \"npz\", \"path\": \"rows.npz\"}");
    }

    @FuzzTest
    void idxOfAUser(byte[] content) throws IOException {
        rows(content, "rows.idx", "{\"kind\": \"idx\", \"x\": \"rows.idx\", \"y\": \"rows.idx\"}");
    }

    @FuzzTest
    void picture(byte[] content) throws IOException {
        rows(
                content,
                "pictures/a/1.png",
                "{\"kind\": \"images\", \"path\": \"pictures\", \"size\": [4, 4], \"channels\": 3}");
    }

    @FuzzTest
    void text(byte[] content) throws IOException {
        rows(content, "texts/a/1.txt", "{\"kind\": \"text\", \"path\": \"texts\"}");
    }

    @FuzzTest
    void tableOfTexts(byte[] content) throws IOException {
        rows(
                content,
                "texts.csv",
                "{\"kind\": \"text\", \"path\": \"texts.csv\", \"text\": \"words\", \"label\": \"y\"}");
    }

    private static void rows(byte[] content, String name, String data) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        OwnData said = Json.read(data, "data", OwnData.class);
        refusedOrTaken(() -> OwnRows.read(
                said,
                TaskKind.CLASSIFICATION,
                List.of(),
                new Split.HoldOut(0.25, null, null, null),
                TaskFolder.of(folder.resolve("task.json"))));
    }

    @FuzzTest
    void taskFile(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("task.json"), content);
        refusedOrTaken(() -> TaskFile.read(file));
    }

    @FuzzTest
    void task(byte[] content) throws IOException {
        json(content, TaskDescriptor.class);
    }

    @FuzzTest
    void engine(byte[] content) throws IOException {
        json(content, EngineDescriptor.class);
    }

    @FuzzTest
    void result(byte[] content) throws IOException {
        refusedOrTaken(() -> {
            JsonNode document = Json.tree(decoded(content), "result");
            ResultFile.mustBeKnown(document, "result");
            ResultFile.of(document, "result");
        });
    }

    private static void json(byte[] content, Class<?> type) throws IOException {
        refusedOrTaken(() -> Json.read(decoded(content), "file", type));
    }

    private static String decoded(byte[] content) throws IOException {
        return Json.text(Files.write(folder.resolve("any.json"), content));
    }
}
