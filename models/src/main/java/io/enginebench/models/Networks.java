package io.enginebench.models;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Map;
import java.util.TreeMap;

/** The networks by the names that tasks and {@code --models} use. */
public final class Networks {
    private static final Map<String, Factory> FACTORIES = new TreeMap<>(Map.of("study-cnn", StudyCnn::create));

    private Networks() {}

    /**
     * A new, uninitialised network.
     *
     * @param name one of the known names
     * @param input (channel, height, width) of one row
     * @param outputs length of the output of one row
     * @throws IllegalArgumentException if there is no network of that name, or it cannot take such an input
     */
    public static Block create(String name, Shape input, int outputs) {
        Factory factory = FACTORIES.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("model must be one of " + FACTORIES.keySet() + ", got '" + name + "'");
        }
        return factory.create(input, outputs);
    }

    @FunctionalInterface
    private interface Factory {
        Block create(Shape input, int outputs);
    }
}
