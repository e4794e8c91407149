package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Layers of LSTM as {@code BlockLSTMV2}, which runs a whole sequence in one operation. Its gates are in our order; its weights (feature +
 * state, 4·state) are those of the input above those of the state, and it has one bias for our two. TensorFlow has its derivative, {@code
 * BlockLSTMGradV2}, but knows of that in Python alone.
 */
final class LstmLowering {
    /** Places among the outputs of the cells' memory and of the sequence of states. */
    private static final int MEMORIES = 1;

    private static final int STATES = 6;
    private static final int OUTPUTS = 7;

    private final Ops ops;
    private final Forward in;
    private final Node node;
    private final boolean batchFirst;
    private final boolean biases;
    private final List<Layer> layers = new ArrayList<>();

    /** An operation with what it was given. */
    private record Layer(GraphOperation operation, List<Output<?>> inputs) {
        Layer {
            inputs = List.copyOf(inputs);
        }
    }

    private LstmLowering(Forward in, Node node) {
        this.in = in;
        this.node = node;
        ops = in.ops();
        batchFirst = node.flag("batch_first");
        biases = node.flag("biases");
        if (node.flag("bidirectional")) {
            throw Forward.unsupported("direction of lstm", "forward", "both");
        }
        if (in.mode().dropoutSeed() != null && node.whole("layers") > 1 && node.number("drop_rate") > 0) {
            throw Forward.unsupported("dropout between layers of lstm", "0", node.number("drop_rate"));
        }
    }

    static Placed lower(Forward in, Node node) {
        LstmLowering lstm = new LstmLowering(in, node);
        in.differentiated(node, lstm::derivatives);
        return Placed.inOrder(lstm.forward());
    }

    /** The name of one of a layer's parameters: weights of the input and of the state, then biases likewise. */
    private String parameter(int layer, int place) {
        return node.inputs().get(1 + layer * (biases ? 4 : 2) + place);
    }

    private Output<?> turned(Output<?> sequence) {
        return batchFirst ? ops.transpose(sequence, 1, 0, 2) : sequence;
    }

    private Output<?> forward() {
        Output<?> sequence = turned(in.inOrder(node.inputs().get(0)));
        for (int layer = 0; layer < node.whole("layers"); layer++) {
            Layer made = layer(sequence, layer);
            layers.add(made);
            sequence = made.operation().output(STATES);
        }
        return turned(sequence);
    }

    /** From (time, batch, feature) to (time, batch, state). */
    private Layer layer(Output<?> x, int layer) {
        Output<?> beside = ops.addOfList(
                "ConcatV2",
                none -> {},
                List.of(in.inOrder(parameter(layer, 0)), in.inOrder(parameter(layer, 1))),
                ops.whole(1));
        long state = in.lengths(parameter(layer, 1))[1];
        Output<?> bias = biases
                ? ops.add("AddV2", in.inOrder(parameter(layer, 2)), in.inOrder(parameter(layer, 3)))
                : zeros(4 * state);
        Output<?> start = zeros(x.shape().get(1), state);
        Output<?> peephole = zeros(state);
        Output<?> steps = ops.cast(ops.whole(x.shape().get(0)), DataType.DT_INT64);
        List<Output<?>> inputs =
                List.of(steps, x, start, start, ops.transpose(beside, 1, 0), peephole, peephole, peephole, bias);
        return new Layer(ops.operation("BlockLSTMV2", none -> {}, inputs.toArray(Output<?>[]::new)), inputs);
    }

    private Output<?> zeros(long... shape) {
        return ops.add("Fill", ops.wholes(shape), ops.number(0, DataType.DT_FLOAT));
    }

    private Map<String, Output<?>> derivatives(Output<?> byOutput) {
        Map<String, Output<?>> all = new HashMap<>();
        Output<?> byStates = turned(byOutput);
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            GraphOperation made = derivative(layers.get(layer), byStates);
            byStates = made.output(0);
            Output<?> byWeights = ops.transpose(made.output(3), 1, 0);
            long[] ofInput = in.lengths(parameter(layer, 0));
            all.put(parameter(layer, 0), ops.add("Slice", byWeights, ops.wholes(0, 0), ops.wholes(ofInput)));
            all.put(
                    parameter(layer, 1),
                    ops.add(
                            "Slice",
                            byWeights,
                            ops.wholes(0, ofInput[1]),
                            ops.wholes(in.lengths(parameter(layer, 1)))));
            if (biases) {
                all.put(parameter(layer, 2), made.output(7));
                all.put(parameter(layer, 3), made.output(7));
            }
        }
        all.put(node.inputs().get(0), turned(byStates));
        return all;
    }

    /** The cells' memory is seen by nobody, so that only what comes by the states counts. */
    private GraphOperation derivative(Layer layer, Output<?> byStates) {
        List<Output<?>> inputs = new ArrayList<>(layer.inputs());
        for (int i = 0; i < OUTPUTS; i++) {
            inputs.add(layer.operation().output(i));
        }
        inputs.add(ops.add("ZerosLike", layer.operation().output(MEMORIES)));
        inputs.add(byStates);
        return ops.operation(
                "BlockLSTMGradV2", builder -> builder.setAttr("use_peephole", false), inputs.toArray(Output<?>[]::new));
    }
}
