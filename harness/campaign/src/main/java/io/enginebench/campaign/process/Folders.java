package io.enginebench.campaign.process;

import io.enginebench.record.job.WorkerFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a worker process finds and leaves things.
 *
 * @param job new or left by an earlier try; gets the job, the events, the log and a crash report, beside those of earlier tries
 * @param data a folder for each task with its arrays; need not exist for a job without rows
 * @param results where the worker writes a folder for each cell, and finds those of others
 */
public record Folders(Path job, Path data, Path results) {
    /** What the process printed. */
    Path log() {
        return job.resolve("worker.log");
    }

    /** Where the JVM is to say of a crash what it knows: a file that is not there yet, for the record of an earlier try names its own. */
    Path nextCrashReport() {
        Path report = job.resolve("hs_err.log");
        for (int i = 2; Files.exists(report); i++) {
            report = job.resolve("hs_err-" + i + ".log");
        }
        return report;
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
