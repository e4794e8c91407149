package io.enginebench.record.job;

/** The names of the files through which a campaign and its worker talk, all in the job's folder but the last. */
public final class WorkerFiles {
    /** A {@link Job}, written by the campaign. */
    public static final String JOB = "job.json";

    /** A {@link WorkerEvent} a line, written by the worker. */
    public static final String EVENTS = "events.ndjson";

    /** A {@link WorkerFault}, written by a worker that fails. */
    public static final String FAULT = "fault.json";

    /** An {@code EngineSelfDescription}, written for a describe job. */
    public static final String DESCRIPTION = "description.json";

    /** A {@code CellResult}, in the folder named by the cell's id. */
    public static final String RESULT = "result.json";

    /** A trained cell's final parameters, flat in the network's order, beside its result. */
    public static final String WEIGHTS = "weights.npy";

    private WorkerFiles() {}
}
