package io.enginebench.analysis.verify;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.analysis.timing.Windows;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingMetrics;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Division;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Timing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the figures of timing rounds follow from their windows and histograms. */
final class ThroughputChecks {
    private ThroughputChecks() {}

    static void of(RunResult result, Findings findings) {
        Map<List<Object>, ThroughputCell> first = new HashMap<>();
        findings.each("cells", result.cells(), (at, cell) -> {
            if (cell instanceof ThroughputCell timing && cell.outcome() instanceof Outcome.Timed timed) {
                figures(at, timing.timing(), timed);
                repeats(at, timing, timed.raw().repeats());
                sameWork(at, timing, timed.raw(), first);
            }
        });
    }

    private static void figures(Findings at, Timing timing, Outcome.Timed timed) {
        TimingRaw raw = timed.raw();
        int batch = timing.globalBatchSize();
        TimingMetrics expected;
        try {
            expected = TimingFigures.of(timing.mode(), batch, raw);
            if (raw.latencyHistogram() != null) {
                long calls = Latencies.merged(List.of(raw.latencyHistogram())).count();
                at.same(".raw.latency_samples", calls, "from latency_histogram", raw.latencySamples());
            }
        } catch (IllegalArgumentException e) {
            at.unless(false, ".raw", "readings", e.getMessage());
            return;
        }
        Integer rows = raw.rowsPerWindow();
        at.unless(
                (timing.mode() == Mode.EPOCH) == (rows != null),
                ".raw.rows_per_window",
                "there for an epoch only",
                rows);
        if (rows != null) {
            at.same(
                    ".raw.steps_per_window",
                    (rows + batch - 1) / batch,
                    "from rows_per_window and global_batch_size",
                    raw.stepsPerWindow());
        }
        if (raw.firstStep() != null) {
            at.unless(
                    timing.mode() == Mode.TRAIN || raw.firstStep() == 1,
                    ".raw.first_step",
                    "1 for every mode but train",
                    raw.firstStep());
        }
        at.same(".metrics", expected, "from raw.window_durations_ns and raw.latency_histogram", timed.metrics());
        ThroughputCell.ColdStart start = timed.coldStart();
        if (start != null && start.networkMs() != null) {
            at.unless(
                    start.networkMs() <= start.firstBatchMs(),
                    ".cold_start.network_ms",
                    "a part of first_batch_ms, " + start.firstBatchMs(),
                    start.networkMs());
        }
        ThroughputCell.Warmup warmup = timed.warmup();
        if (warmup != null) { // The schema does not ask for one.
            at.same(
                    ".warmup.classification",
                    new Windows(raw.windowDurationsNs()).shapeAfter(warmup.windowDurationsNs()),
                    "from the windows",
                    warmup.classification());
        }
    }

    /** A worker doubles a window's work until it lasts as long as is meant, on what is faster than the core for which it is planned. */
    private static void repeats(Findings at, ThroughputCell cell, @Nullable Integer repeats) {
        at.unless(
                repeats == null
                        || (Integer.bitCount(repeats) == 1
                                && Placement.gpu(cell.device()).isPresent()
                                && cell.mode() != Mode.EPOCH),
                ".raw.repeats",
                "a power of two, and there on a GPU alone and for no epoch",
                repeats);
    }

    /** Every engine, division and round of a mode and batch does the same work between two readings, once or several times. */
    private static void sameWork(
            Findings at, ThroughputCell cell, TimingRaw raw, Map<List<Object>, ThroughputCell> first) {
        ThroughputCell other = first.computeIfAbsent(
                List.of(cell.setting().anywhere().in(Division.TUNED), cell.mode(), cell.globalBatchSize()),
                key -> cell);
        if (other.outcome() instanceof Outcome.Timed timed) {
            TimingRaw same = timed.raw();
            String why = "as in " + other.id();
            int batch = cell.globalBatchSize();
            at.same(".raw.rows_per_window", same.rows(batch), why, raw.rows(batch));
            at.same(".raw.steps_per_window", same.stepsPerWindow(), why, raw.stepsPerWindow());
            at.same(".raw.first_step", same.firstStep(), why, raw.firstStep());
        }
    }
}
