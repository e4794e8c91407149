package io.enginebench.models;

import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.function.IntFunction;

/** The networks by the names that tasks and {@code --models} use. */
public final class Networks {
    /** In order of operations for a row of 28x28. */
    private static final List<Network> ALL = List.of(
            new Network("linear", 0, outputs -> Perceptron.create(outputs)),
            new Network("mlp", 0, outputs -> Perceptron.create(outputs, 128, 64)),
            new Network("lenet", 9, Networks::leNet),
            new Network("study-cnn", 18, StudyCnn::create),
            new Network("vgg-small", 8, VggSmall::create),
            new Network("mobilenet-v2", 8, Networks::mobileNetV2),
            new Network("resnet18", 8, ResNet18::create));

    /**
     * A network.
     *
     * @param smallestSide the smallest height and width of an image that it takes, or 0 if it takes rows of any shape
     * @param definition makes it for an output of a length
     */
    private record Network(String name, int smallestSide, IntFunction<Block> definition) {
        boolean takes(Shape row) {
            return smallestSide == 0
                    ? row.dimension() >= 1
                    : row.dimension() == 3 && row.get(1) >= smallestSide && row.get(2) >= smallestSide;
        }

        String inputs() {
            return smallestSide == 0
                    ? "one or more axes of any length"
                    : "(channel, height, width) with height and width " + smallestSide + " or more";
        }
    }

    private Networks() {}

    /** The names, the network of the fewest operations first. */
    public static List<String> names() {
        return ALL.stream().map(Network::name).toList();
    }

    /**
     * Which inputs a network takes, as a rule in words.
     *
     * @throws IllegalArgumentException if there is no network of that name
     */
    public static String inputs(String name) {
        return named(name).inputs();
    }

    /**
     * A new, uninitialised network. It takes (batch, …) with the lengths of {@code input} and gives (batch, outputs).
     *
     * @param name one of {@link #names}
     * @param input lengths of one row, (channel, height, width) of an image
     * @param outputs length of the output of one row: a logit of each class, or 1 for a regression
     * @throws IllegalArgumentException if there is no network of that name, or it does not take such an input
     */
    public static Block create(String name, Shape input, int outputs) {
        Network network = named(name);
        if (!network.takes(input)) {
            throw new IllegalArgumentException(
                    "input shape of " + name + " must be " + network.inputs() + ", got " + input);
        }
        return network.definition().apply(outputs);
    }

    private static Network named(String name) {
        return ALL.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("model must be one of " + names() + ", got '" + name + "'"));
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
