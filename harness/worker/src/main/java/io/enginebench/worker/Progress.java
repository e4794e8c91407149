package io.enginebench.worker;

import io.enginebench.record.cell.WorkerEvent;
import io.enginebench.record.cell.WorkerPhase;
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
final class Progress implements AutoCloseable {
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

    static Progress reportingTo(Path eventFile) throws IOException {
        Progress progress = new Progress(Files.newBufferedWriter(eventFile));
        progress.beat.setDaemon(true);
        progress.beat.start();
        return progress;
    }

    void training(String cellId, int currentEpoch) {
        cell = cellId;
        epoch = currentEpoch;
        phase = WorkerPhase.TRAINING;
    }

    void evaluating(String cellId) {
        cell = cellId;
        epoch = 0;
        phase = WorkerPhase.EVALUATING;
    }

    void timing(String cellId) {
        cell = cellId;
        epoch = 0;
        phase = WorkerPhase.TIMING;
    }

    /** Called by the training thread alone. */
    void add(int rows) {
        long before = samples;
        samples = before + rows;
    }

    void done() {
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
