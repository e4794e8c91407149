package io.enginebench.record.graph;

import io.enginebench.record.Check;

/**
 * Which network is to be recorded; for another process, for whoever asks may have no library of networks.
 *
 * @param network its name
 * @param input one row of it
 * @param outputs length of its output for one row
 */
public record RecordingRequest(String network, RowInput input, int outputs) {
    public RecordingRequest {
        Check.id("network", network);
        Check.that(outputs >= 1, "outputs of " + network, "1 or more", outputs);
    }
}
