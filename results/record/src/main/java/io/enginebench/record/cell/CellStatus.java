package io.enginebench.record.cell;

/** How a cell ended. Every planned cell ends in one of these; none is left out of the result. */
public enum CellStatus {
    /** It ran to its end and has figures. */
    OK,
    /** The loss or an output stopped being a finite number. */
    DIVERGED,
    /** The process died of a fault of its own, or ended without leaving a result. */
    CRASHED,
    /** Somebody else, such as the kernel short of memory, killed the process. */
    KILLED,
    /** The process stopped making progress and was killed. */
    TIMEOUT,
    /** The Java heap was too small. */
    OOM_HEAP,
    /** It held more memory than was allowed, and was ended. */
    OOM_LIMIT,
    /** The worker caught an error and reported it. */
    FAILED,
    /** The engine or device does not exist on this machine. */
    UNSUPPORTED,
    /** What the cell needs of another was not there. */
    SKIPPED,
    /** The campaign was stopped before the cell was done. */
    INTERRUPTED;

    /** Whether its process ended before its time, or had to be ended, which may come out otherwise another time. */
    public boolean lostItsProcess() {
        return this == CRASHED || this == KILLED || this == TIMEOUT;
    }

    /** Whether it was tried to its end, so that what became of it speaks of the engine. */
    public boolean tried() {
        return this != UNSUPPORTED && this != SKIPPED && this != INTERRUPTED;
    }
}
