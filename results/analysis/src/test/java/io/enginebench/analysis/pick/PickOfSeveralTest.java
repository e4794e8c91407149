package io.enginebench.analysis.pick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three engines, of which the third has what pytorch measured. */
class PickOfSeveralTest {
    private static void third(ObjectNode document) {
        ArrayNode engines = (ArrayNode) document.get("engines");
        engines.add(engines.get(0).<ObjectNode>deepCopy().put("id", "third"));
        ArrayNode cells = (ArrayNode) document.get("cells");
        for (JsonNode cell : cells.deepCopy()) {
            if (cell.get("engine").asText().equals("pytorch")) {
                cells.add(cell.<ObjectNode>deepCopy()
                        .put("engine", "third")
                        .put("id", "third-" + cell.get("id").asText()));
            }
        }
    }

    /** pytorch beats mxnet, third is equivalent to pytorch and not told apart from mxnet: one of the two that nobody beats. */
    @Test
    void ofThreeTheBeatenOneIsLeftOut() throws IOException {
        RunResult result = PickTest.rounds(document -> {
            third(document);
            ArrayNode comparisons = (ArrayNode) document.get("comparisons");
            for (String other : List.of("pytorch", "mxnet")) {
                ObjectNode comparison = comparisons.get(0).deepCopy();
                comparison.putArray("engines").add(other).add("third");
                comparisons.add(comparison);
            }
            PickTest.verdict(document, 1, "equivalent", null);
            PickTest.verdict(document, 2, "inconclusive", null);
        });
        Answer.Equivalent none = assertInstanceOf(
                Answer.Equivalent.class,
                PickTest.pick(result, null, PickTest.FAST).answer());
        assertEquals(List.of("pytorch", "third"), none.engines());
    }

    @Test
    void engineThatDidNotRunIsNoCandidate() throws IOException {
        RunResult result = PickTest.rounds(document -> {
            for (JsonNode cell : document.get("cells")) {
                if (cell.get("engine").asText().equals("pytorch")) {
                    ((ObjectNode) cell)
                            .put("status", "UNSUPPORTED")
                            .put("reason", "no such engine here")
                            .remove(List.of("metrics", "warmup", "load", "cold_start", "memory", "raw"));
                }
            }
            ((ArrayNode) document.get("comparisons")).removeAll();
        });
        Choice choice = PickTest.pick(result, null, PickTest.FAST);
        assertEquals("did not run", choice.candidates().get(0).remark());
        assertEquals(
                "mxnet", assertInstanceOf(Answer.Picked.class, choice.answer()).engine());
    }

    /** The fastest was compared with the reference alone; against the other it is judged when it is asked for. */
    @Test
    void eachTwoAreJudgedWhereTheFileHasAReferencesVerdictsAlone() throws IOException {
        RunResult result = PickTest.rounds(document -> {
            third(document);
            for (JsonNode cell : document.get("cells")) {
                if (cell.get("engine").asText().equals("third")) {
                    ArrayNode windows = (ArrayNode) cell.at("/raw/window_durations_ns");
                    for (int i = 0; i < windows.size(); i++) {
                        windows.set(i, LongNode.valueOf(windows.get(i).asLong() / 10));
                    }
                }
            }
            ((ObjectNode) document.get("campaign")).put("reference", "pytorch");
        });
        Answer.Picked picked = assertInstanceOf(
                Answer.Picked.class, PickTest.pick(result, null, PickTest.FAST).answer());
        assertEquals("third", picked.engine());
    }
}
