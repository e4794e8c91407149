package io.enginebench.report.page;

import static io.enginebench.report.page.Pages.all;
import static io.enginebench.report.page.Pages.charts;
import static io.enginebench.report.page.Pages.markup;
import static io.enginebench.report.page.Pages.page;
import static io.enginebench.report.page.Pages.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Conclusion;
import io.enginebench.report.page.html.Palette;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {
    /** The fixture with some of its cells, in that order. */
    private static RunResult with(List<CellResult> cells) {
        RunResult run = PageFixture.result();
        return PageFixture.with(run, run.engines(), cells);
    }

    private static List<List<String>> enginesOfEachChart(String page) throws IOException {
        List<List<String>> ofCharts = new ArrayList<>();
        for (JsonNode chart : Json.tree(charts(page), "charts")) {
            List<String> names = new ArrayList<>();
            chart.path("series").forEach(series -> names.add(series.path("name").asText()));
            names.retainAll(List.of("alpha", "beta"));
            if (names.size() > 1) {
                ofCharts.add(names);
            }
        }
        return ofCharts;
    }

    /** Beta ran first everywhere, and was asked for last: loss, score, recall, throughput, latency, rate, trade-off and memory. */
    @Test
    void everyChartHasTheEnginesInOneOrder() throws IOException {
        List<CellResult> cells = new ArrayList<>(PageFixture.result().cells());
        Collections.reverse(cells);
        List<List<String>> ofCharts = enginesOfEachChart(page(with(cells)));
        assertEquals(Collections.nCopies(8, List.of("alpha", "beta")), ofCharts);
    }

    @Test
    void tenEnginesHaveColoursAndMarksOfTheirOwn() {
        List<String> engines =
                IntStream.range(0, 10).mapToObj(number -> "engine" + number).toList();
        Palette palette = new Palette(engines);
        String style =
                all("(?s)<style>(.*?)</style>", page(PageFixture.result())).get(0);
        List<String> marks = new ArrayList<>(List.of("a circle"));
        for (int number = 0; number < 10; number++) {
            assertEquals(number, palette.of(engines.get(number)));
            assertEquals(2, all("(--e" + number + ": #)", style).size(), "on light and dark paper");
            marks.addAll(all("--m" + number + ": (polygon\\(.*?\\));", style));
        }
        assertEquals(10, marks.stream().distinct().count(), marks.toString());
    }

    /** The margin is 5 %: two estimates within it, of which one is decided. */
    @Test
    void equivalentAndInconclusiveAreMarkedApartInChartAndLegend() throws IOException {
        RunResult run = PageFixture.result();
        String page = page(run.judged(
                List.of(
                        PageFixture.speed("cnn", 1, 1.01, Conclusion.EQUIVALENT, null),
                        PageFixture.speed("cnn", 32, 1.02, Conclusion.INCONCLUSIVE, null),
                        PageFixture.speed("cnn", 256, 2, Conclusion.BETTER, "beta")),
                run.controls()));
        Map<String, JsonNode> marks = new HashMap<>();
        Json.tree(charts(page), "charts")
                .path("r1-forest0")
                .path("series")
                .forEach(series -> marks.put(series.path("name").asText(), series.path("mark")));
        assertEquals(1, marks.get("beta better").asInt());
        assertTrue(
                marks.get("equivalent").isTextual() && marks.get("inconclusive").isTextual(), marks.toString());
        assertNotEquals(marks.get("equivalent"), marks.get("inconclusive"));
    }

    /** One training of each engine is one point, and no cloud. */
    @Test
    void oneSeedHasNoTradeOff() {
        String title = "Quality against speed: ";
        RunResult run = PageFixture.result();
        assertTrue(page(run).contains(title));
        assertFalse(page(with(run.cells().stream()
                        .filter(cell -> !(cell instanceof QualityCell) || cell.seed() == 1)
                        .toList()))
                .contains(title));
    }

    @Test
    void oneEpochHasNoCurve() throws IOException {
        List<String> titles = List.of(">Training loss<", ">Accuracy<", ">Training rate: ");
        ObjectNode run = (ObjectNode) Json.tree(Json.line(PageFixture.result()), "fixture");
        titles.forEach(title -> assertTrue(page(PageFixture.result()).contains(title), title));
        for (JsonNode cell : run.path("cells")) {
            for (String curve :
                    List.of("/loss_per_epoch", "/epoch_scores/score_per_epoch", "/raw/epoch_durations_ns")) {
                if (cell.at(curve) instanceof ArrayNode values) {
                    while (values.size() > 1) {
                        values.remove(1);
                    }
                }
            }
        }
        String page = page(Json.read(run.toString(), "one epoch", RunResult.class));
        titles.forEach(title -> assertFalse(page.contains(title), title));
    }

    /** As a run that was stopped leaves them: alpha's second seed, whose last loss is 0.25 / 2, has nothing to stand beside. */
    @Test
    void curvesAreOverTheSeedsThatAllEnginesHave() {
        List<CellResult> cells = PageFixture.result().cells().stream()
                .filter(cell -> !(cell instanceof QualityCell) || cell.engine().equals("alpha") || cell.seed() == 1)
                .toList();
        String text = text(page(with(cells)));
        assertTrue(text.contains("epoch alpha beta 1 1.0000 1.0000 2 0.5000 0.5000 3 0.2500 0.2500"), text);
    }

    /** The fixture's alpha scores 0.5, 0.5 and 1, its beta 0.5, 0.5 and 0.75. */
    @Test
    void scoreAfterEachEpochHasACurveWithTheTargetAndATable() throws IOException {
        String page = page(PageFixture.result());
        assertTrue(page.contains("on the test rows; higher is better; target 0.875; mean over folds and seeds"));
        assertTrue(page.contains("\"alpha, epoch 3: 1.0000\"") && page.contains("\"name\":\"target 0.875\""));
        String text = text(page);
        assertTrue(
                text.contains(
                        "Accuracy after each epoch epoch alpha beta 1 0.5000 0.5000 2 0.5000 0.5000 3 1.0000 0.7500"),
                text);
        assertTrue(text.contains("epochs to accuracy 0.875 3.0 missed by 2 of 2"), text);
        assertTrue(page.contains(
                "higher is better). Seconds of training to accuracy 0.875: alpha 0.00, beta missed by 2 of 2"));
        assertFalse(page(PublishedSeed.result()).contains("Accuracy after each"), "no curve was measured");
    }

    /** The fixture's trainings have 4 rows and take 1, 2 and 3 ns an epoch: 4, 2 and 1.333 thousand million rows a second. */
    @Test
    void rateOfEachEpochHasACurveAndATable() throws IOException {
        String text = text(page(PageFixture.result()));
        assertTrue(
                text.contains(
                        "Training rate: faces, cnn, tuned (without libomp and tcmalloc), clean protocol, synthetic data"),
                text);
        assertTrue(text.contains("epoch alpha beta 1 4.00e+09 4.00e+09 2 2.00e+09 2.00e+09 3 1.33e+09 1.33e+09"), text);
        assertFalse(page(PublishedSeed.result()).contains("Training rate"), "trainings that shared the machine");
    }

    @Test
    void everyChartHasItsFiguresInAnOpenTableForReadersWithoutScripts() {
        String page = markup(page(PageFixture.result()));
        List<String> charts = all("<div class=\"chart\" id=\"([^\"]*)\"", page);
        assertTrue(charts.size() >= 6, charts.toString());
        assertEquals(
                charts.size(),
                all("(?s)(</div>\\s*<details class=\"figures\" open>.*?<table[ >])", page)
                        .size());
        assertEquals(charts.size(), charts.stream().distinct().count(), "ids");
    }

    @Test
    void latencyIsToldOnlyWhereEnoughCallsBackIt() {
        String page = page(PageFixture.result());
        // A thousand calls: p90 has the 100 beyond it that it needs, p99 has 10. Three digits of 1.5 ms are kept.
        assertTrue(page.contains("\"alpha, p90: 1.5"), "p90");
        assertFalse(page.contains("alpha, p99"), "p99");
    }
}
