package io.enginebench.campaign.process;

import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How a worker process ended.
 *
 * @param status {@link CellStatus#OK} if it reported that its job is done, whatever became of each cell
 * @param reason one line; null if OK
 * @param failure what it left behind; null if OK
 * @param peakRssBytes 0 where the system does not tell
 */
public record WorkerEnd(
        CellStatus status,
        @Nullable String reason,
        @Nullable Failure failure,
        long peakRssBytes) {}
