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
    private final Recurrence of;
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
        of = new Recurrence(in, node);
    }

    static Placed lower(Forward in, Node node) {
        LstmLowering lstm = new LstmLowering(in, node);
        in.differentiated(node, lstm::derivatives);
        return Placed.inOrder(lstm.forward());
    }

    private Output<?> forward() {
        Output<?> sequence = of.sequence();
        for (int layer = 0; layer < of.layers(); layer++) {
            Layer made = layer(sequence, layer);
            layers.add(made);
            sequence = made.operation().output(STATES);
        }
        return of.turned(sequence);
    }

    /** From (time, batch, feature) to (time, batch, state). */
    private Layer layer(Output<?> x, int layer) {
        Output<?> beside = ops.addOfList(
                "ConcatV2",
                none -> {},
                List.of(in.inOrder(of.parameter(layer, 0)), in.inOrder(of.parameter(layer, 1))),
                ops.whole(1));
        long state = of.state(layer);
        Output<?> bias = of.biases()
                ? ops.add("AddV2", in.inOrder(of.parameter(layer, 2)), in.inOrder(of.parameter(layer, 3)))
                : of.zeros(4 * state);
        Output<?> start = of.zeros(x.shape().get(1), state);
        Output<?> peephole = of.zeros(state);
        Output<?> steps = ops.cast(ops.whole(x.shape().get(0)), DataType.DT_INT64);
        List<Output<?>> inputs =
                List.of(steps, x, start, start, ops.transpose(beside, 1, 0), peephole, peephole, peephole, bias);
        return new Layer(ops.operation("BlockLSTMV2", none -> {}, inputs.toArray(Output<?>[]::new)), inputs);
    }

    private Map<String, Output<?>> derivatives(Output<?> byOutput) {
        Map<String, Output<?>> all = new HashMap<>();
        Output<?> byStates = of.turned(byOutput);
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            GraphOperation made = derivative(layers.get(layer), byStates);
            byStates = made.output(0);
            Output<?> byWeights = ops.transpose(made.output(3), 1, 0);
            long[] ofInput = in.lengths(of.parameter(layer, 0));
            all.put(of.parameter(layer, 0), ops.add("Slice", byWeights, ops.wholes(0, 0), ops.wholes(ofInput)));
            all.put(
                    of.parameter(layer, 1),
                    ops.add(
                            "Slice",
                            byWeights,
                            ops.wholes(0, ofInput[1]),
                            ops.wholes(in.lengths(of.parameter(layer, 1)))));
            if (of.biases()) {
                all.put(of.parameter(layer, 2), made.output(7));
                all.put(of.parameter(layer, 3), made.output(7));
            }
        }
        all.put(node.inputs().get(0), of.turned(byStates));
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
