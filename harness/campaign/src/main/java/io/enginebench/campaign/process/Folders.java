package io.enginebench.campaign.process;

import io.enginebench.record.job.WorkerFiles;
import java.nio.file.Path;

/**
 * Where a worker process finds and leaves things.
 *
 * @param job new or left by an earlier try; gets the job, the events, the log and a crash report
 * @param data a folder for each task with its arrays; need not exist for a job without rows
 * @param results where the worker writes a folder for each cell, and finds those of others
 */
public record Folders(Path job, Path data, Path results) {
    /** What the process printed. */
    Path log() {
        return job.resolve("worker.log");
    }

    /** What the JVM says of a crash. */
    Path crashReport() {
        return job.resolve("hs_err.log");
    }

    /** What the worker tells of its progress. */
    Path events() {
        return job.resolve(WorkerFiles.EVENTS);
    }

    /** What a worker that could not go on says of it. */
    Path fault() {
        return job.resolve(WorkerFiles.FAULT);
    }
}
