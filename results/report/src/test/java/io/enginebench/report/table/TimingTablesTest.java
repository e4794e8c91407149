package io.enginebench.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published rounds of two engines, and the same as if further engines had made the figures of the second. */
class TimingTablesTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("enginebench.home"), "results/published/fashion-throughput.json");

    private static RunResult with(String reference, String... further) throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(ResultFile.read(PUBLISHED));
        for (String member : List.of("engines", "cells")) {
            ArrayNode all = (ArrayNode) document.get(member);
            List<JsonNode> second = new ArrayList<>();
            all.forEach(one -> {
                if (one.path(member.equals("engines") ? "id" : "engine")
                        .asText()
                        .equals("mxnet")) {
                    second.add(one);
                }
            });
            for (String engine : further) {
                for (JsonNode one : second) {
                    ObjectNode copy = one.deepCopy();
                    copy.put("id", copy.get("id").asText().replace("mxnet", engine));
                    if (copy.has("engine")) {
                        copy.put("engine", engine);
                    }
                    all.add(copy);
                }
            }
        }
        if (reference != null) {
            ((ObjectNode) document.get("campaign")).put("reference", reference);
        }
        return CellComparisons.judged(Json.read((JsonNode) document, "rounds", RunResult.class));
    }

    private static Table throughput(RunResult result) {
        return TimingTables.of(result).get(0);
    }

    @Test
    void twoEnginesStandSideBySide() throws IOException {
        Table table = throughput(with(null));
        assertTrue(
                table.header().containsAll(List.of("pytorch, samples/s", "mxnet, samples/s", "pytorch / mxnet (95 %)")),
                table.header().toString());
        assertFalse(table.header().contains("engine"));
    }

    /** The published rounds of three engines, of which one only answers, as if nobody had named it. */
    @Test
    void engineThatWasNotTimedAtTrainingIsNoRowOfIt() throws IOException {
        JsonNode document = Json.tree(PUBLISHED.resolveSibling("fashion-networks-speed.json"));
        Iterator<JsonNode> cells = document.get("cells").elements();
        while (cells.hasNext()) {
            JsonNode cell = cells.next();
            if (cell.get("engine").asText().equals("onnxruntime")
                    && cell.get("mode").asText().equals("train")) {
                cells.remove();
            }
        }
        List<Table> tables = TimingTables.of(ResultFile.of(document, "unasked"));
        List<Table> training = tables.stream()
                .filter(table -> table.title().contains(", training: "))
                .toList();
        List<Table> answering = tables.stream()
                .filter(table -> table.title().contains(", answering: "))
                .toList();
        assertEquals(6, training.size());
        assertTrue(training.stream().noneMatch(table -> table.toString().contains("onnxruntime")), training::toString);
        assertEquals(6, answering.size());
        assertTrue(answering.stream().allMatch(table -> table.toString().contains("onnxruntime")));
    }

    @Test
    void moreEnginesHaveARowEachAndFitAnyTerminal() throws IOException {
        RunResult result = with("pytorch", "a", "b", "c");
        Table table = throughput(result);
        int column = table.header().indexOf("engine");
        assertEquals(
                List.of("pytorch", "mxnet", "a", "b", "c"),
                table.rows().stream().limit(5).map(row -> row.get(column)).toList());
        int ratio = table.header().indexOf("pytorch / it (95 %)");
        assertEquals("-", table.rows().get(0).get(ratio));
        assertEquals(table.rows().get(1).get(ratio), table.rows().get(4).get(ratio));
        int width = 0;
        for (int i = 0; i < table.header().size(); i++) {
            int of = i;
            width += 3
                    + Math.max(
                            table.header().get(i).length(),
                            table.rows().stream()
                                    .mapToInt(row -> row.get(of).length())
                                    .max()
                                    .orElseThrow());
        }
        assertTrue(width <= 160, width + " columns");
        assertTrue(result.comparisons().stream()
                .map(Comparison::engines)
                .allMatch(pair -> pair.get(0).equals("pytorch")));
        assertTrue(VerdictTables.of(result)
                .get(0)
                .notes()
                .get(0)
                .startsWith("Every engine is compared with pytorch, and no two others with each other; p values are"));
    }

    @Test
    void withoutAReferenceTheOtherPairsAreInTheTableOfVerdicts() throws IOException {
        RunResult result = with(null, "a");
        assertTrue(throughput(result)
                .notes()
                .contains("How the others compare with each other is in the table of verdicts."));
        assertTrue(result.comparisons().stream().map(Comparison::engines).anyMatch(List.of("mxnet", "a")::equals));
        assertTrue(VerdictTables.of(result).get(0).notes().get(0).startsWith("Each two engines are compared; "));
    }
}
