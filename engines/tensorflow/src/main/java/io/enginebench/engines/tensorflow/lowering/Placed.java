package io.enginebench.engines.tensorflow.lowering;

import org.tensorflow.Output;

/**
 * An array of the network in TensorFlow's graph.
 *
 * @param output of the network's shape; where the channels are last, (batch, height, width, channel)
 * @param channelsLast whether it is an image whose channels are last; the network has them behind the batch
 */
record Placed(Output<?> output, boolean channelsLast) {
    /** In the order that the network has it in. */
    static Placed inOrder(Output<?> output) {
        return new Placed(output, false);
    }

    static Placed channelsLast(Output<?> output) {
        return new Placed(output, true);
    }

    /** What is made of it number by number, and so in the same order. */
    Placed with(Output<?> made) {
        return new Placed(made, channelsLast);
    }
}
