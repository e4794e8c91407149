package io.enginebench.analysis.timing;

import io.enginebench.record.cell.ThroughputCell.Percentile;
import io.enginebench.record.cell.ThroughputCell.TimingMetrics;
import io.enginebench.record.cell.ThroughputCell.TimingRaw;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.setting.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of one cell from its readings. */
public final class TimingFigures {
    private TimingFigures() {}

    /**
     * The figures: the median window's time for each of its steps, rows per second at that pace, and the percentiles that enough
     * single calls back.
     *
     * @param batch rows in a step
     * @throws IllegalArgumentException if the histogram cannot be read
     */
    public static TimingMetrics of(Mode mode, int batch, TimingRaw raw) {
        double stepNs = new Windows(raw.windowDurationsNs()).median() / ((double) raw.stepsPerWindow() * raw.times());
        double rowsPerStep = raw.rows(batch) / (double) raw.stepsPerWindow();
        Score throughput = mode.throughput().of(rowsPerStep * 1e9 / stepNs);
        @Nullable
        List<Percentile> latency = raw.latencyHistogram() == null
                ? null
                : Latencies.merged(List.of(raw.latencyHistogram())).percentiles();
        return new TimingMetrics(
                mode.trains() ? throughput : null,
                mode.trains() ? null : throughput,
                Metric.STEP_DURATION.of(stepNs / 1e6),
                latency);
    }
}
