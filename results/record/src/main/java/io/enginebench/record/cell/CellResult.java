package io.enginebench.record.cell;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the result: what was asked, and how it ended. In JSON all of it is flat, see {@link CellJson}. */
@JsonSerialize(using = CellJson.Writer.class)
@JsonDeserialize(using = CellJson.Reader.class)
public sealed interface CellResult permits QualityCell, ThroughputCell, CrossCell {
    /** Unique in its campaign, safe as a file name. */
    String id();

    /** What fixed the measurement. */
    Setting setting();

    /** How the cell ended. */
    Outcome outcome();

    /** The process's peak resident set in bytes, read from outside it; null where it is not known. */
    @Nullable
    Long peakRssBytes();

    /** The same row with the memory that the campaign saw; 0 for a system that does not tell. */
    CellResult withPeakRss(long bytes);

    /** Those of one kind. */
    static <T extends CellResult> List<T> ofKind(Class<T> kind, List<CellResult> cells) {
        return cells.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The engine's id in this campaign. */
    default String engine() {
        return setting().engine();
    }

    /** {@code cpu}, {@code gpu} or {@code gpu:N}. */
    default String device() {
        return setting().device();
    }

    /** The task's id. */
    default String task() {
        return setting().task();
    }

    /** One of the task's models. */
    default String model() {
        return setting().model();
    }

    /** How the task's split is used. */
    default Protocol protocol() {
        return setting().protocol();
    }

    /** 0-based; null for a hold-out. */
    default @Nullable Integer fold() {
        return setting().fold();
    }

    /** Of weights and batch order. */
    default long seed() {
        return setting().seed();
    }

    /** Threads the engine might use for one operation. */
    default int numThreads() {
        return setting().numThreads();
    }

    /** How the cell ended, in one word. */
    default CellStatus status() {
        return outcome().status();
    }

    /** Why the status is not OK, one line. */
    default @Nullable String reason() {
        return outcome() instanceof Outcome.Ended ended ? ended.reason() : null;
    }

    /** What a process left behind that ended badly. */
    default @Nullable Failure failure() {
        return outcome() instanceof Outcome.Ended ended ? ended.failure() : null;
    }

    /** The status with what it died of, as a person writes it: {@code CRASHED(SIGSEGV)}. */
    default String ending() {
        Failure failure = failure();
        return failure != null && failure.signal() != null ? status() + "(" + failure.signal() + ")" : status().name();
    }
}
