package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;
import io.enginebench.record.graph.Operator;
import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

/** The operators of images (batch, channel, height, width), in TensorFlow with the channels last. */
final class ImageLowerings {
    private ImageLowerings() {}

    static void addTo(Map<Operator, Lowering> table) {
        table.put(Operator.CONVOLUTION, ImageLowerings::convolution);
        table.put(Operator.MAX_POOL, ImageLowerings::maxPool);
        table.put(Operator.AVG_POOL, ImageLowerings::avgPool);
        table.put(Operator.GLOBAL_AVG_POOL, (in, node) -> global(in, node, "Mean"));
        table.put(Operator.GLOBAL_MAX_POOL, (in, node) -> global(in, node, "Max"));
        table.put(Operator.BATCH_NORM, ImageLowerings::batchNorm);
    }

    /** The image that a node works on. */
    private static Output<?> image(Forward in, Node node) {
        String name = node.inputs().get(0);
        if (in.lengths(name).length != 4) {
            throw Forward.unsupported(
                    "input of " + node.operator(),
                    "(batch, channel, height, width)",
                    in.lengths(name).length + " axes");
        }
        return in.channelsLast(name);
    }

    private static long[] ofEachAxis(List<Long> spatial, long others) {
        return new long[] {others, spatial.get(0), spatial.get(1), others};
    }

    private static Placed convolution(Forward in, Node node) {
        Output<?> x = image(in, node);
        long channels = in.lengths(node.inputs().get(0))[1];
        long groups = node.whole("groups");
        if (groups != 1 && groups != channels) {
            throw Forward.unsupported("groups of convolution", "1 or as many as channels", groups);
        }
        if (!node.wholes("dilation").stream().allMatch(step -> step == 1)) {
            throw Forward.unsupported("dilation of convolution", "1", node.wholes("dilation"));
        }
        boolean same = same(node, in.lengths(node.inputs().get(1)));
        Output<?> made = in.ops()
                .add(
                        groups == 1 ? "Conv2D" : "DepthwiseConv2dNative",
                        builder -> builder.setAttr("strides", ofEachAxis(node.wholes("stride"), 1))
                                .setAttr("padding", same ? "SAME" : "VALID"),
                        same ? x : padded(in, node, x, 0, new long[2]),
                        in.asMade(node.inputs().get(1)));
        return Placed.channelsLast(
                node.inputs().size() == 3
                        ? in.ops().add("BiasAdd", made, in.inOrder(node.inputs().get(2)))
                        : made);
    }

    /**
     * Whether TensorFlow has a name for the padding, and so does it in the convolution. Any other is done before it: TensorFlow's
     * derivative forgets a padding that is given in numbers, and a dilation.
     */
    private static boolean same(Node node, long[] filters) {
        boolean same = true;
        for (int i = 0; i < 2; i++) {
            same &= node.wholes("stride").get(i) == 1
                    && filters[2 + i] - 1 == 2 * node.wholes("padding").get(i);
        }
        return same;
    }

    /** How far the last window reaches beyond the padding: only in ceil mode. */
    private static long[] beyond(Forward in, Node node) {
        long[] beyond = new long[2];
        for (int i = 0; i < 2; i++) {
            long end = (in.lengths(node)[2 + i] - 1) * node.wholes("stride").get(i)
                    + node.wholes("kernel").get(i);
            long room = in.lengths(node.inputs().get(0))[2 + i]
                    + 2 * node.wholes("padding").get(i);
            beyond[i] = Math.max(0, end - room);
        }
        return beyond;
    }

    /** With the padding on both sides of each axis, and more behind it. */
    private static Output<?> padded(Forward in, Node node, Output<?> x, double with, long[] beyond) {
        long[] before = ofEachAxis(node.wholes("padding"), 0);
        long[] behind = {0, before[1] + beyond[0], before[2] + beyond[1], 0};
        return before[1] + before[2] + behind[1] + behind[2] == 0 ? x : in.ops().pad(x, with, before, behind);
    }

    private static Output<?> pool(Forward in, Node node, String type, Output<?> x) {
        return in.ops()
                .add(
                        type,
                        builder -> builder.setAttr("ksize", ofEachAxis(node.wholes("kernel"), 1))
                                .setAttr("strides", ofEachAxis(node.wholes("stride"), 1))
                                .setAttr("padding", "VALID"),
                        x);
    }

    private static Placed maxPool(Forward in, Node node) {
        return Placed.channelsLast(
                pool(in, node, "MaxPool", padded(in, node, image(in, node), -Float.MAX_VALUE, beyond(in, node))));
    }

    /** Where padding does not count, each mean is put right by the mean of as many ones. */
    private static Placed avgPool(Forward in, Node node) {
        long[] beyond = beyond(in, node);
        if (beyond[0] + beyond[1] > 0) {
            throw Forward.unsupported("windows of avgPool", "inside the padded image", node.shape());
        }
        Output<?> x = image(in, node);
        Output<?> mean = pool(in, node, "AvgPool", padded(in, node, x, 0, beyond));
        if (node.flag("count_include_pad") || node.wholes("padding").stream().allMatch(length -> length == 0)) {
            return Placed.channelsLast(mean);
        }
        long[] lengths = in.lengths(node.inputs().get(0));
        Output<?> ones = in.ops()
                .add(
                        "Fill",
                        in.ops().wholes(1, lengths[2], lengths[3], 1),
                        in.ops().number(1, x.dataType()));
        Output<?> counted = pool(in, node, "AvgPool", padded(in, node, ones, 0, beyond));
        return Placed.channelsLast(in.ops().add("RealDiv", mean, counted));
    }

    private static Placed global(Forward in, Node node, String type) {
        return Placed.inOrder(in.ops().reduce(type, image(in, node), false, 1, 2));
    }

    /** Of images, or of rows (batch, channel) as of images of one pixel. */
    private static Placed batchNorm(Forward in, Node node) {
        long[] lengths = in.lengths(node);
        if (Forward.axis(node, lengths.length) != 1 || (lengths.length != 2 && lengths.length != 4)) {
            throw Forward.unsupported(
                    "channels of batchNorm",
                    "axis 1 of 2 or 4",
                    "axis " + node.whole("axis") + " of " + lengths.length);
        }
        Ops ops = in.ops();
        List<String> from = node.inputs();
        boolean image = lengths.length == 4;
        boolean training = in.mode().training();
        float kept = (float) (1 - node.number("momentum"));
        GraphOperation norm = ops.operation(
                "FusedBatchNormV3",
                builder -> builder.setAttr("is_training", training)
                        .setAttr("epsilon", (float) node.number("epsilon"))
                        .setAttr("exponential_avg_factor", training ? kept : 1f),
                image
                        ? in.channelsLast(from.get(0))
                        : ops.reshape(in.inOrder(from.get(0)), lengths[0], 1, 1, lengths[1]),
                in.inOrder(from.get(3)),
                in.inOrder(from.get(4)),
                in.inOrder(from.get(1)),
                in.inOrder(from.get(2)));
        if (training) {
            in.becomes(from.get(1), norm.output(1));
            in.becomes(from.get(2), norm.output(2));
        }
        return image ? Placed.channelsLast(norm.output(0)) : Placed.inOrder(ops.reshape(norm.output(0), lengths));
    }
}
