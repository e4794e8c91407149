package io.enginebench.record.cell;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.Check;
import io.enginebench.record.setting.Mode;
import io.enginebench.record.setting.Placement;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.setting.Timing;
import io.enginebench.record.task.TaskDescriptor;
import io.enginebench.record.task.TaskJson;
import org.jspecify.annotations.Nullable;

/**
 * One engine's part of a timing round.
 *
 * @param stepsPerWindow steps between two readings of the clock, or of each of several times ({@link #sizedByMeasure}); the same for every
 *     engine and round; null for as many as an epoch has
 * @param untimedSteps steps that are made from fresh weights before each window, so that what an engine makes at first use is
 *     there; 0 but for training steps
 * @param windows that are measured
 * @param mostWarmupWindows after which the measurement begins, steady or not
 */
public record ThroughputSpec(
        @JsonSerialize(using = TaskJson.Writer.class) @JsonDeserialize(using = TaskJson.Reader.class)
        TaskDescriptor task,

        Setting setting,
        Timing timing,
        @Nullable Integer stepsPerWindow,
        int untimedSteps,
        int windows,
        int mostWarmupWindows)
        implements CellSpec {
    /** What a window is meant to last: long beside what disturbs it, and short enough that there may be many. */
    public static final int WINDOW_MILLIS = 300;

    public ThroughputSpec {
        Check.id("cell", id(setting, timing));
        if (stepsPerWindow == null) {
            Check.that(timing.mode() == Mode.EPOCH, "steps per window", "given for every mode but epoch", "none");
        } else {
            Check.that(stepsPerWindow >= 1, "steps per window", "1 or more", stepsPerWindow);
        }
        Check.that(
                untimedSteps >= 0 && (untimedSteps == 0 || timing.mode() == Mode.TRAIN),
                "untimed steps",
                "0 or more, and 0 for every mode but train",
                untimedSteps);
        Check.that(windows >= 1, "windows", "1 or more", windows);
        Check.that(mostWarmupWindows >= 0, "warm-up windows", "0 or more", mostWarmupWindows);
    }

    /** A part whose windows have no untimed steps before them. */
    public ThroughputSpec(
            TaskDescriptor task,
            Setting setting,
            Timing timing,
            @Nullable Integer stepsPerWindow,
            int windows,
            int mostWarmupWindows) {
        this(task, setting, timing, stepsPerWindow, 0, windows, mostWarmupWindows);
    }

    /** The id of one engine's part of a round: all that tells it from others in its campaign. */
    public static String id(Setting setting, Timing timing) {
        return "%s-%s-%s-b%d-t%d-r%02d-%s%s%s"
                .formatted(
                        setting.task(),
                        setting.model(),
                        timing.mode().json(),
                        timing.globalBatchSize(),
                        setting.numThreads(),
                        timing.round(),
                        setting.engine(),
                        setting.division().suffix(),
                        timing.control() == null ? "" : "-" + timing.control().json());
    }

    @Override
    public String id() {
        return id(setting, timing);
    }

    /** What is repeated. */
    public Mode mode() {
        return timing.mode();
    }

    /**
     * Whether a window does its steps as often as makes it last as long as is meant. Steps are planned for a core, and a GPU is through
     * with them in a moment; an epoch is what it is.
     */
    public boolean sizedByMeasure() {
        return Placement.gpu(setting.device()).isPresent() && mode() != Mode.EPOCH;
    }

    /** Rows in a step. */
    public int globalBatchSize() {
        return timing.globalBatchSize();
    }

    /** The row of a cell that ran to its end. */
    public ThroughputCell measured(Outcome.Timed figures) {
        return new ThroughputCell(id(), setting, timing, Seen.NOTHING, figures);
    }

    @Override
    public ThroughputCell ended(Outcome.Ended how) {
        return new ThroughputCell(id(), setting, timing, Seen.NOTHING, how);
    }
}
