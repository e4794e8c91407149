package io.enginebench.models;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;

/**
 * Dense layers with ReLU between them. Not DJL's {@code Mlp}, whose flattening takes the length of a row, which engines that
 * compile a network of one batch's shape cannot do.
 */
final class Perceptron {
    private Perceptron() {}

    /**
     * The network for rows of any shape; each is flattened.
     *
     * @param outputs length of the output, which is (batch, outputs)
     * @param hidden units of each hidden layer; none for a linear model
     */
    static Block create(int outputs, int... hidden) {
        SequentialBlock network = new SequentialBlock().add(Blocks.batchFlattenBlock());
        for (int units : hidden) {
            network.add(Linear.builder().setUnits(units).build()).add(Activation.reluBlock());
        }
        return network.add(Linear.builder().setUnits(outputs).build());
    }
}
