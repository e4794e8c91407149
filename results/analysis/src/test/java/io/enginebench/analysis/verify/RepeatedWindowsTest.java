package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.run.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows on a GPU, which do their steps several times; made of a file of timings on a CPU. */
class RepeatedWindowsTest {
    private static final Path TIMINGS = Path.of(
            System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1-throughput.json");
    private static final String RULE = " must be a power of two, and there on a GPU alone and for no epoch, got ";

    private ObjectNode document;

    @BeforeEach
    void read() throws IOException {
        document = VerificationTest.judged(Files.readString(TIMINGS));
    }

    private ObjectNode cell() {
        return (ObjectNode) document.at("/cells/0");
    }

    /** As if the first cell's windows had done their steps so often: each took so many times as long. */
    private List<String> findings(int repeats) throws IOException {
        ObjectNode raw = (ObjectNode) cell().get("raw");
        raw.put("repeats", repeats);
        for (ObjectNode part : List.of(raw, (ObjectNode) cell().get("warmup"))) {
            ArrayNode windows = (ArrayNode) part.get("window_durations_ns");
            for (int i = 0; i < windows.size(); i++) {
                windows.set(i, repeats * windows.get(i).asLong());
            }
        }
        document.put(ContentHash.MEMBER, ContentHash.of(document));
        return Verification.of(document.toString(), "edited").findings().stream()
                .filter(line -> line.startsWith("cells[0].raw") || line.startsWith("cells[0].metrics"))
                .toList();
    }

    @Test
    void figuresAreThoseOfEachTime() throws IOException {
        cell().put("device", "gpu:0");
        assertEquals(List.of(), findings(4));
    }

    @Test
    void workersDoubleOnly() throws IOException {
        cell().put("device", "gpu:0");
        assertEquals(List.of("cells[0].raw.repeats" + RULE + "6"), findings(6));
    }

    @Test
    void windowsOfACpuAreNotRepeated() throws IOException {
        assertEquals(List.of("cells[0].raw.repeats" + RULE + "2"), findings(2));
    }
}
