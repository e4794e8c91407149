package io.enginebench.campaign.process;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import io.enginebench.record.cell.Outcome;
import io.enginebench.record.cell.Seen;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a worker process ended.
 *
 * @param status {@link CellStatus#OK} if it reported that its job is done, whatever became of each cell
 * @param reason one line; null if OK
 * @param failure what it left behind; null if OK
 * @param seen what was seen of it from outside
 */
public record WorkerEnd(
        CellStatus status,
        @Nullable String reason,
        @Nullable Failure failure,
        Seen seen) {
    /** Of a worker that was ended, or never started, because the campaign was. */
    public static WorkerEnd stopped(Seen seen) {
        return new WorkerEnd(CellStatus.INTERRUPTED, "the campaign was stopped", null, seen);
    }

    /** The same with the reason and each line of the log changed. */
    WorkerEnd telling(UnaryOperator<String> change) {
        return new WorkerEnd(
                status,
                reason == null ? null : change.apply(reason),
                failure == null ? null : failure.withLog(change),
                seen);
    }

    /** The same if the worker went when it was dismissed; else, where nothing else is told of its end, with what it took. */
    WorkerEnd dismissed(Optional<String> how) {
        return status == CellStatus.OK && how.isPresent()
                ? new WorkerEnd(
                        status,
                        null,
                        null,
                        seen.warning("the worker did not end after its last result, and was ended with " + how.get()))
                : this;
    }

    /** The end of a cell that the process left without a result, which is never a success, whatever the exit code says. */
    public Outcome.Ended withoutResult() {
        return new Outcome.Ended(
                status == CellStatus.OK ? CellStatus.FAILED : status,
                Objects.requireNonNullElse(reason, "the worker said it was done and left no result"),
                failure);
    }
}
