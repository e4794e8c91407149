package io.enginebench.engines.tensorflow.lowering;

import io.enginebench.record.graph.Graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

/**
 * Layers of GRU, step after step of the sequence, of which TensorFlow knows all derivatives. Its own cell, {@code GRUBlockCell}, resets the state
 * before its product with the weights, where DJL's engines reset the product.
 */
final class GruLowering {
    private static final long GATES = 3;

    private final Forward in;
    private final Ops ops;
    private final Recurrence layers;

    private GruLowering(Forward in, Recurrence layers) {
        this.in = in;
        this.layers = layers;
        ops = in.ops();
    }

    static Placed lower(Forward in, Node node) {
        Recurrence layers = new Recurrence(in, node);
        GruLowering gru = new GruLowering(in, layers);
        Output<?> sequence = layers.sequence();
        for (int layer = 0; layer < layers.layers(); layer++) {
            sequence = gru.layer(sequence, layer);
        }
        return Placed.inOrder(layers.turned(sequence));
    }

    /** From (time, batch, feature) to (time, batch, state). */
    private Output<?> layer(Output<?> x, int layer) {
        long[] lengths = x.shape().asArray();
        long state = layers.state(layer);
        Output<?> rows = ops.reshape(x, lengths[0] * lengths[1], lengths[2]);
        GraphOperation brought = ops.operation(
                "Unpack",
                builder -> builder.setAttr("num", lengths[0]).setAttr("axis", 0L),
                ops.reshape(brought(rows, layer, 0), lengths[0], lengths[1], GATES * state));
        Output<?> before = layers.zeros(lengths[1], state);
        List<Output<?>> states = new ArrayList<>();
        for (int step = 0; step < lengths[0]; step++) {
            before = step(gates(brought.output(step)), gates(brought(before, layer, 1)), before);
            states.add(before);
        }
        return ops.addOfList("Pack", builder -> builder.setAttr("axis", 0L), states);
    }

    /** What the input (0) or the state (1) brings to all gates: (batch, gates·state). */
    private Output<?> brought(Output<?> from, int layer, int place) {
        Output<?> product = ops.add(
                "MatMul",
                builder -> builder.setAttr("transpose_b", true),
                from,
                in.inOrder(layers.parameter(layer, place)));
        return layers.biases() ? ops.add("BiasAdd", product, in.inOrder(layers.parameter(layer, 2 + place))) : product;
    }

    private GraphOperation gates(Output<?> all) {
        return ops.operation("Split", builder -> builder.setAttr("num_split", GATES), ops.whole(1), all);
    }

    /** The state after a step: {@code (1 − z)·n + z·h}, with {@code n = tanh(a + r·b)} of what input (a) and state (b) bring. */
    private Output<?> step(GraphOperation a, GraphOperation b, Output<?> before) {
        Output<?> reset = ops.add("Sigmoid", ops.add("AddV2", a.output(0), b.output(0)));
        Output<?> update = ops.add("Sigmoid", ops.add("AddV2", a.output(1), b.output(1)));
        Output<?> fresh = ops.add("Tanh", ops.add("AddV2", a.output(2), ops.add("Mul", reset, b.output(2))));
        return ops.add("AddV2", fresh, ops.add("Mul", update, ops.add("Sub", before, fresh)));
    }
}
