package io.enginebench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.figure.Evidence;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.verdict.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings with controls, as a whole command: two seeds of five folds on both engines, each twice. */
@Tag("engine")
class NudgedTrainingsTest {
    @TempDir
    Path folder;

    private static Evidence evidence(QualityCell cell) {
        return Objects.requireNonNull(cell.evidence());
    }

    @Test
    void everyTrainingIsRepeatedFromOtherBitsAndJudgedAgainstItself() throws IOException {
        Path out = folder.resolve("out");
        Session session = Session.run(
                "compare",
                "--engines",
                "pytorch,mxnet",
                "--tasks",
                "navigability",
                "--seeds",
                "2",
                "--epochs",
                "1",
                "--samples",
                "200",
                "--controls",
                "--out",
                out.toString());
        assertEquals(0, session.exitCode(), session.err());
        RunResult result = Session.result(out);
        Map<String, QualityCell> controls =
                result.qualityControls().stream().collect(Collectors.toMap(QualityCell::id, Function.identity()));
        assertEquals(20, result.qualityCells().size());
        assertEquals(20, controls.size());
        for (QualityCell cell : result.qualityCells()) {
            QualityCell control = controls.get(cell.id() + "-nudged");
            assertEquals(evidence(cell).batchOrderSha256(), evidence(control).batchOrderSha256());
            assertNotEquals(
                    evidence(cell).startingWeightsSha256(), evidence(control).startingWeightsSha256());
            assertNotEquals(
                    evidence(cell).finalWeightsSha256(), evidence(control).finalWeightsSha256());
            // What is nudged is drawn in Java, so that both engines' controls start alike too.
            assertEquals(
                    evidence(controls.get(control.id().replace("mxnet", "pytorch")))
                            .startingWeightsSha256(),
                    evidence(control).startingWeightsSha256());
        }
        assertTrue(result.crossCells().stream()
                .noneMatch(cell -> cell.trainedCell().endsWith("-nudged")));
        assertEquals(
                List.of(
                        "navigability study-cnn, trainings, 1 thread: pytorch against itself from nudged weights is equivalent",
                        "navigability study-cnn, trainings, 1 thread: mxnet against itself from nudged weights is equivalent"),
                result.controls().stream().map(Control::name).toList());
        assertTrue(session.out().contains("control "), session.out());
        assertEquals(
                0, Session.run("verify", out.resolve("result.json").toString()).exitCode(), session.out());
    }
}
