package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;

/**
 * Layers of LSTM as {@code BlockLSTMV2}, which runs a whole sequence in one operation. Its gates are in our order; its weights (feature +
 * state, 4·state) are those of the input above those of the state, and it has one bias for our two.
 *
 * <p>TensorFlow has its derivative, {@code BlockLSTMGradV2}, and does not know it for that outside of Python: it is told so once for the
 * process.
 */
final class LstmLowering {
    private static final String TYPE = "BlockLSTMV2";
    /** Places of the sequence of states among the outputs and of the cells' memory. */
    private static final int STATES = 6;

    private static final int MEMORIES = 1;
    private static final int OUTPUTS = 7;

    private LstmLowering() {}

    /** Tells TensorFlow. */
    static void teachDerivative() {
        TensorFlow.registerCustomGradient(TYPE, (ops, operation, gradients) -> derivative(operation, gradients));
    }

    static Placed lower(Forward in, Node node) {
        Ops ops = in.ops();
        if (node.flag("bidirectional")) {
            throw Forward.unsupported("direction of lstm", "forward", "both");
        }
        if (in.mode().dropoutSeed() != null && node.whole("layers") > 1 && node.number("drop_rate") > 0) {
            throw Forward.unsupported("dropout between layers of lstm", "0", node.number("drop_rate"));
        }
        List<String> from = node.inputs();
        Output<?> sequence = in.inOrder(from.get(0));
        if (node.flag("batch_first")) {
            sequence = ops.transpose(sequence, 1, 0, 2);
        }
        boolean biases = node.flag("biases");
        int perLayer = biases ? 4 : 2;
        for (int layer = 0; layer < node.whole("layers"); layer++) {
            int first = 1 + layer * perLayer;
            Output<?> beside = ops.addOfList(
                    "ConcatV2",
                    none -> {},
                    List.of(in.inOrder(from.get(first)), in.inOrder(from.get(first + 1))),
                    ops.whole(1));
            Output<?> weights = ops.transpose(beside, 1, 0);
            long gates = weights.shape().get(1);
            Output<?> bias = biases
                    ? ops.add("AddV2", in.inOrder(from.get(first + 2)), in.inOrder(from.get(first + 3)))
                    : zeros(ops, gates);
            sequence = layer(ops, sequence, weights, bias, gates / 4);
        }
        return Placed.inOrder(node.flag("batch_first") ? ops.transpose(sequence, 1, 0, 2) : sequence);
    }

    /** From (time, batch, feature) to (time, batch, state). */
    private static Output<?> layer(Ops ops, Output<?> x, Output<?> weights, Output<?> bias, long state) {
        long batch = x.shape().get(1);
        Output<?> start = zeros(ops, batch, state);
        Output<?> peephole = zeros(ops, state);
        Output<?> steps = ops.cast(ops.whole(x.shape().get(0)), DataType.DT_INT64);
        GraphOperation lstm =
                ops.operation(TYPE, none -> {}, steps, x, start, start, weights, peephole, peephole, peephole, bias);
        return lstm.output(STATES);
    }

    private static Output<?> zeros(Ops ops, long... shape) {
        return ops.add("Fill", ops.wholes(shape), ops.number(0, DataType.DT_FLOAT));
    }

    /** Of each input; the cells' memory is seen by nobody, so that only what comes by the states counts. */
    private static List<Operand<?>> derivative(GraphOperation lstm, List<Output<?>> gradients) {
        Scope scope = lstm.env().baseScope();
        var builder = lstm.env().opBuilder("BlockLSTMGradV2", scope.makeOpName("BlockLSTMGradV2"), scope);
        lstm.inputs().forEach(input -> builder.addInput(input.asOutput()));
        for (int i = 0; i < OUTPUTS; i++) {
            builder.addInput(lstm.output(i));
        }
        var zerosLike = lstm.env().opBuilder("ZerosLike", scope.makeOpName("ZerosLike"), scope);
        builder.addInput(zerosLike.addInput(lstm.output(MEMORIES)).build().output(0));
        builder.addInput(gradients.get(STATES));
        builder.setAttr("use_peephole", false);
        GraphOperation made = builder.build();
        var steps = lstm.env().opBuilder("ZerosLike", scope.makeOpName("ZerosLike"), scope);
        List<Operand<?>> all = new ArrayList<>();
        all.add(steps.addInput(lstm.input(0)).build().output(0));
        for (int i = 0; i < made.numOutputs(); i++) {
            all.add(made.output(i));
        }
        return all;
    }
}
