package io.enginebench.models;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/**
 * The one network of the study "Clasificación de imágenes con redes profundas": three 3x3 convolutions without padding (32,
 * 64 and 64 filters, ReLU each), the first two followed by a 2x2 max-pool, then a dense layer of 64 with ReLU and a linear
 * output.
 *
 * <p>A pool stands before its ReLU, not behind it as in the study: ReLU is monotonic, so the largest of four values after it
 * is the largest of them before it; outputs and gradients keep every bit, and ReLU has a quarter of the values to work on.
 */
final class StudyCnn {
    private static final Shape KERNEL = new Shape(3, 3);
    private static final Shape POOL = new Shape(2, 2);

    private StudyCnn() {}

    /**
     * The network for images (batch, channel, height, width), height and width 18 or more.
     *
     * @param outputs number of logits, or 1 for a regression; the output is (batch, outputs)
     */
    static Block create(int outputs) {
        return new SequentialBlock()
                .add(convolution(32))
                .add(Pool.maxPool2dBlock(POOL, POOL))
                .add(Activation.reluBlock())
                .add(convolution(64))
                .add(Pool.maxPool2dBlock(POOL, POOL))
                .add(Activation.reluBlock())
                .add(convolution(64))
                .add(Activation.reluBlock())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(outputs).build());
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder().setKernelShape(KERNEL).setFilters(filters).build();
    }
}
