package io.enginebench.record.job;

/**
 * What a worker says every half second in its event file: one JSON object a line. A line that comes without {@code
 * samples} having grown is a sign of life of the JVM but not of the engine.
 *
 * @param cell the cell in work, or empty before the first
 * @param epoch 1-based; 0 outside the training
 * @param samples rows trained on or answered since the process began
 * @param elapsedNanos since the process began, monotonic
 */
public record WorkerEvent(String cell, WorkerPhase phase, int epoch, long samples, long elapsedNanos) {}
