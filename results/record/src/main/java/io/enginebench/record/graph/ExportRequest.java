package io.enginebench.record.graph;

import org.jspecify.annotations.Nullable;

/**
 * What is to become an ONNX file; for another process.
 *
 * @param network what it computes
 * @param weights the file of a trained cell, flat in the network's order; null for starting weights
 * @param seed of the starting weights
 * @param file to be written
 */
public record ExportRequest(
        RecordingRequest network, @Nullable String weights, long seed, String file) {}
