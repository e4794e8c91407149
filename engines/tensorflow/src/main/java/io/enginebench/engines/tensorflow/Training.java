package io.enginebench.engines.tensorflow;

import io.enginebench.engines.tensorflow.lowering.Backward;
import io.enginebench.engines.tensorflow.lowering.Forward;
import io.enginebench.engines.tensorflow.lowering.Ops;
import io.enginebench.record.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * What training adds to a network: its loss, the derivatives of that, and Adam in Keras's form, {@code w -= rate ·
 * m/(sqrt(v) + eps)}, the rate being the learning rate with its corrections.
 */
final class Training {
    static final double BETA1 = 0.9;
    static final double BETA2 = 0.999;

    private final Network network;
    private final Ops ops;
    private final boolean classification;
    private final @Nullable Long dropoutSeed;
    private final Output<?> y;
    private final Output<?> order;
    private final Output<?> rate;
    private final Output<?> zero;
    private final Output<?> beta1;
    private final Output<?> beta2;
    private final Output<?> epsilon;
    private final Variable losses;
    private final Operation forgetLosses;
    /** Adam's two moments of each parameter that is trained and used. */
    private final Map<String, List<Variable>> moments = new LinkedHashMap<>();

    /**
     * Moments of zero.
     *
     * @param dropoutSeed null for no dropout
     */
    Training(Network network, boolean classification, @Nullable Long dropoutSeed, double epsilon) {
        this.network = network;
        this.classification = classification;
        this.dropoutSeed = dropoutSeed;
        ops = network.ops();
        y = ops.placeholder(classification ? DataType.DT_INT32 : DataType.DT_FLOAT, -1);
        order = ops.placeholder(DataType.DT_INT32, -1);
        rate = ops.placeholder(DataType.DT_FLOAT);
        zero = ops.number(0, DataType.DT_FLOAT);
        beta1 = ops.number(BETA1, DataType.DT_FLOAT);
        beta2 = ops.number(BETA2, DataType.DT_FLOAT);
        this.epsilon = ops.number(epsilon, DataType.DT_FLOAT);
        losses = Variable.of(ops, "(losses)", DataType.DT_DOUBLE);
        forgetLosses = losses.becomesZero(ops);
        Set<String> used = new HashSet<>();
        network.recorded().nodes().forEach(node -> used.addAll(node.inputs()));
        List<Operation> zeros = new ArrayList<>();
        for (Graph.Parameter parameter : network.recorded().parameters()) {
            if (parameter.trainable() && used.contains(parameter.name())) {
                long[] shape = network.variable(parameter.name()).read().shape().asArray();
                List<Variable> both = List.of(
                        Variable.of(ops, "(m) " + parameter.name(), DataType.DT_FLOAT, shape),
                        Variable.of(ops, "(v) " + parameter.name(), DataType.DT_FLOAT, shape));
                both.forEach(moment -> zeros.add(moment.becomesZero(ops)));
                moments.put(parameter.name(), both);
            }
        }
        network.run(ops.all(zeros));
    }

    /** What Adam multiplies with in a step. */
    Output<?> rate() {
        return rate;
    }

    /** A run on the rows at some positions, beginning with one of them. */
    Session.Runner runner(TensorRows rows, TInt32 positions, TInt32 first) {
        return network.runner(rows, first).feed(y, rows.y()).feed(order, positions);
    }

    void forgetLosses() {
        network.run(forgetLosses);
    }

    /** The sum of the losses of all rows since they were forgotten. */
    double losses() {
        try (Result result = network.runner().fetch(losses.read()).run()) {
            return ((TFloat64) result.get(0)).getDouble();
        }
    }

    /** Adds a step for batches of so many rows. */
    TrainingStep step(int rows) {
        Output<?> positions = network.rowsInTurn(order, rows);
        Forward forward =
                network.forward(new Forward.Mode(true, dropoutSeed), rows, network.rowsAt(network.x(), positions));
        Output<?> outputs = forward.output();
        Loss loss = loss(outputs, network.rowsAt(y, positions), rows);
        Output<?> mean = ops.add("Mean", loss.ofEachRow(), ops.wholes(0));
        List<Operation> updates = new ArrayList<>();
        Map<String, Output<?>> gradients = Backward.of(forward, loss.byOutputs());
        gradients.forEach((name, gradient) -> updates.add(adam(name, gradient)));
        forward.statistics()
                .forEach((name, value) -> updates.add(network.variable(name).becomes(ops, value)));
        Output<?> sum = ops.cast(ops.add("Sum", loss.ofEachRow(), ops.wholes(0)), DataType.DT_DOUBLE);
        updates.add(ops.operation("AssignAddVariableOp", none -> {}, losses.handle(), sum));
        return new TrainingStep(forward, outputs, mean, gradients, ops.all(updates));
    }

    /**
     * What training makes small.
     *
     * @param ofEachRow (row)
     * @param byOutputs (row, output): the derivative of the mean
     */
    private record Loss(Output<?> ofEachRow, Output<?> byOutputs) {}

    /** TensorFlow knows no derivative of the first outside of Python, but computes it with the loss. */
    private Loss loss(Output<?> outputs, Output<?> truth, int rows) {
        if (classification) {
            Output<?> share = ops.number(1.0 / rows, DataType.DT_FLOAT);
            GraphOperation loss = ops.operation("SparseSoftmaxCrossEntropyWithLogits", none -> {}, outputs, truth);
            return new Loss(loss.output(0), ops.add("Mul", loss.output(1), share));
        }
        Output<?> off = ops.add("Sub", ops.reshape(outputs, rows), truth);
        Output<?> derivative = ops.add("Mul", off, ops.number(2.0 / rows, DataType.DT_FLOAT));
        return new Loss(ops.add("Square", off), ops.reshape(derivative, rows, 1));
    }

    private GraphOperation adam(String parameter, Output<?> gradient) {
        List<Variable> both = Objects.requireNonNull(moments.get(parameter));
        return ops.operation(
                "ResourceApplyAdam",
                none -> {},
                network.variable(parameter).handle(),
                both.get(0).handle(),
                both.get(1).handle(),
                zero,
                zero,
                rate,
                beta1,
                beta2,
                epsilon,
                gradient);
    }
}
