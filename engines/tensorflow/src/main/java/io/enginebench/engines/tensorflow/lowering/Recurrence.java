package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** What layers of LSTM and of GRU have in common: which parameter is which, the order of the axes, and what neither can do here. */
final class Recurrence {
    private final Forward in;
    private final Node node;
    private final boolean biases;

    Recurrence(Forward in, Node node) {
        this.in = in;
        this.node = node;
        biases = node.flag("biases");
        String operator = node.operator();
        if (node.flag("bidirectional")) {
            throw Forward.unsupported("direction of " + operator, "forward", "both");
        }
        if (in.mode().dropoutSeed() != null && layers() > 1 && node.number("drop_rate") > 0) {
            throw Forward.unsupported("dropout between layers of " + operator, "0", node.number("drop_rate"));
        }
    }

    long layers() {
        return node.whole("layers");
    }

    boolean biases() {
        return biases;
    }

    /** The sequence that the first layer is given: (time, batch, feature). */
    Output<?> sequence() {
        return turned(in.inOrder(node.inputs().get(0)));
    }

    /** From the network's order to (time, batch, feature), and back. */
    Output<?> turned(Output<?> sequence) {
        return node.flag("batch_first") ? in.ops().transpose(sequence, 1, 0, 2) : sequence;
    }

    /** The name of one of a layer's parameters: weights of the input and of the state, then biases likewise. */
    String parameter(int layer, int place) {
        return node.inputs().get(1 + layer * (biases ? 4 : 2) + place);
    }

    /** The length of a layer's state. */
    long state(int layer) {
        return in.lengths(parameter(layer, 1))[1];
    }

    Output<?> zeros(long... shape) {
        return in.ops().add("Fill", in.ops().wholes(shape), in.ops().number(0, DataType.DT_FLOAT));
    }
}
