package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;

/** What TensorFlow has in the place of one operator. */
@FunctionalInterface
interface Lowering {
    /**
     * Adds it to TensorFlow's graph.
     *
     * @throws io.enginebench.engines.spi.UnsupportedException if the node's attributes are none that it knows
     */
    Placed lower(Forward forward, Node node);
}
