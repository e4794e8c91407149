package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One engine's part of a timing round: what was asked, how it ended, and its readings if it ended well.
 *
 * @param mode what was repeated
 * @param round 1-based; cells of one round ran back to back
 * @param position 0-based place in the round's drawn order
 * @param control null for a measurement
 * @param warmup what came before the measured windows
 * @param load what the process and the machine did meanwhile
 * @param coldStart from the start of the process to the first batch
 * @param memory the process's resident set at three points
 */
public record ThroughputCell(
        String id,
        String engine,
        String device,
        String task,
        String model,
        Mode mode,
        int globalBatchSize,
        int round,
        int position,
        @Nullable ControlArm control,
        long seed,
        int numThreads,
        CellStatus status,
        @Nullable String reason,
        @Nullable TimingMetrics metrics,
        @Nullable Warmup warmup,
        @Nullable Load load,
        @Nullable ColdStart coldStart,
        @Nullable Memory memory,
        @Nullable Long peakRssBytes,
        @Nullable TimingRaw raw,
        @Nullable Failure failure)
        implements CellResult {
    public ThroughputCell {
        Check.id("cell", id);
        boolean ok = status == CellStatus.OK;
        Check.that(
                ok == (metrics != null) && ok == (raw != null) && ok == (reason == null),
                "figures of cell " + id,
                "there exactly when its status is OK",
                status);
    }

    /**
     * Figures derived from {@link TimingRaw}, each by the formula of its {@link Metric}.
     *
     * @param trainThroughput null for inference
     * @param inferThroughput null for training
     * @param latency percentiles of the time from a batch handed in to its answers in the host's memory; null unless
     *     single calls were timed; percentiles without enough samples are left out
     */
    public record TimingMetrics(
            @Nullable Score trainThroughput,
            @Nullable Score inferThroughput,
            Score stepDuration,
            @Nullable List<Percentile> latency) {
        public TimingMetrics {
            latency = latency == null ? null : List.copyOf(latency);
        }

        /** The score in a metric; null where there is none. */
        public @Nullable Score score(Metric metric) {
            return switch (metric) {
                case TRAIN_THROUGHPUT -> trainThroughput;
                case INFER_THROUGHPUT -> inferThroughput;
                case STEP_DURATION -> stepDuration;
                default -> null;
            };
        }

        /** Rows per second, whether trained on or answered. */
        public Score throughput() {
            return trainThroughput != null ? trainThroughput : Objects.requireNonNull(inferThroughput);
        }
    }

    /**
     * One percentile.
     *
     * @param percentile 50, 90, 99 or 99.9
     * @param score in {@code unit}
     */
    public record Percentile(double percentile, double score, String unit, boolean higherIsBetter) {
        /** A percentile of so many milliseconds. */
        public static Percentile of(double percentile, double milliseconds) {
            Metric metric = Metric.latency(percentile);
            return new Percentile(percentile, milliseconds, metric.unit(), metric.higherIsBetter());
        }
    }

    /**
     * Readings.
     *
     * @param stepsPerWindow steps between two readings of the clock
     * @param rowsPerWindow rows in them; null where every step has a full batch
     * @param windowDurationsNs of each measured window, the engine's queue drained at both borders
     * @param latencySamples calls in the histogram; null unless single calls were timed
     * @param latencyHistogram HdrHistogram's compressed encoding in base 64, values in nanoseconds
     */
    public record TimingRaw(
            int stepsPerWindow,
            @Nullable Integer rowsPerWindow,
            List<Long> windowDurationsNs,
            @Nullable Long latencySamples,
            @Nullable String latencyHistogram) {
        public TimingRaw {
            windowDurationsNs = List.copyOf(windowDurationsNs);
            Check.that(stepsPerWindow >= 1, "steps_per_window", "1 or more", stepsPerWindow);
            if (rowsPerWindow != null) {
                Check.that(rowsPerWindow >= 1, "rows_per_window", "1 or more", rowsPerWindow);
            }
            Check.that(!windowDurationsNs.isEmpty(), "window_durations_ns", "one or more", 0);
        }

        /** Rows in a window of steps of some batch. */
        public long rows(int batch) {
            return rowsPerWindow == null ? (long) stepsPerWindow * batch : rowsPerWindow;
        }
    }

    /**
     * What came before the measurement.
     *
     * @param classification how the speed was reached
     * @param windowDurationsNs of each window before the measured ones
     */
    public record Warmup(WarmupShape classification, List<Long> windowDurationsNs) {
        public Warmup {
            windowDurationsNs = List.copyOf(windowDurationsNs);
        }
    }

    /**
     * What the process and the machine did during the measured windows; null where the system does not tell.
     *
     * @param cpuMsPerStep CPU time of all threads of the process / steps
     * @param loadAverage over one minute, at the end
     * @param stealFraction of the machine's CPU time that its host gave to others
     */
    public record Load(
            @Nullable Double cpuMsPerStep,
            @Nullable Double loadAverage,
            @Nullable Double stealFraction,
            @Nullable Long voluntaryContextSwitches,
            @Nullable Long involuntaryContextSwitches,
            @Nullable Double frequencyMhz) {}

    /**
     * Milliseconds of the parts of a start, in their order; reading the job and the rows lies between them and is left out.
     *
     * @param jvmMs until the worker's first line
     * @param nativeUnpackMs 0 where the natives had been unpacked before, as the campaign does once for all workers
     * @param libraryLoadMs from the first call of DJL until an array had been made and read back
     * @param firstBatchMs making the network and the optimiser, and the first step or answer
     */
    public record ColdStart(double jvmMs, double nativeUnpackMs, double libraryLoadMs, double firstBatchMs) {}

    /** The resident set in bytes: the JVM alone, with the engine loaded, after the measurement. */
    public record Memory(long baseRssBytes, long engineLoadedRssBytes, long trainedRssBytes) {}

    /** A cell that has no figures. */
    public static ThroughputCell ended(
            ThroughputSpec spec, CellStatus status, String reason, @Nullable Failure failure) {
        return of(spec, status, reason, null, null, null, null, null, null, failure);
    }

    /** A cell that ran to its end. */
    public static ThroughputCell measured(
            ThroughputSpec spec,
            TimingMetrics metrics,
            Warmup warmup,
            Load load,
            ColdStart coldStart,
            @Nullable Memory memory,
            TimingRaw raw) {
        return of(spec, CellStatus.OK, null, metrics, warmup, load, coldStart, memory, raw, null);
    }

    private static ThroughputCell of(
            ThroughputSpec spec,
            CellStatus status,
            @Nullable String reason,
            @Nullable TimingMetrics metrics,
            @Nullable Warmup warmup,
            @Nullable Load load,
            @Nullable ColdStart coldStart,
            @Nullable Memory memory,
            @Nullable TimingRaw raw,
            @Nullable Failure failure) {
        return new ThroughputCell(
                spec.id(),
                spec.engine(),
                spec.device(),
                spec.task().id(),
                spec.model(),
                spec.mode(),
                spec.globalBatchSize(),
                spec.round(),
                spec.position(),
                spec.control(),
                spec.seed(),
                spec.threads(),
                status,
                reason,
                metrics,
                warmup,
                load,
                coldStart,
                memory,
                null,
                raw,
                failure);
    }

    @Override
    public ThroughputCell withPeakRss(long bytes) {
        return new ThroughputCell(
                id,
                engine,
                device,
                task,
                model,
                mode,
                globalBatchSize,
                round,
                position,
                control,
                seed,
                numThreads,
                status,
                reason,
                metrics,
                warmup,
                load,
                coldStart,
                memory,
                bytes == 0 ? null : bytes,
                raw,
                failure);
    }
}
