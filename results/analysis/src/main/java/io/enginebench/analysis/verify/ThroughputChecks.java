package io.enginebench.analysis.verify;

import io.enginebench.analysis.timing.Latencies;
import io.enginebench.analysis.timing.TimingControls;
import io.enginebench.analysis.timing.TimingFigures;
import io.enginebench.analysis.timing.Windows;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputCell;
import io.enginebench.record.cell.ThroughputCell.TimingMetrics;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.cell.ThroughputCell.Warmup;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.run.Control;
import io.enginebench.record.run.RunResult;
import io.enginebench.record.setting.Mode;
import java.util.List;
import java.util.Objects;

/** Whether the figures of timing rounds follow from their windows and histograms, and the controls from their cells. */
final class ThroughputChecks {
    private ThroughputChecks() {}

    static void of(RunResult result, Findings findings) {
        for (int i = 0; i < result.cells().size(); i++) {
            if (result.cells().get(i) instanceof ThroughputCell cell) {
                String where = "cells[" + i + "]";
                findings.same(
                        where + ".id",
                        ThroughputSpec.id(cell.setting(), cell.timing()),
                        "from what the cell is",
                        cell.id());
                if (cell.status() == CellStatus.OK) {
                    figures(where, cell, findings);
                }
            }
        }
        sameWork(result.throughputCells(), findings);
        List<Control> expected = TimingControls.of(result.throughputCells());
        findings.unless(
                expected.equals(result.controls()), "controls", expected + " (from the cells)", result.controls());
    }

    private static void figures(String where, ThroughputCell cell, Findings findings) {
        TimingMetrics got = Objects.requireNonNull(cell.metrics());
        TimingRaw raw = Objects.requireNonNull(cell.raw());
        TimingMetrics expected;
        try {
            expected = TimingFigures.of(cell.mode(), cell.globalBatchSize(), raw);
            if (raw.latencyHistogram() != null) {
                findings.same(
                        where + ".raw.latency_samples",
                        Latencies.merged(List.of(raw.latencyHistogram())).count(),
                        "from latency_histogram",
                        raw.latencySamples());
            }
        } catch (IllegalArgumentException e) {
            findings.unless(false, where + ".raw", "readings", e.getMessage());
            return;
        }
        Integer rows = raw.rowsPerWindow();
        findings.unless(
                (cell.mode() == Mode.EPOCH) == (rows != null),
                where + ".raw.rows_per_window",
                "there for an epoch only",
                rows);
        if (rows != null) {
            findings.same(
                    where + ".raw.steps_per_window",
                    (rows + cell.globalBatchSize() - 1) / cell.globalBatchSize(),
                    "from rows_per_window and global_batch_size",
                    raw.stepsPerWindow());
        }
        String why = "from raw.window_durations_ns";
        for (Metric metric : List.of(Metric.TRAIN_THROUGHPUT, Metric.INFER_THROUGHPUT, Metric.STEP_DURATION)) {
            findings.metric(where + ".metrics." + metric.id(), expected.score(metric), why, got.score(metric));
        }
        findings.same(where + ".metrics.latency", expected.latency(), "from latency_histogram", got.latency());
        Warmup warmup = cell.warmup();
        if (warmup != null) {
            findings.same(
                    where + ".warmup.classification",
                    new Windows(raw.windowDurationsNs())
                            .shapeAfter(warmup.windowDurationsNs())
                            .json(),
                    "from the windows",
                    warmup.classification().json());
        }
    }

    /** Every engine and round of a mode and batch does the same work between two readings. */
    private static void sameWork(List<ThroughputCell> cells, Findings findings) {
        for (ThroughputCell cell : cells) {
            cells.stream()
                    .filter(other -> other.mode() == cell.mode()
                            && other.task().equals(cell.task())
                            && other.model().equals(cell.model())
                            && other.globalBatchSize() == cell.globalBatchSize()
                            && other.raw() != null)
                    .findFirst()
                    .ifPresent(first -> {
                        if (cell.raw() != null) {
                            int batch = cell.globalBatchSize();
                            findings.same(
                                    cell.id() + ".raw.rows_per_window",
                                    Objects.requireNonNull(first.raw()).rows(batch),
                                    "as in " + first.id(),
                                    cell.raw().rows(batch));
                            findings.same(
                                    cell.id() + ".raw.steps_per_window",
                                    Objects.requireNonNull(first.raw()).stepsPerWindow(),
                                    "as in " + first.id(),
                                    cell.raw().stepsPerWindow());
                        }
                    });
        }
    }
}
