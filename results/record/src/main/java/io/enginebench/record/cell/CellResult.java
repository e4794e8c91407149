package io.enginebench.record.cell;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.setting.ControlArm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the result: what was asked, and how it ended. In JSON all of it is flat, see {@link CellJson}. */
@JsonSerialize(using = CellJson.Writer.class)
@JsonDeserialize(using = CellJson.Reader.class)
public sealed interface CellResult extends Cell permits QualityCell, ThroughputCell, CrossCell {
    /** How the cell ended. */
    Outcome outcome();

    /** What the campaign saw of the cell's processes. */
    Seen seen();

    /** The same row with that. */
    CellResult with(Seen observed);

    /** The process's peak resident set in bytes; null where it is not known. */
    default @Nullable Long peakRssBytes() {
        return seen().peakRssBytes();
    }

    /** Those of one kind. */
    static <T extends CellResult> List<T> ofKind(Class<T> kind, List<CellResult> cells) {
        return cells.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Null for a measurement; else which control the cell belongs to. */
    default @Nullable ControlArm control() {
        return null;
    }

    /** The task's id. */
    default String task() {
        return setting().task();
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
        return Failure.ending(status(), failure());
    }
}
