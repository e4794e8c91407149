package io.enginebench.campaign.run;

import io.enginebench.record.cell.CellResult;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.CrossCell;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.run.TimeSpent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where a campaign's time goes. Safe for several threads; laps are the campaign's own. */
final class TimeSheet {
    /** The parts of {@link TimeSpent}. */
    enum Part {
        TRAINING,
        EVALUATING,
        TIMING,
        WARMING,
        CROSS_EVALUATING,
        STARTING,
        PARITY,
        DATA,
        REST
    }

    private final Map<Part, Double> seconds = new EnumMap<>(Part.class);
    private double ofProcesses;
    private long lapNanos;

    /** A sheet that begins at a reading of the monotonic clock. */
    TimeSheet(long startNanos) {
        lapNanos = startNanos;
    }

    /** What went by since the lap before was spent on this. */
    synchronized void lap(Part part) {
        add(part, lap());
    }

    /** Since the lap before processes ran, so many side by side. */
    synchronized void lapOfProcesses(int width) {
        add(Part.REST, Math.max(0, lap() - ofProcesses / width));
        ofProcesses = 0;
    }

    private double lap() {
        long now = System.nanoTime();
        double lap = (now - lapNanos) / 1e9;
        lapNanos = now;
        return lap;
    }

    /** A process ran from its start to its end, and its cells ended. */
    synchronized void process(double lasted, List<CellResult> cells) {
        double told = 0;
        for (CellResult cell : cells) {
            if (cell.outcome() instanceof Outcome.Trained trained) {
                told += add(Part.TRAINING, trained.trainingDurationS());
                told += add(Part.EVALUATING, evaluating(trained));
            } else if (cell.outcome() instanceof Outcome.Timed timed) {
                told += add(Part.TIMING, sum(timed.raw().windowDurationsNs()));
                told += add(Part.WARMING, sum(timed.warmup().windowDurationsNs()));
            }
        }
        boolean measured = cells.stream().allMatch(cell -> cell.status() == CellStatus.OK);
        boolean crossed = cells.stream().anyMatch(CrossCell.class::isInstance);
        add(!measured ? Part.REST : crossed ? Part.CROSS_EVALUATING : Part.STARTING, Math.max(0, lasted - told));
        ofProcesses += lasted;
    }

    /** After each epoch where there was a target, once where there was none. */
    private static double evaluating(Outcome.Trained trained) {
        return trained.epochScores() == null
                ? trained.predictDurationS()
                : sum(trained.epochScores().evaluationDurationsNs());
    }

    private static double sum(List<Long> durationsNs) {
        return durationsNs.stream().mapToLong(Long::longValue).sum() / 1e9;
    }

    private double add(Part part, double more) {
        seconds.merge(part, more, Double::sum);
        return more;
    }

    /** What has been spent so far. */
    synchronized TimeSpent spent() {
        return new TimeSpent(
                of(Part.TRAINING),
                of(Part.EVALUATING),
                of(Part.TIMING),
                of(Part.WARMING),
                of(Part.CROSS_EVALUATING),
                of(Part.STARTING),
                of(Part.PARITY),
                of(Part.DATA),
                of(Part.REST));
    }

    private double of(Part part) {
        return seconds.getOrDefault(part, 0.0);
    }
}
