package io.enginebench.analysis.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.enginebench.analysis.comparison.CellComparisons;
import io.enginebench.record.json.Json;
import io.enginebench.record.run.ContentHash;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A result of one seed whose trainings, of two tasks on two engines, all have a control that came out the same. */
class ControlledTrainingsTest {
    private static final Path FIXTURE =
            Path.of(System.getProperty("enginebench.home"), "results/record/src/test/resources/results/v2.json");

    private static ObjectNode fixture() throws IOException {
        return (ObjectNode) Json.tree(Files.readString(FIXTURE), "fixture");
    }

    private static RunResult judged(ObjectNode document) throws IOException {
        return CellComparisons.judged(ResultFile.of(document, "controlled"));
    }

    private static ObjectNode controlled() throws IOException {
        ObjectNode document = fixture();
        NudgedCells.addTo(document);
        return (ObjectNode) Json.tree(Json.line(judged(document).sealed()), "controlled");
    }

    private static List<String> findings(Consumer<ObjectNode> edit) throws IOException {
        ObjectNode document = controlled();
        edit.accept(document);
        document.put(ContentHash.MEMBER, ContentHash.of(document));
        return Verification.of(document.toString(), "edited").findings();
    }

    private static ObjectNode firstControl(ObjectNode document) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> (ObjectNode) document.path("cells").path(i))
                .filter(cell -> cell.has("control"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFigureFollowsAndNoOtherFigureChanges() throws IOException {
        assertEquals(List.of(), findings(document -> {}));
        RunResult with = judged(controlled());
        RunResult without = judged(fixture());
        assertEquals(without.comparisons(), with.comparisons());
        assertEquals(without.qualityCells(), with.qualityCells());
        assertEquals(without.qualityCells().size(), with.qualityControls().size());
        assertEquals(4, with.controls().size(), "two tasks on two engines");
        assertEquals(with.controls(), Control.of(Control.State.UNDECIDED, with.controls()), "one seed");
    }

    @Test
    void editedControlIsFound() throws IOException {
        List<String> found =
                findings(document -> ((ObjectNode) document.path("controls").path(0))
                        .put("state", "passed")
                        .put("passed", true));
        assertEquals(2, found.size(), found.toString());
        assertTrue(found.stream().allMatch(line -> line.startsWith("controls[0].")), found.toString());
    }

    @Test
    void controlThatStartedWhereItsTrainingDidIsFound() throws IOException {
        String start = fixture().at("/cells/0/evidence/starting_weights_sha256").asText();
        List<String> found = findings(document -> document.path("cells").forEach(cell -> {
            if (cell.has("control") && cell.has("evidence")) {
                ((ObjectNode) cell.path("evidence")).put("starting_weights_sha256", start);
            }
        }));
        assertTrue(
                found.stream()
                        .anyMatch(line ->
                                line.contains(".evidence.starting_weights_sha256 must be others than those of ")),
                found.toString());
    }

    @Test
    void controlWithoutItsMemberOrItsFoldIsFound() throws IOException {
        List<String> found = findings(document -> firstControl(document).remove("control"));
        assertTrue(found.stream().anyMatch(line -> line.contains(".id must be ")), found.toString());
        List<String> gone = findings(document -> {
            String id = firstControl(document).path("id").asText();
            document.withArray("cells")
                    .removeIf(cell -> cell.path("id").asText().equals(id));
        });
        assertTrue(
                gone.stream()
                        .anyMatch(line -> line.startsWith("cells must be every fold of the seeds on every engine")),
                gone.toString());
    }

    /** The file may be true in every figure; what it compares has no ground. */
    @Test
    void failedControlTakesTheGroundOfTheComparisonsAway() throws IOException {
        RunResult result = judged(fixture());
        Control failed = Control.ofTrainings(
                "mxnet", "emojis", "study-cnn", Division.TUNED, 1, Control.State.FAILED, "mxnet is better");
        assertEquals(
                List.of("control " + failed.name()
                        + " must have passed, got: mxnet is better (two runs of one engine are called different)"),
                of(result.judged(result.comparisons(), List.of(failed))).unsound());
        Control open = failed.judged(Control.State.UNDECIDED);
        assertEquals(
                List.of("control " + open.name()
                        + " is undecided, so it is not shown that the seeds could tell: mxnet is better"),
                of(result.judged(result.comparisons(), List.of(open))).undecided());
    }

    private static Verification of(RunResult result) {
        return new Verification("file", result, List.of(), false);
    }

    @Test
    void controlOfTimingCannotBeOneOfTrainings() throws IOException {
        assertEquals(
                1,
                findings(document -> firstControl(document).put("control", "again"))
                        .size());
    }
}
