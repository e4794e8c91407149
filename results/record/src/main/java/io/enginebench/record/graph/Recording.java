package io.enginebench.record.graph;

import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link RecordingRequest}.
 *
 * @param graph null if the network cannot be recorded
 * @param reason why it cannot; null if it can
 */
public record Recording(@Nullable Graph graph, @Nullable String reason) {
    public Recording {
        Check.that((graph == null) != (reason == null), "a recording", "a graph or a reason", "both or none");
    }
}
