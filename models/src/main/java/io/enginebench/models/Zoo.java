package io.enginebench.models;

import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.nn.Block;
import java.util.List;

/** The networks that come with enginebench. */
final class Zoo implements NetworkProvider {
    @Override
    public List<Network> networks() {
        return List.of(
                new Network("linear", Inputs.numbers(), (row, outputs) -> Perceptron.create(outputs)),
                new Network("mlp", Inputs.numbers(), (row, outputs) -> Perceptron.create(outputs, 128, 64)),
                new Network("lenet", Inputs.images(9), (row, outputs) -> leNet(outputs)),
                new Network("study-cnn", Inputs.images(18), (row, outputs) -> StudyCnn.create(outputs)),
                new Network("vgg-small", Inputs.images(8), (row, outputs) -> VggSmall.create(outputs)),
                new Network("mobilenet-v2", Inputs.images(8), (row, outputs) -> mobileNetV2(outputs)),
                new Network("resnet18", Inputs.images(8), (row, outputs) -> ResNet18.create(outputs)),
                new Network("bag-of-words", Inputs.tokens(), TextNetworks::bagOfWords),
                new Network("lstm", Inputs.tokens(), TextNetworks::lstm),
                new Network("transformer", Inputs.tokens(), TextNetworks::transformer));
    }

    /** LeNet of DJL's model zoo: sigmoids and overlapping average pools, as in "Dive into Deep Learning". */
    private static Block leNet(int outputs) {
        return LeNet.builder().setOutSize(outputs).build();
    }

    /**
     * MobileNetV2 of DJL's model zoo, which has inverted residuals of depthwise convolutions, BatchNorm and ReLU6 as Sandler et al.
     * 2018 and a 1x1 convolution as its stem. The paper's strides shrink 224 pixels to 7; here the first two of five are left out,
     * so that 28 or 32 pixels become 4.
     */
    private static Block mobileNetV2(int outputs) {
        return MobileNetV2.builder()
                .setOutSize(outputs)
                .optStrides(new int[] {1, 1, 1, 2, 2, 1, 2, 1, 1})
                .build();
    }
}
