package io.enginebench.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each reader documents that it needs, found again in what is written, also under a comma-decimal locale. */
class FormatTest {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v1.json");

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void commaDecimal() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static RunResult fixture() throws IOException {
        return ResultFile.read(FIXTURE);
    }

    private static List<Double> accuracies(RunResult result) {
        return result.qualityCells().stream()
                .filter(cell -> cell.engine().equals("pytorch")
                        && cell.task().equals("emojis")
                        && cell.status() == CellStatus.OK)
                .map(QualityCell::metrics)
                .map(metrics -> Objects.requireNonNull(
                                Objects.requireNonNull(metrics).accuracy())
                        .score())
                .toList();
    }

    /** Each training once more as a control of itself; none of them is a value of any series. */
    @Test
    void controlsOfTrainingsAreLeftOut() throws IOException {
        RunResult result = fixture();
        ObjectNode document = (ObjectNode) Json.tree(Json.line(result), "fixture");
        ArrayNode cells = (ArrayNode) document.path("cells");
        result.qualityCells()
                .forEach(cell -> cells.add(((ObjectNode) Json.tree(cell))
                        .put("id", cell.id() + "-nudged")
                        .put("control", "nudged")));
        RunResult controlled = Json.read(document.toString(), "controlled", RunResult.class);
        for (Format format : Format.values()) {
            if (format != Format.MARKDOWN) {
                assertEquals(format.write(result), format.write(controlled), format.name());
            }
        }
    }

    @Test
    void jmhArrayHasWhatItsReadersRead() throws IOException {
        RunResult result = fixture();
        JsonNode benchmarks = Json.tree(Format.JMH.write(result), "jmh");
        JsonNode accuracy = null;
        for (JsonNode benchmark : benchmarks) {
            // github-action-benchmark's extractJmhResult reads these; JMH Visualizer also the mode and raw data.
            assertTrue(benchmark.path("benchmark").isTextual()
                    && benchmark.path("params").isObject());
            assertTrue(List.of("thrpt", "avgt").contains(benchmark.path("mode").asText()));
            assertTrue(
                    benchmark.path("forks").isInt() && benchmark.path("threads").isInt());
            assertTrue(benchmark.path("measurementIterations").isInt());
            JsonNode metric = benchmark.path("primaryMetric");
            assertTrue(
                    metric.path("score").isNumber() && metric.path("scoreUnit").isTextual());
            assertTrue(metric.path("scoreError").isNumber()
                    || metric.path("scoreError").asText().equals("NaN"));
            assertEquals(2, metric.path("scoreConfidence").size());
            assertEquals(benchmark.path("forks").asInt(), metric.path("rawData").size());
            if (benchmark.path("benchmark").asText().equals("enginebench.emojis.study-cnn.accuracy")
                    && benchmark.at("/params/engine").asText().equals("pytorch")) {
                accuracy = benchmark;
            }
        }
        List<Double> scores = accuracies(result);
        assertEquals(5, scores.size());
        assertEquals("thrpt", Objects.requireNonNull(accuracy).path("mode").asText());
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    scores.get(i),
                    accuracy.path("primaryMetric")
                            .path("rawData")
                            .path(i)
                            .path(0)
                            .asDouble());
        }
        assertEquals(
                scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
                accuracy.at("/primaryMetric/score").asDouble());
    }

    @Test
    void customBenchmarksAreInTheFileOfTheirDirectionAlone() throws IOException {
        RunResult result = fixture();
        JsonNode bigger = Json.tree(Format.GITHUB_ACTION_BENCHMARK.write(result), "bigger");
        JsonNode smaller = Json.tree(Format.GITHUB_ACTION_BENCHMARK_SMALLER.write(result), "smaller");
        for (JsonNode entries : List.of(bigger, smaller)) {
            assertTrue(entries.isArray() && !entries.isEmpty());
            for (JsonNode entry : entries) {
                // The fields of its documentation: name, unit and value are required, range and extra are texts.
                assertTrue(entry.path("name").isTextual() && entry.path("unit").isTextual());
                assertTrue(entry.path("value").isNumber() && entry.path("extra").isTextual());
                assertTrue(
                        entry.path("range").isMissingNode()
                                || entry.path("range").asText().matches("± [0-9.e+-]+"),
                        entry.toString());
                boolean error = entry.path("name").asText().matches(".*\\.(cross_)?(mse|mae) .*");
                assertEquals(entries.equals(smaller), error, entry.toString());
            }
        }
    }

    @Test
    void csvReadsBackWithEveryFigureOfEveryCell() throws IOException {
        RunResult result = fixture();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(Format.CSV.write(result))) {
            assertEquals(
                    accuracies(result),
                    rows.readAll().stream()
                            .filter(row -> row.get("figure").equals("emojis.study-cnn.accuracy")
                                    && row.get("engine").equals("pytorch"))
                            .map(row -> Double.valueOf(row.get("score")))
                            .toList());
        }
    }

    @Test
    void numbersThatAnEngineAnswersInAreAColumn() throws IOException {
        ObjectNode document = (ObjectNode) Json.tree(Json.line(fixture()), "fixture");
        document.path("cells").forEach(cell -> ((ObjectNode) cell).put("dtype", "float16"));
        String csv = Format.CSV.write(Json.read(document.toString(), "halves", RunResult.class));
        assertTrue(csv.lines().skip(1).allMatch(line -> line.contains(",cpu,float16,")), csv);
    }

    /** Timings among them. */
    @Test
    void everyPublishedResultHasEveryForm() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("enginebench.home"), "results/published"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                RunResult result = ResultFile.read(file);
                for (Format format : Format.values()) {
                    assertFalse(format.write(result).isBlank(), file + " as " + format.id());
                }
                String csv = Format.CSV.write(result);
                for (String processor :
                        result.environment().host().hostProcessorModelName().split(", ", -1)) {
                    assertTrue(csv.contains(processor), file.toString());
                }
            }
        }
    }

    @Test
    void whatASpreadsheetWouldRunIsText() {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1")) {
            assertTrue(CsvTable.inert(formula).startsWith("'"), formula);
        }
        assertEquals("pytorch", CsvTable.inert("pytorch"));
    }

    @Test
    void markdownHasATableForEachTask() throws IOException {
        String text = Format.MARKDOWN.write(fixture());
        assertTrue(text.contains("**emojis") && text.contains("**navigability"));
    }

    @Test
    void timesOfTrainingsSideBySideAreNoFigures() throws IOException {
        RunResult result = fixture();
        assertEquals(2, result.campaign().jobs());
        assertFalse(Format.CSV.write(result).contains("train_throughput"));
    }
}
