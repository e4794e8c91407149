package io.enginebench.record.graph;

import io.enginebench.record.Check;
import java.util.List;

/**
 * Which network is to be recorded; for another process, for whoever asks may have no library of networks.
 *
 * @param network its name
 * @param row lengths of one row of its input
 * @param dtype of its input
 * @param outputs length of its output for one row
 */
public record RecordingRequest(String network, List<Integer> row, ElementType dtype, int outputs) {
    public RecordingRequest {
        Check.id("network", network);
        row = List.copyOf(row);
        Check.that(
                !row.isEmpty() && row.stream().allMatch(n -> n >= 1), "row of " + network, "lengths of 1 or more", row);
        Check.that(outputs >= 1, "outputs of " + network, "1 or more", outputs);
    }
}
