package io.enginebench.worker.session;

import io.enginebench.record.job.WorkerEvent;
import io.enginebench.record.job.WorkerPhase;
import io.enginebench.record.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    private final OutputStream events;
    private boolean closed;
    /** Whether what was written last may be half a line. */
    private boolean torn;

    private final Thread beat = new Thread(this::beat, "progress");

    private volatile String cell = "";
    private volatile WorkerPhase phase = WorkerPhase.STARTING;
    private volatile int epoch;
    /** Written by the training thread only; a plain volatile store of a long costs nothing beside a training step. */
    private volatile long samples;

    private Progress(OutputStream events) {
        this.events = events;
    }

    /** Starts the thread. */
    public static Progress reportingTo(Path eventFile) throws IOException {
        return reportingTo(Files.newOutputStream(eventFile));
    }

    /** The same to what writes an event at once, or throws. */
    static Progress reportingTo(OutputStream events) {
        Progress progress = new Progress(events);
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

    /**
     * All is done.
     *
     * @throws IOException if that could not be told
     */
    public void done() throws IOException {
        phase = WorkerPhase.DONE;
        report();
    }

    private void beat() {
        try {
            while (true) {
                try {
                    report();
                } catch (IOException e) {
                    // A disk may be full for a moment: the next one tells the same and more.
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // close() asked for the end.
        }
    }

    private synchronized void report() throws IOException {
        if (closed) {
            return;
        }
        String event = Json.line(new WorkerEvent(cell, phase, epoch, samples, System.nanoTime() - startNanos));
        String line = (torn ? "\n" : "") + event + "\n";
        torn = true;
        events.write(line.getBytes(StandardCharsets.UTF_8));
        torn = false;
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
