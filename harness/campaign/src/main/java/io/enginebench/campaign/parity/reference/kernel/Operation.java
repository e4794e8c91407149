package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.Graph.Node;
import java.util.List;

/**
 * One call of an operator on numbers.
 *
 * @param inputs in the order of {@link io.enginebench.record.graph.Operator}
 * @param shape of the output
 * @param training whether the network is being trained, which BatchNorm does differently
 * @param precision of every sum
 */
public record Operation(Node node, List<Tensor> inputs, List<Integer> shape, boolean training, Precision precision) {
    public Operation {
        inputs = List.copyOf(inputs);
        shape = List.copyOf(shape);
    }

    /** The input at a place. */
    public Tensor input(int place) {
        return inputs.get(place);
    }

    /** The only input, or the first. */
    public Tensor x() {
        return inputs.get(0);
    }

    /** A sum so far and one term more. */
    double sum(double sum, double term) {
        return precision.of(sum + term);
    }

    /** Zeros of the output's shape. */
    Tensor zeros() {
        return Tensor.zeros(shape);
    }

    int whole(String attribute) {
        return Math.toIntExact(node.whole(attribute));
    }

    /** One whole number for each spatial axis. */
    List<Integer> wholes(String attribute) {
        return node.wholes(attribute).stream().map(Math::toIntExact).toList();
    }

    /** An axis counted from 0, of the output. */
    int axis(String attribute) {
        int axis = whole(attribute);
        return axis < 0 ? axis + shape.size() : axis;
    }
}
