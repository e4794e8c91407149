package io.enginebench.analysis.verify;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.figure.EpochScores;
import java.util.List;
import java.util.stream.LongStream;

/** What cells measured by the clock, as seconds of the campaign that they are of. */
public final class MeasuredTime {
    private MeasuredTime() {}

    /** The least that a campaign with these cells took: what they measured, so many jobs at a time. */
    public static double least(List<CellResult> cells, int jobs) {
        return cells.stream().mapToDouble(cell -> nanos(cell).sum() / 1e9).sum() / jobs;
    }

    private static LongStream nanos(CellResult cell) {
        if (cell.outcome() instanceof Outcome.Timed timed) {
            return LongStream.concat(
                    timed.raw().windowDurationsNs().stream().mapToLong(Long::longValue),
                    timed.warmup() == null
                            ? LongStream.empty()
                            : timed.warmup().windowDurationsNs().stream().mapToLong(Long::longValue));
        }
        if (cell.outcome() instanceof Outcome.Trained trained) {
            EpochScores scores = trained.epochScores();
            return LongStream.concat(
                    trained.raw().epochDurationsNs().stream().mapToLong(Long::longValue),
                    scores == null
                            ? LongStream.of((long) (trained.predictDurationS() * 1e9))
                            : scores.evaluationDurationsNs().stream().mapToLong(Long::longValue));
        }
        return LongStream.empty();
    }
}
