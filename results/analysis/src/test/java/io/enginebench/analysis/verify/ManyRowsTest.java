package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.array.PackedNumbers;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ContentHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Files of many cells, and of answers that are packed because they are many. */
class ManyRowsTest {
    private static final Path FIXTURE = Path.of("../record/src/test/resources/results/v2.json");

    private static ObjectNode document() throws IOException {
        return (ObjectNode) Json.tree(FIXTURE);
    }

    private static List<String> findings(ObjectNode document) throws IOException {
        return Verification.of(document.toString(), "edited").findings();
    }

    private static void pack(ObjectNode predictions, String member, UnaryOperator<List<Integer>> change) {
        List<Integer> numbers = new ArrayList<>();
        predictions.path(member).forEach(number -> numbers.add(number.asInt()));
        predictions.put(member, PackedNumbers.textOfIntegers(change.apply(numbers)));
    }

    private static ObjectNode packed(UnaryOperator<List<Integer>> change, String changed) throws IOException {
        ObjectNode document = document();
        ObjectNode predictions = (ObjectNode) document.at("/cells/0/predictions");
        for (String member : List.of("rows", "labels", "predicted")) {
            pack(predictions, member, member.equals(changed) ? change : numbers -> numbers);
        }
        return document.put(ContentHash.MEMBER, ContentHash.of(document));
    }

    @Test
    void figuresFollowFromPackedAnswersAndAnEditOfTheseIsFound() throws IOException {
        assertEquals(List.of(), findings(packed(numbers -> numbers, "none")));
        List<String> found = findings(packed(answers -> Collections.nCopies(answers.size(), 0), "predicted"));
        assertTrue(found.stream().anyMatch(line -> line.startsWith("cells[0].metrics.accuracy.score")), "" + found);
        assertEquals(
                "cells[0].predictions.rows must be numbers from 0, each once, got others",
                findings(packed(rows -> Collections.nCopies(rows.size(), 7), "rows"))
                        .get(0));
    }

    /** They are looked at no further than anybody would read. */
    @Test
    void manyEmptyCellsHaveAThousandFindings() throws IOException {
        ObjectNode document = document();
        ArrayNode cells = document.putArray("cells");
        for (int i = 0; i < 10_000; i++) {
            cells.addObject();
        }
        List<String> found = findings(document);
        assertEquals(1001, found.size());
        assertTrue(found.stream().anyMatch(line -> line.startsWith("cells[1] must follow the schema: ")), "" + found);
        assertEquals("result must follow the schema: there is more than these 1000", found.get(1000));
    }
}
