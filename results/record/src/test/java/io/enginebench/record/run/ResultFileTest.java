package io.enginebench.record.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every format, as runs of their time left them. */
class ResultFileTest {
    private static final Path FIXTURES = Path.of("src/test/resources/results");

    private static List<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.sorted().toList();
        }
    }

    private static ObjectNode tree(String file) throws IOException {
        return (ObjectNode) Json.tree(Files.readString(FIXTURES.resolve(file)), file);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void fileOfAnyFormatIsReadAndSurvivesBeingWritten(Path file) throws IOException {
        RunResult result = ResultFile.read(file);
        assertEquals(RunResult.FORMAT_VERSION, result.formatVersion());
        assertEquals(result, ResultFile.of(Json.tree(Json.pretty(result), "again"), "again"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void hashIsThatOfTheDocumentAsItWasWritten(Path file) throws IOException {
        JsonNode document = Json.tree(Files.readString(file), "file");
        assertEquals(ContentHash.of(document), ResultFile.read(file).contentSha256());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void hashOfAResultInMemoryIsThatOfWhatIsWritten(Path file) throws IOException {
        RunResult sealed = ResultFile.read(file).sealed();
        assertEquals(ContentHash.of(Json.pretty(sealed)), sealed.contentSha256());
    }

    /** The file was made before there were divisions. */
    @Test
    void fileOfTheNewestFormatHasInMemoryWhatItHasInJson() throws IOException {
        String written = Json.line(ResultFile.read(FIXTURES.resolve("v2.json")));
        assertEquals(tree("v2.json"), Json.tree(written.replace("\"division\":\"tuned\",", ""), "written"));
    }

    /** What format 1 left unsaid: the protocol, the fold of a task with folds, the scope of a control, the study's network. */
    @Test
    void whatFormat1LeftUnsaidIsSaid() throws IOException {
        RunResult result = ResultFile.read(FIXTURES.resolve("v1-throughput.json"));
        ThroughputCell cell = result.throughputCells().get(0);
        assertEquals(Protocol.CLEAN, cell.protocol());
        assertEquals(0, cell.fold());
        assertFalse(result.controls().isEmpty());
        assertEquals("emojis", result.controls().get(0).task());
        assertEquals(ControlArm.AGAIN, result.controls().get(0).arm());
        assertTrue(result.tasks().get(0).study().areOf("study-cnn"));
        assertFalse(result.tasks().get(0).study().areOf("mlp"));
    }

    @Test
    void unknownMemberOfACellIsRefused() throws IOException {
        ObjectNode document = tree("v2.json");
        ((ObjectNode) document.at("/cells/0")).put("@class", "java.lang.ProcessBuilder");
        String message = assertThrows(MalformedJsonException.class, () -> ResultFile.of(document, "file"))
                .getMessage();
        assertTrue(message.contains("members of a quality cell that is OK must be known, got {\"@class\""), message);
    }

    @Test
    void figuresOfACellThatEndedBadlyAreRefused() throws IOException {
        ObjectNode document = tree("v2.json");
        ((ObjectNode) document.at("/cells/0")).put("status", "CRASHED").put("reason", "it died");
        assertThrows(MalformedJsonException.class, () -> ResultFile.of(document, "file"));
    }

    @Test
    void formatThatIsNotKnownIsRefused() throws IOException {
        ObjectNode document = tree("v2.json").put("format_version", 3);
        String message = assertThrows(MalformedJsonException.class, () -> ResultFile.of(document, "file"))
                .getMessage();
        assertEquals("file must be of format 1..2, got 3; next: a newer enginebench, which wrote it", message);
    }
}
