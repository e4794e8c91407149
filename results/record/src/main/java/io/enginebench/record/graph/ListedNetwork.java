package io.enginebench.record.graph;

import io.enginebench.record.Check;
import java.util.List;

/**
 * A network that a plugin brings.
 *
 * @param name what it is called
 * @param inputs which rows it takes, as a rule in words
 * @param takes those that it takes of the rows that were asked about
 */
public record ListedNetwork(String name, String inputs, List<RowInput> takes) {
    public ListedNetwork {
        Check.id("network", name);
        takes = List.copyOf(takes);
    }
}
