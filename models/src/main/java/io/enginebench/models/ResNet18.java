package io.enginebench.models;

import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/**
 * ResNet-18 (He et al. 2016) with the stem that is usual for small images, one 3x3 convolution instead of a 7x7 and a pool: four
 * stages of two residual units of two 3x3 convolutions with BatchNorm (64, 128, 256 and 512 filters), the global mean and a linear
 * output. The units are those of DJL's model zoo; its own 18 layers have bottlenecks, or refuse images of 28 pixels.
 */
final class ResNet18 {
    /** How much of a running statistic a batch leaves; the engines' usual. */
    private static final float MOMENTUM = 0.9f;

    private ResNet18() {}

    /**
     * The network for images (batch, channel, height, width), height and width 8 or more.
     *
     * @param outputs length of the output, which is (batch, outputs)
     */
    static Block create(int outputs) {
        SequentialBlock network = new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .optPadding(new Shape(1, 1))
                        .setFilters(64)
                        .optBias(false)
                        .build())
                .add(BatchNorm.builder().optMomentum(MOMENTUM).build())
                .add(Activation.reluBlock())
                .add(unit(64, 1, true))
                .add(unit(64, 1, true));
        for (int filters : new int[] {128, 256, 512}) {
            network.add(unit(filters, 2, false)).add(unit(filters, 1, true));
        }
        return network.add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(outputs).build());
    }

    /** Two convolutions beside the input itself, or beside a 1x1 convolution of it where its shape does not fit. */
    private static Block unit(int filters, int stride, boolean fits) {
        return ResNetV1.residualUnit(filters, new Shape(stride, stride), fits, false, MOMENTUM);
    }
}
