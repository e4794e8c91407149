package io.enginebench.worker.session;

import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells the campaign twice a second how far the work is, from a thread of its own.
 *
 * <p>The training loop only stores to fields, so that nothing between two clock readings touches a file. Owns the event
 * file and the thread.
 */
public final class Progress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 500;

    private final long startNanos = System.nanoTime();
    private final Writer events;
    private boolean closed;
    private final Thread beat = new Thread(this::beat, "progress");

    private volatile String cell = "";
    private volatile WorkerPhase phase = WorkerPhase.STARTING;
    private volatile int epoch;
    /** Written by the training thread only; a plain volatile store of a long costs nothing beside a training step. */
    private volatile long samples;

    private Progress(Writer events) {
        this.events = events;
    }

    /** Starts the thread. */
    public static Progress reportingTo(Path eventFile) throws IOException {
        Progress progress = new Progress(Files.newBufferedWriter(eventFile));
        progress.beat.setDaemon(true);
        progress.beat.start();
        return progress;
    }

    /** A training is in some epoch, the first being 1. */
    public void training(String cellId, int currentEpoch) {
        cell = cellId;
        epoch = currentEpoch;
        phase = WorkerPhase.TRAINING;
    }

    /** Test rows are being answered. */
    public void evaluating(String cellId) {
        cell = cellId;
        epoch = 0;
        phase = WorkerPhase.EVALUATING;
    }

    /** Windows are being timed. */
    public void timing(String cellId) {
        cell = cellId;
        epoch = 0;
        phase = WorkerPhase.TIMING;
    }

    /** Called by the training thread alone. */
    public void add(int rows) {
        long before = samples;
        samples = before + rows;
    }

    /** All is done. */
    public void done() {
        phase = WorkerPhase.DONE;
        report();
    }

    private void beat() {
        try {
            while (true) {
                report();
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // close() asked for the end.
        }
    }

    private synchronized void report() {
        if (closed) {
            return;
        }
        try {
            events.write(
                    Json.line(new WorkerEvent(cell, phase, epoch, samples, System.nanoTime() - startNanos)) + "\n");
            events.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        beat.interrupt();
        synchronized (this) {
            closed = true;
            events.close();
        }
    }
}
