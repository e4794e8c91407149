package io.enginebench.record.cell;

import io.enginebench.record.Check;
import io.enginebench.record.figure.WarmupShape;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.metric.Score;
import io.enginebench.record.setting.ControlArm;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One engine's part of a timing round.
 *
 * @param outcome {@link Outcome.Timed} or an end
 */
public record ThroughputCell(String id, Setting setting, Timing timing, Seen seen, Outcome outcome)
        implements CellResult {
    public ThroughputCell {
        Check.id("cell", id);
        seen = Objects.requireNonNullElse(seen, Seen.NOTHING);
        Outcome.mustBe(Outcome.Timed.class, outcome, id);
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
     * @param stepsPerWindow steps between two readings of the clock, or of each of several times
     * @param firstStep 1-based number, in a training from fresh weights, of the first step of every window, so that all windows
     *     do the same work; 1 for inference, which changes nothing; null in older results, whose windows went on from each other
     * @param repeats how many times a window does them, one after the other, so that it lasts long enough to be timed on a device that is
     *     far faster than the core for which windows are planned; null for once
     * @param rowsPerWindow rows in them; null where every step has a full batch
     * @param timedBefore other cells that the same process had timed before; null for none
     * @param windowDurationsNs of each measured window, the engine's queue drained at both borders
     * @param latencySamples calls in the histogram; null unless single calls were timed
     * @param latencyHistogram HdrHistogram's compressed encoding in base 64, values in nanoseconds
     */
    public record TimingRaw(
            int stepsPerWindow,
            @Nullable Integer firstStep,
            @Nullable Integer repeats,
            @Nullable Integer rowsPerWindow,
            @Nullable Integer timedBefore,
            List<Long> windowDurationsNs,
            @Nullable Long latencySamples,
            @Nullable String latencyHistogram) {
        public TimingRaw {
            windowDurationsNs = List.copyOf(windowDurationsNs);
            Check.that(stepsPerWindow >= 1, "steps_per_window", "1 or more", stepsPerWindow);
            if (firstStep != null) {
                Check.that(firstStep >= 1, "first_step", "1 or more", firstStep);
            }
            if (repeats != null) {
                Check.that(repeats >= 2, "repeats", "2 or more", repeats);
            }
            if (rowsPerWindow != null) {
                Check.that(rowsPerWindow >= 1, "rows_per_window", "1 or more", rowsPerWindow);
            }
            if (timedBefore != null) {
                Check.that(timedBefore >= 1, "timed_before", "1 or more", timedBefore);
            }
            Check.that(!windowDurationsNs.isEmpty(), "window_durations_ns", "one or more", 0);
        }

        /** Readings of a process's first cell, whose windows do their steps once. */
        public TimingRaw(
                int stepsPerWindow,
                @Nullable Integer firstStep,
                @Nullable Integer rowsPerWindow,
                List<Long> windowDurationsNs,
                @Nullable Long latencySamples,
                @Nullable String latencyHistogram) {
            this(
                    stepsPerWindow,
                    firstStep,
                    null,
                    rowsPerWindow,
                    null,
                    windowDurationsNs,
                    latencySamples,
                    latencyHistogram);
        }

        /** Readings as older results have them, which do not tell the first step. */
        public TimingRaw(
                int stepsPerWindow,
                @Nullable Integer rowsPerWindow,
                List<Long> windowDurationsNs,
                @Nullable Long latencySamples,
                @Nullable String latencyHistogram) {
            this(stepsPerWindow, null, rowsPerWindow, windowDurationsNs, latencySamples, latencyHistogram);
        }

        /** How many times a window does its steps. */
        public int times() {
            return Objects.requireNonNullElse(repeats, 1);
        }

        /**
         * Which steps of a training from fresh weights every window has, as {@code 65..96}, or begins with where it repeats them and the
         * training goes on; empty where a file does not tell.
         */
        public Optional<String> steps() {
            return Optional.ofNullable(firstStep).map(first -> first + ".." + (first + stepsPerWindow - 1));
        }

        /** Rows in a window's steps of some batch, once. */
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
     * Milliseconds of the parts of a start, in their order; reading the job and the rows lies between them and is left out. The
     * natives have been unpacked before, once for all workers; what that takes is the engine's, not the cell's.
     *
     * @param jvmMs until the worker's first line
     * @param libraryLoadMs from the first call of the engine's library until an array had been made and read back
     * @param networkMs the part of {@code firstBatchMs} that is making the network and the optimiser: with ONNX Runtime, its session;
     *     null where a file has none
     * @param firstBatchMs making the network and the optimiser, and the first step or answer; without writing the network in the engine's
     *     own format, where it has one
     */
    public record ColdStart(
            double jvmMs, double libraryLoadMs, @Nullable Double networkMs, double firstBatchMs) {}

    /** The resident set in bytes: the JVM alone, with the engine loaded, after the measurement. */
    public record Memory(long baseRssBytes, long engineLoadedRssBytes, long trainedRssBytes) {}

    /** What was repeated. */
    public Mode mode() {
        return timing.mode();
    }

    /** Rows in a step. */
    public int globalBatchSize() {
        return timing.globalBatchSize();
    }

    /** 1-based; cells of one round ran back to back. */
    public int round() {
        return timing.round();
    }

    @Override
    public @Nullable ControlArm control() {
        return timing.control();
    }

    private Outcome.@Nullable Timed timed() {
        return outcome instanceof Outcome.Timed timed ? timed : null;
    }

    /** Figures derived from {@link #raw}. */
    public @Nullable TimingMetrics metrics() {
        return timed() == null ? null : timed().metrics();
    }

    public @Nullable Warmup warmup() {
        return timed() == null ? null : timed().warmup();
    }

    public @Nullable Load load() {
        return timed() == null ? null : timed().load();
    }

    public @Nullable ColdStart coldStart() {
        return timed() == null ? null : timed().coldStart();
    }

    public @Nullable Memory memory() {
        return timed() == null ? null : timed().memory();
    }

    public @Nullable TimingRaw raw() {
        return timed() == null ? null : timed().raw();
    }

    /** Whether its process had timed another cell before, so that its memory is not of this one alone. */
    public boolean afterAnother() {
        return raw() != null && raw().timedBefore() != null;
    }

    @Override
    public ThroughputCell with(Seen observed) {
        return new ThroughputCell(id, setting, timing, observed, outcome);
    }
}
