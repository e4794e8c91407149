package io.enginebench.campaign.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.enginebench.campaign.run.TimeSheet.Part;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.QualityCell;
import io.enginebench.record.run.ResultFile;
import io.enginebench.record.run.TimeSpent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSheetTest {
    private static final Path FIXTURES = Path.of("../../results/record/src/test/resources/results");

    private static CellResult first(String file) throws IOException {
        return ResultFile.read(FIXTURES.resolve(file)).cells().stream()
                .filter(cell -> cell.status() == CellStatus.OK)
                .findFirst()
                .orElseThrow();
    }

    private static TimeSpent ofProcess(double lasted, CellResult... cells) {
        TimeSheet sheet = new TimeSheet(System.nanoTime());
        sheet.process(lasted, List.of(cells));
        return sheet.spent();
    }

    @Test
    void trainingTakesWhatItMeasuredAndTheStartTheRest() throws IOException {
        CellResult cell = first("v1.json");
        Outcome.Trained figures = (Outcome.Trained) cell.outcome();
        double measured = figures.trainingDurationS() + figures.predictDurationS();
        TimeSpent spent = ofProcess(measured + 3, cell);
        assertEquals(figures.trainingDurationS(), spent.trainingS(), 1e-9);
        assertEquals(figures.predictDurationS(), spent.evaluatingS(), 1e-9);
        assertEquals(3, spent.startingS(), 1e-9);
        assertEquals(0, spent.restS());
    }

    @Test
    void everyEvaluationOfATargetCounts() throws IOException {
        CellResult cell = first("v1-target.json");
        List<Long> evaluations =
                ((Outcome.Trained) cell.outcome()).epochScores().evaluationDurationsNs();
        assertTrue(evaluations.size() > 1);
        assertEquals(
                evaluations.stream().mapToLong(Long::longValue).sum() / 1e9,
                ofProcess(1000, cell).evaluatingS(),
                1e-9);
    }

    @Test
    void timingTakesItsWindowsAndThoseBeforeThem() throws IOException {
        CellResult cell = first("v1-throughput.json");
        Outcome.Timed figures = (Outcome.Timed) cell.outcome();
        TimeSpent spent = ofProcess(1000, cell);
        double windows = figures.raw().windowDurationsNs().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                / 1e9;
        assertEquals(windows, spent.timingS(), 1e-9);
        assertEquals(1000, spent.timingS() + spent.warmingS() + spent.startingS(), 1e-9);
    }

    @Test
    void processWithoutFiguresHasMeasuredNothing() throws IOException {
        CellResult cell = ResultFile.read(FIXTURES.resolve("v2.json")).qualityCells().stream()
                .findFirst()
                .map(one -> new QualityCell(
                        one.id(),
                        one.setting(),
                        one.hyperParameters(),
                        List.of(),
                        one.seen(),
                        new Outcome.Ended(CellStatus.CRASHED, "it died")))
                .orElseThrow();
        TimeSpent spent = ofProcess(5, cell);
        assertEquals(5, spent.restS(), 1e-9);
        assertEquals(0, spent.startingS());
    }

    /** Laps are of the clock, so that they cannot be told beforehand; together they are what has gone by. */
    @Test
    void lapsShareOutTheClock() {
        long start = System.nanoTime();
        TimeSheet sheet = new TimeSheet(start);
        sheet.lap(Part.DATA);
        sheet.lap(Part.PARITY);
        sheet.lapOfProcesses(2);
        TimeSpent spent = sheet.spent();
        double together = spent.dataS() + spent.parityS() + spent.restS();
        assertTrue(together > 0 && together <= (System.nanoTime() - start) / 1e9, "" + together);
    }
}
