package io.enginebench.record.cell;

/**
 * What a worker says when it ends without the results it was started for.
 *
 * @param status {@link CellStatus#FAILED}, {@link CellStatus#OOM_HEAP} or {@link CellStatus#UNSUPPORTED}
 * @param reason one line
 */
public record WorkerFault(CellStatus status, String reason) {}
