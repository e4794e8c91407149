package io.enginebench.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.record.json.Json;
import io.enginebench.record.json.MalformedJsonException;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.report.answer.Answer;
import io.enginebench.report.page.ReportPage.Named;
import io.enginebench.report.table.Divisions;
import io.enginebench.report.table.RunSummary;
import io.enginebench.report.table.Table;
import io.enginebench.report.table.TimingTables;
import io.enginebench.report.table.VerdictTables;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivisionsTest {
    /** The fixture, in which beta is faster at answering, with the same speed once more in the plain division. */
    private static RunResult withPlain(double ratio, String verdict, String better) throws MalformedJsonException {
        ObjectNode result = (ObjectNode) Json.tree(PageFixture.result());
        ArrayNode comparisons = (ArrayNode) result.path("comparisons");
        ObjectNode speed = comparisons.get(comparisons.size() - 1).deepCopy();
        speed.put("division", "plain").put("estimate", ratio).put("verdict", verdict);
        speed.put("better", better);
        comparisons.add(speed);
        return Json.read(result, "fixture", RunResult.class);
    }

    @Test
    void firstScreenSaysInASentenceWhereTheDivisionsDisagree() throws MalformedJsonException {
        RunResult result = withPlain(1.25, "better", "alpha");
        assertEquals(
                List.of(
                        "faces, cnn, answering, batch 32, 1 thread: tuned (without libomp and tcmalloc), beta is 2.00 times as fast;"
                                + " as DJL's tutorials write it (without libomp and tcmalloc), alpha is 1.25 times as fast."),
                Divisions.disagreements(result));
        String page = ReportPage.html(List.of(new Named("r", result)));
        assertTrue(page.contains("beta is 2.00 times as fast"), "page");
    }

    @Test
    void divisionsThatAgreeOrCannotTellAreNoDisagreement() throws MalformedJsonException {
        assertEquals(List.of(), Divisions.disagreements(withPlain(0.7, "better", "beta")));
        assertEquals(List.of(), Divisions.disagreements(withPlain(0.9, "inconclusive", null)));
        assertEquals(
                List.of(
                        "faces, cnn, answering, batch 32, 1 thread: tuned (without libomp and tcmalloc), beta is 2.00 times as fast;"
                                + " as DJL's tutorials write it (without libomp and tcmalloc), alpha and beta are equally fast."),
                Divisions.disagreements(withPlain(1.0, "equivalent", null)));
    }

    @Test
    void headingTellsWhichOptionalLibrariesTheWorkersHad() throws MalformedJsonException {
        ObjectNode result = (ObjectNode) Json.tree(PageFixture.result());
        assertEquals("tuned (without libomp and tcmalloc)", Divisions.heading(PageFixture.result(), Division.TUNED));
        result.path("engines")
                .forEach(engine -> ((ObjectNode) engine.path("env")).put("LD_PRELOAD", "/usr/lib/libomp.so.5"));
        assertEquals(
                "tuned (with libomp, without tcmalloc)",
                Divisions.heading(Json.read(result, "fixture", RunResult.class), Division.TUNED));
    }

    /** Libraries alone move ratios by half, so no speed stands anywhere without them. */
    @Test
    void everyHeadingOfSpeedTellsTheLibraries() throws MalformedJsonException {
        ObjectNode document = (ObjectNode) Json.tree(PageFixture.result());
        document.path("engines")
                .forEach(engine -> ((ObjectNode) engine.path("env")).put("LD_PRELOAD", "/usr/lib/libomp.so.5"));
        RunResult result = Json.read(document, "fixture", RunResult.class);
        String heading = "tuned (with libomp, without tcmalloc)";
        String page = ReportPage.html(List.of(new Named("r", result)));
        for (String title : List.of(
                "Inference throughput: faces, cnn, ",
                "Latency: faces, cnn, ",
                "Training rate: faces, cnn, ",
                "Quality against speed: faces, cnn, ")) {
            assertTrue(page.contains(title + heading), title);
        }
        assertTrue(
                VerdictTables.of(result).stream().map(Table::title).anyMatch(title -> title.contains(heading)),
                "the table of verdicts");
        assertTrue(
                TimingTables.of(result).stream().map(Table::title).allMatch(title -> title.contains(heading)),
                "tables of timings");
        assertTrue(
                RunSummary.of("r", result.sealed()).verdicts().stream()
                        .anyMatch(verdict -> verdict.figure().endsWith(heading)),
                "the list of runs");
        assertTrue(
                Answer.of(result).get(0).lines().stream()
                        .map(Answer.Line::toString)
                        .anyMatch(("Driven: " + heading)::equals),
                "the answer");
    }

    @Test
    void headingTellsWhereNotAllRanOnTheCpuInFullPrecision() throws MalformedJsonException {
        ObjectNode result = (ObjectNode) Json.tree(PageFixture.result());
        ((ObjectNode) result.path("engines").path(1)).put("device", "gpu:0").put("dtype", "float16");
        assertEquals(
                "tuned (without libomp and tcmalloc, on cpu and gpu:0, in float32 and float16)",
                Divisions.heading(Json.read(result, "fixture", RunResult.class), Division.TUNED));
    }
}
