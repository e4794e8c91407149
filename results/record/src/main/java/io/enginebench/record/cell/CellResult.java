package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the result: what was asked, how it ended, and the figures, which are there exactly when the status is {@link
 * CellStatus#OK}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QualityCell.class, name = "quality"),
    @JsonSubTypes.Type(value = ThroughputCell.class, name = "throughput"),
    @JsonSubTypes.Type(value = CrossCell.class, name = "cross_evaluation")
})
public sealed interface CellResult permits QualityCell, ThroughputCell, CrossCell {
    /** Unique in its campaign, safe as a file name. */
    String id();

    /** The engine's id in this campaign. */
    String engine();

    /** {@code cpu}, {@code gpu} or {@code gpu:N}. */
    String device();

    /** The task's id. */
    String task();

    /** One of the task's models. */
    String model();

    /** Of weights and batch order. */
    long seed();

    /** Threads the engine might use for one operation. */
    int numThreads();

    /** How the cell ended. */
    CellStatus status();

    /** Why the status is not OK, one line. */
    @Nullable
    String reason();

    /** The process's peak resident set in bytes, read from outside it; null where it is not known. */
    @Nullable
    Long peakRssBytes();

    /** What a process left behind that ended badly. */
    @Nullable
    Failure failure();

    /** The same row with the memory that the campaign saw; 0 for a system that does not tell. */
    CellResult withPeakRss(long bytes);

    /** Those of one kind. */
    static <T extends CellResult> List<T> ofKind(Class<T> kind, List<CellResult> cells) {
        return cells.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** A planned cell that has no figures. */
    static CellResult ended(CellSpec spec, CellStatus status, String reason, @Nullable Failure failure) {
        if (spec instanceof QualitySpec quality) {
            return QualityCell.ended(quality, status, reason, List.of(), failure);
        }
        if (spec instanceof ThroughputSpec timing) {
            return ThroughputCell.ended(timing, status, reason, failure);
        }
        return CrossCell.ended((CrossSpec) spec, status, reason, failure);
    }

    /** The status with what it died of, as a person writes it: {@code CRASHED(SIGSEGV)}. */
    default String outcome() {
        Failure failure = failure();
        return failure != null && failure.signal() != null ? status() + "(" + failure.signal() + ")" : status().name();
    }
}
