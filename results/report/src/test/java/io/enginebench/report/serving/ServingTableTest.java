package io.enginebench.report.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.verdict.Comparison;
import io.enginebench.report.export.Format;
import io.enginebench.report.page.ReportPage;
import io.enginebench.report.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The published rounds of five engines, with a reference. */
class ServingTableTest {
    private static final Path PUBLISHED =
            Path.of(System.getProperty("enginebench.home"), "results/published/fashion-serving.json");
    private static final int RANK = 3;

    private static RunResult edited(Consumer<JsonNode> ofEachAnswering) throws IOException {
        JsonNode document = Json.tree(PUBLISHED);
        for (JsonNode cell : document.get("cells")) {
            if (cell.path("mode").asText().equals("infer")) {
                ofEachAnswering.accept(cell);
            }
        }
        return ResultFile.of(document, "edited");
    }

    private static RunResult published() throws IOException {
        return edited(cell -> {});
    }

    private static Table only(RunResult result) {
        List<Table> tables = ServingTable.of(result);
        assertEquals(1, tables.size());
        return tables.get(0);
    }

    private static List<String> row(Table table, String engine, int batch) {
        return table.rows().stream()
                .filter(row -> row.get(0).equals(engine) && row.get(1).equals("" + batch))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachEngineHasARowOfEachBatchWithItsOwnMedians() throws IOException {
        RunResult result = published();
        Table table = only(result);
        assertTrue(table.title().startsWith("Serving: fashion  study-cnn, tuned ("), table.title());
        assertEquals(5 * 2, new HashSet<>(table.rows()).size());
        for (String engine : result.engineIds()) {
            for (int batch : List.of(1, 32)) {
                List<String> row = row(table, engine, batch);
                assertEquals(
                        text(
                                result,
                                engine,
                                batch,
                                cell -> cell.metrics().inferThroughput().score()),
                        row.get(4));
                assertEquals(
                        text(
                                result,
                                engine,
                                batch,
                                cell -> cell.coldStart().jvmMs()
                                        + cell.coldStart().libraryLoadMs()
                                        + cell.coldStart().firstBatchMs()),
                        row.get(7));
                assertEquals(text(result, engine, batch, cell -> cell.peakRssBytes() / 1e6), row.get(8));
                // Single calls are those of one row.
                assertEquals(batch != 1, row.get(5).equals("-"), row.toString());
                assertEquals(batch != 1, row.get(6).equals("-"), row.toString());
            }
        }
    }

    private static String text(RunResult result, String engine, int batch, ToDoubleFunction<ThroughputCell> figure) {
        return String.format(
                Locale.ROOT,
                "%,.0f",
                Sample.median(result.throughputCells().stream()
                        .filter(cell -> cell.engine().equals(engine)
                                && cell.mode() == Mode.INFER
                                && cell.globalBatchSize() == batch)
                        .mapToDouble(figure)
                        .toArray()));
    }

    private static int end(List<String> row, boolean best) {
        String[] ends = row.get(RANK).split("\\.\\.", -1);
        return Integer.parseInt(best ? ends[0] : ends[ends.length - 1]);
    }

    /** Whom the file itself calls faster stands before; nobody stands before another without a verdict, its own or by way of a third. */
    @Test
    void ranksAreThoseOfTheVerdicts() throws IOException {
        RunResult result = published();
        Table table = only(result);
        int verdicts = 0;
        for (Comparison one : result.comparisons()) {
            if (one.better() != null && Objects.requireNonNull(one.scope()).mode() == Mode.INFER) {
                String worse = one.engines().get(one.engines().get(0).equals(one.better()) ? 1 : 0);
                int batch = Objects.requireNonNull(one.scope().batch());
                assertTrue(end(row(table, one.better(), batch), false) < 5, one.text());
                assertTrue(end(row(table, worse, batch), true) > 1, one.text());
                verdicts++;
            }
        }
        assertTrue(verdicts > 0);
        for (int batch : List.of(1, 32)) {
            List<Integer> best = table.rows().stream()
                    .filter(row -> row.get(1).equals("" + batch))
                    .map(row -> end(row, true))
                    .toList();
            assertEquals(best.stream().sorted().toList(), best, "the first first");
        }
    }

    /** Two rounds decide nothing. */
    @Test
    void withoutVerdictsEveryPlaceIsOpen() throws IOException {
        JsonNode document = Json.tree(PUBLISHED);
        Iterator<JsonNode> cells = document.get("cells").elements();
        while (cells.hasNext()) {
            if (cells.next().path("round").asInt() > 2) {
                cells.remove();
            }
        }
        ((ObjectNode) document).putArray("comparisons");
        assertTrue(only(ResultFile.of(document, "two rounds")).rows().stream()
                .allMatch(row -> row.get(RANK).equals("1..5")));
    }

    @Test
    void figuresThatAreNotThereAreNoZero() throws IOException {
        Table table = only(edited(cell -> {
            if (cell.get("engine").asText().equals("mxnet")) {
                ((ObjectNode) cell).remove(List.of("cold_start", "peak_rss_bytes"));
            } else if (cell.get("engine").asText().equals("tensorflow")) {
                ((ObjectNode) cell)
                        .put("status", "UNSUPPORTED")
                        .put("reason", "no such engine here")
                        .remove(List.of("metrics", "warmup", "load", "cold_start", "memory", "raw", "peak_rss_bytes"));
            }
        }));
        assertEquals(List.of("-", "-"), row(table, "mxnet", 1).subList(7, 9));
        assertEquals(
                List.of("tensorflow", "32", "1", "-", "-", "-", "-", "-", "-"),
                table.rows().get(table.rows().size() - 1));
        assertTrue(
                table.rows().stream()
                        .filter(row -> !row.get(0).equals("tensorflow"))
                        .allMatch(row -> end(row, false) <= 4),
                "who has no figures takes no place");
    }

    @Test
    void oneEngineAloneIsNotRanked() throws IOException {
        JsonNode document = Json.tree(PUBLISHED);
        Iterator<JsonNode> cells = document.get("cells").elements();
        while (cells.hasNext()) {
            if (!cells.next().path("engine").asText().equals("mxnet")) {
                cells.remove();
            }
        }
        assertEquals(List.of(), ServingTable.of(ResultFile.of(document, "one engine")));
    }

    @Test
    void pageAndMarkdownHaveTheTable() throws IOException {
        RunResult result = published();
        String title = only(result).title();
        assertTrue(ReportPage.html(List.of(new ReportPage.Named("result.json", result)))
                .contains(title));
        assertTrue(Format.MARKDOWN.write(result).contains("**" + title + "**"));
    }

    @Test
    void fiveEnginesFitAnyTerminal() throws IOException {
        Table table = only(published());
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
        assertTrue(width <= 120, width + " columns");
    }
}
