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
 * In the manner of VGG (Simonyan and Zisserman 2015) for small images: three blocks of two 3x3 convolutions (32, 64 and 128
 * filters, padding 1, ReLU each) and a 2x2 max-pool, then a dense layer of 128 with ReLU and a linear output. DJL's VGG ends in two
 * dense layers of 4096, which such images cannot fill.
 */
final class VggSmall {
    private static final Shape POOL = new Shape(2, 2);

    private VggSmall() {}

    /**
     * The network for images (batch, channel, height, width), height and width 8 or more.
     *
     * @param outputs length of the output, which is (batch, outputs)
     */
    static Block create(int outputs) {
        SequentialBlock network = new SequentialBlock();
        for (int filters : new int[] {32, 64, 128}) {
            network.add(convolution(filters))
                    .add(Activation.reluBlock())
                    .add(convolution(filters))
                    .add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(POOL, POOL));
        }
        return network.add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(128).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(outputs).build());
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }
}
