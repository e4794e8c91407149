package io.enginebench.models;

import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.nn.Block;
import io.enginebench.record.graph.RowInput;
import java.util.List;
import java.util.function.Predicate;

/** The networks by the names that tasks and {@code --models} use. */
public final class Networks {
    private static final Rows NUMBERS = new Rows("numbers of any shape", row -> !row.text());
    private static final Rows TOKENS = new Rows("(position) of token ids", RowInput::text);

    /** In order of operations for a row of 28x28, then for a text. */
    private static final List<Network> ALL = List.of(
            new Network("linear", NUMBERS, (row, outputs, dropout) -> Perceptron.create(outputs)),
            new Network("mlp", NUMBERS, (row, outputs, dropout) -> Perceptron.create(outputs, 128, 64)),
            new Network("lenet", Rows.images(9), (row, outputs, dropout) -> leNet(outputs)),
            new Network("study-cnn", Rows.images(18), (row, outputs, dropout) -> StudyCnn.create(outputs)),
            new Network("vgg-small", Rows.images(8), (row, outputs, dropout) -> VggSmall.create(outputs)),
            new Network("mobilenet-v2", Rows.images(8), (row, outputs, dropout) -> mobileNetV2(outputs)),
            new Network("resnet18", Rows.images(8), (row, outputs, dropout) -> ResNet18.create(outputs)),
            new Network("bag-of-words", TOKENS, (row, outputs, dropout) -> TextNetworks.bagOfWords(row, outputs)),
            new Network("lstm", TOKENS, (row, outputs, dropout) -> TextNetworks.lstm(row, outputs)),
            new Network("transformer", TOKENS, TextNetworks::transformer));

    /**
     * Which rows a network takes.
     *
     * @param words as a rule
     */
    private record Rows(String words, Predicate<RowInput> taken) {
        static Rows images(int smallestSide) {
            return new Rows(
                    "(channel, height, width) with height and width " + smallestSide + " or more",
                    row -> row.image()
                            && row.shape().get(1) >= smallestSide
                            && row.shape().get(2) >= smallestSide);
        }
    }

    /** Makes a network. */
    @FunctionalInterface
    private interface Definition {
        Block of(RowInput row, int outputs, boolean dropout);
    }

    private record Network(String name, Rows rows, Definition definition) {}

    private Networks() {}

    /** The names: networks of images and numbers, the one of the fewest operations first, then likewise those of texts. */
    public static List<String> names() {
        return ALL.stream().map(Network::name).toList();
    }

    /** The names of those that take such rows, in that order. */
    public static List<String> taking(RowInput row) {
        return ALL.stream()
                .filter(network -> network.rows().taken().test(row))
                .map(Network::name)
                .toList();
    }

    /**
     * Which inputs a network takes, as a rule in words.
     *
     * @throws IllegalArgumentException if there is no network of that name
     */
    public static String inputs(String name) {
        return named(name).rows().words();
    }

    /**
     * A new, uninitialised network. It takes (batch, …) with the lengths of {@code row} and gives (batch, outputs).
     *
     * @param name one of {@link #names}
     * @param row one row of its input
     * @param outputs length of the output of one row: a logit of each class, or 1 for a regression
     * @throws IllegalArgumentException if there is no network of that name, or it does not take such rows
     */
    public static Block create(String name, RowInput row, int outputs) {
        return create(name, row, outputs, true);
    }

    /** The same network, parameters and names included, whose dropout drops nothing: what can be compared step by step. */
    public static Block createWithoutDropout(String name, RowInput row, int outputs) {
        return create(name, row, outputs, false);
    }

    private static Block create(String name, RowInput row, int outputs, boolean dropout) {
        Network network = named(name);
        if (!network.rows().taken().test(row)) {
            throw new IllegalArgumentException("input of %s must be %s, got %s of shape %s"
                    .formatted(name, network.rows().words(), row.text() ? "token ids" : "numbers", row.shape()));
        }
        return network.definition().of(row, outputs, dropout);
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
