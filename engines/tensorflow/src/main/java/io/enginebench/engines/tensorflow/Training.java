package io.enginebench.engines.tensorflow;

import io.enginebench.engines.tensorflow.lowering.Backward;
import io.enginebench.engines.tensorflow.lowering.Forward;
import io.enginebench.engines.tensorflow.lowering.Ops;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

/** What training adds to a network: its loss, the derivatives of that, and what they do to the parameters. */
final class Training {
    private final Network network;
    private final Ops ops;
    private final TrainingLoss what;
    private final @Nullable Long dropoutSeed;
    private final Output<?> y;
    private final Output<?> order;
    private final Variable losses;
    private final Operation forgetLosses;
    private final Update update;
    /** Of which is known where they are made. */
    private final Set<Operation> placed = new HashSet<>();

    /**
     * An optimiser that has made no step.
     *
     * @param dropoutSeed null for no dropout
     */
    Training(Network network, TrainingLoss what, @Nullable Long dropoutSeed, Optimiser optimiser) {
        this.network = network;
        this.what = what;
        this.dropoutSeed = dropoutSeed;
        ops = network.ops();
        y = what.kind() == TaskKind.CLASSIFICATION
                ? ops.placeholder(DataType.DT_INT32, -1)
                : ops.placeholder(DataType.DT_FLOAT, -1, -1);
        order = ops.placeholder(DataType.DT_INT32, -1);
        losses = Variable.of(ops, "(losses)", DataType.DT_DOUBLE);
        forgetLosses = losses.becomesZero(ops);
        Set<String> used = new HashSet<>();
        network.recorded().nodes().forEach(node -> used.addAll(node.inputs()));
        update = new Update(
                network,
                optimiser,
                network.recorded().parameters().stream()
                        .filter(parameter -> parameter.trainable() && used.contains(parameter.name()))
                        .toList());
    }

    /** A run on the rows at some positions, beginning with one of them. */
    Session.Runner runner(TensorRows rows, TInt32 positions, TInt32 first) {
        return network.runner(rows, first).feed(y, rows.y()).feed(order, positions);
    }

    /**
     * Makes a step.
     *
     * @param number of the step, from 1
     */
    void make(TrainingStep step, Session.Runner runner, int number) {
        boolean unknown = network.onCard() && placed.add(step.all());
        update.run(runner, step.all(), number, unknown ? Place::onCard : Network::run);
    }

    void forgetLosses() {
        network.run(forgetLosses);
    }

    /** The sum of the losses of all rows since they were forgotten. */
    double losses() {
        try (Result result = Network.run(network.runner().fetch(losses.read()))) {
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
        Map<String, Output<?>> gradients = Backward.of(forward, loss.byOutputs());
        List<Operation> updates = new ArrayList<>(update.of(gradients));
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

    /** TensorFlow knows no derivative of cross-entropies outside of Python, but computes them with the loss. */
    private Loss loss(Output<?> outputs, Output<?> truth, int rows) {
        if (what instanceof TrainingLoss.CrossEntropy crossEntropy) {
            GraphOperation loss = crossEntropy(outputs, truth, crossEntropy.labelSmoothing());
            Loss each = new Loss(loss.output(0), ops.add("Mul", loss.output(1), number(1.0 / rows)));
            List<Double> weights = crossEntropy.classWeights();
            return weights == null ? each : weighted(each, weights, truth, rows);
        }
        Output<?> targets = ops.reshape(truth, rows, outputs.shape().get(1));
        if (what instanceof TrainingLoss.BinaryCrossEntropy) {
            return ofNumbers(
                    ops.add("Sub", ops.add("Softplus", outputs), ops.add("Mul", outputs, targets)),
                    ops.add("Sub", ops.add("Sigmoid", outputs), targets),
                    1);
        }
        Output<?> off = ops.add("Sub", outputs, targets);
        if (what instanceof TrainingLoss.SquaredError) {
            return ofNumbers(ops.add("Square", off), off, 2);
        } else if (what instanceof TrainingLoss.AbsoluteError) {
            return ofNumbers(ops.add("Abs", off), ops.add("Sign", off), 1);
        }
        Output<?> delta = number(((TrainingLoss.Huber) what).delta());
        Output<?> error = ops.add("Abs", off);
        Output<?> cut = ops.add("Minimum", error, delta);
        Output<?> slope = ops.add("Mul", ops.add("Sign", off), cut);
        return ofNumbers(ops.add("Mul", cut, ops.add("Sub", error, ops.add("Mul", cut, number(0.5)))), slope, 1);
    }

    /**
     * A row's is the mean over its outputs.
     *
     * @param each (row, output)
     * @param slopes (row, output): what each changes by with its output, over the factor
     */
    private Loss ofNumbers(Output<?> each, Output<?> slopes, double factor) {
        return new Loss(
                ops.add("Mean", each, ops.wholes(1)),
                ops.add("Mul", slopes, number(factor / slopes.shape().size())));
    }

    /** The same, what is of a row times the weight of its class. */
    private Loss weighted(Loss each, List<Double> weights, Output<?> truth, int rows) {
        float[] ofClasses = new float[weights.size()];
        for (int i = 0; i < ofClasses.length; i++) {
            ofClasses[i] = weights.get(i).floatValue();
        }
        Output<?> ofRows = ops.add("GatherV2", ops.numbers(ofClasses, ofClasses.length), truth, ops.whole(0));
        return new Loss(
                ops.add("Mul", each.ofEachRow(), ofRows),
                ops.add("Mul", each.byOutputs(), ops.reshape(ofRows, rows, 1)));
    }

    private Output<?> number(double number) {
        return ops.number(number, DataType.DT_FLOAT);
    }

    /** The losses of all rows, and what they change by with the outputs. */
    private GraphOperation crossEntropy(Output<?> outputs, Output<?> truth, double smoothing) {
        if (smoothing == 0) {
            return ops.operation("SparseSoftmaxCrossEntropyWithLogits", none -> {}, outputs, truth);
        }
        long classes = outputs.shape().get(1);
        double others = smoothing / classes;
        Output<?> shares = ops.add("OneHot", truth, ops.whole(classes), number(1 - smoothing + others), number(others));
        return ops.operation("SoftmaxCrossEntropyWithLogits", none -> {}, outputs, shares);
    }
}
