package io.enginebench.worker;

import io.enginebench.engines.spi.EngineDriver;
import io.enginebench.engines.spi.EngineSession;
import io.enginebench.engines.spi.UnsupportedException;
import io.enginebench.record.cell.CellStatus;
import io.enginebench.record.cell.ThroughputSpec;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerFault;
import io.enginebench.record.job.WorkerFiles;
import io.enginebench.record.json.Json;
import io.enginebench.worker.session.Cause;
import io.enginebench.worker.session.Progress;
import io.enginebench.worker.timing.ProcessStart;
import io.enginebench.worker.timing.TimingRunner;
import io.enginebench.worker.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point of a worker process: {@code WorkerMain JOB_FOLDER DATA_FOLDER RESULT_FOLDER}.
 *
 * <p>Standard output and error are only a log, which native code may litter. The process lives no longer than its
 * parent: when standard input ends, it halts at once.
 */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /** Runs the job and halts. */
    public static void main(String[] args) {
        long mainNanos = System.nanoTime();
        ParentWatch parent = ParentWatch.start();
        int exit = 1;
        try {
            if (succeeds(mainNanos, Path.of(args[0]), Path.of(args[1]), Path.of(args[2]))) {
                exit = 0;
                parent.awaitDismissal();
            }
        } catch (IOException | InterruptedException e) {
            LOG.error("The worker cannot report", e);
        } finally {
            // Not System.exit: a native library's own shutdown code has crashed finished runs before.
            Runtime.getRuntime().halt(exit);
        }
    }

    private static boolean succeeds(long mainNanos, Path jobFolder, Path data, Path results) throws IOException {
        try (Progress progress = Progress.reportingTo(jobFolder.resolve(WorkerFiles.EVENTS))) {
            Job job = Json.read(jobFolder.resolve(WorkerFiles.JOB), Job.class);
            ProcessStart process = ProcessStart.since(mainNanos);
            EngineSession session =
                    EngineDriver.ofThisProcess().start(job.placement().device());
            CellRunner runner = new CellRunner(session, progress, data, results);
            if (job instanceof Job.Train train) {
                runner.run(train);
            } else if (job instanceof Job.Ask ask) {
                runner.run(ask);
            } else if (job instanceof Job.Time time) {
                TimingRunner timing = new TimingRunner(session, progress, process);
                for (ThroughputSpec cell : time.cells()) {
                    CellRunner.write(timing.run(cell, data), Files.createDirectories(results.resolve(cell.id())));
                }
            } else if (job instanceof Job.Trace trace) {
                new Tracer(session, progress, data, results).run(trace);
            } else if (job instanceof Job.Describe) {
                Json.write(jobFolder.resolve(WorkerFiles.DESCRIPTION), session.describe());
            } else {
                throw new IllegalStateException("job must be one that a worker knows, got " + job);
            }
            progress.done();
            return true;
        } catch (UnsupportedException e) {
            return fails(jobFolder, CellStatus.UNSUPPORTED, e);
        } catch (OutOfMemoryError e) {
            // The JVM ends by itself when the heap is full; this is memory outside it that Java code could not have.
            return fails(jobFolder, CellStatus.OOM_HEAP, e);
        } catch (RuntimeException | IOException | Error e) {
            return fails(jobFolder, CellStatus.FAILED, e);
        }
    }

    private static boolean fails(Path jobFolder, CellStatus status, Throwable fault) throws IOException {
        LOG.error("The job failed", fault);
        Json.write(jobFolder.resolve(WorkerFiles.FAULT), new WorkerFault(status, Cause.of(fault)));
        return false;
    }
}
