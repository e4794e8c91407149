package io.enginebench.record.job;

import io.enginebench.record.cell.CellStatus;

/**
 * What a worker says when it ends without the results it was started for.
 *
 * @param status {@link CellStatus#FAILED}, {@link CellStatus#OOM_HEAP} or {@link CellStatus#UNSUPPORTED}
 * @param reason one line
 */
public record WorkerFault(CellStatus status, String reason) {}
