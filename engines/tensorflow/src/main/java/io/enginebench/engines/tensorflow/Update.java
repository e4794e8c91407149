package io.enginebench.engines.tensorflow;

import io.enginebench.engines.tensorflow.lowering.Ops;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Optimiser.Adam;
import io.enginebench.record.task.Optimiser.RmsProp;
import io.enginebench.record.task.Optimiser.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * What a step does to the parameters: {@link Optimiser}'s formulas by TensorFlow's own operation for each rule, which has the same one.
 * Adam's corrections come in the rate.
 */
final class Update {
    private final Network network;
    private final Ops ops;
    private final Optimiser optimiser;
    private final Output<?> rate;
    /** The part of a weight that a decoupled decay takes off it. */
    private final Output<?> decay;

    private final Output<?> zero;
    /** What the rule keeps of each parameter. */
    private final Map<String, List<Variable>> states = new LinkedHashMap<>();

    /**
     * One that has made no step.
     *
     * @param trained the parameters that have gradients
     */
    Update(Network network, Optimiser optimiser, List<Graph.Parameter> trained) {
        this.network = network;
        this.optimiser = optimiser;
        ops = network.ops();
        rate = ops.placeholder(DataType.DT_FLOAT);
        decay = ops.placeholder(DataType.DT_FLOAT);
        zero = number(0);
        List<Operation> zeros = new ArrayList<>();
        for (Graph.Parameter parameter : trained) {
            long[] shape = network.variable(parameter.name()).read().shape().asArray();
            List<Variable> state = kept().stream()
                    .map(what ->
                            Variable.of(ops, "(%s) %s".formatted(what, parameter.name()), DataType.DT_FLOAT, shape))
                    .toList();
            state.forEach(one -> zeros.add(one.becomesZero(ops)));
            states.put(parameter.name(), state);
        }
        network.run(ops.all(zeros));
    }

    /** By the letters that the formulas have. */
    private List<String> kept() {
        if (optimiser.rule() instanceof Sgd sgd) {
            return sgd.momentum() == 0 ? List.of() : List.of("u");
        }
        // The operation for RMSProp wants room for a momentum.
        return optimiser.rule() instanceof Adam ? List.of("m", "v") : List.of("s", "none");
    }

    private Output<?> number(double number) {
        return ops.number(number, DataType.DT_FLOAT);
    }

    /**
     * Tells a run which step it makes, and makes it.
     *
     * @param step from 1
     * @param how it is run
     */
    void run(Session.Runner runner, Operation all, int step, Function<Session.Runner, Result> how) {
        double plain = optimiser.learningRate().at(step);
        double corrected = optimiser.rule() instanceof Adam adam ? adam.corrected(plain, step) : plain;
        try (TFloat32 now = TFloat32.scalarOf((float) corrected);
                TFloat32 lost = TFloat32.scalarOf((float) (plain * optimiser.decoupledDecay()))) {
            how.apply(runner.feed(rate, now).feed(decay, lost).addTarget(all)).close();
        }
    }

    /** Changes every parameter by its gradient. */
    List<Operation> of(Map<String, Output<?>> gradients) {
        Output<?> scale = scale(gradients);
        List<Operation> updates = new ArrayList<>();
        gradients.forEach((name, gradient) ->
                updates.add(change(name, scale == null ? gradient : ops.add("Mul", gradient, scale))));
        return updates;
    }

    /** What brings the norm of all gradients together down to the largest that is allowed. */
    private @Nullable Output<?> scale(Map<String, Output<?>> gradients) {
        if (optimiser.gradientClipNorm() == null) {
            return null;
        }
        Output<?> most = number(optimiser.gradientClipNorm());
        Output<?> halves = gradients.values().stream()
                .<Output<?>>map(gradient -> ops.add("L2Loss", gradient))
                .reduce((one, other) -> ops.add("AddV2", one, other))
                .orElse(zero);
        Output<?> norm = ops.add("Sqrt", ops.add("Mul", halves, number(2)));
        return ops.add("Div", most, ops.add("Maximum", norm, most));
    }

    private Operation change(String parameter, Output<?> clipped) {
        Variable weight = network.variable(parameter);
        Output<?> gradient = optimiser.decayOfGradients() == 0
                ? clipped
                : ops.add("AddV2", clipped, ops.add("Mul", weight.read(), number(optimiser.decayOfGradients())));
        if (optimiser.decoupledDecay() == 0) {
            return rule(parameter, gradient, none -> {});
        }
        Operation decayed = ops.operation(
                "AssignSubVariableOp",
                builder -> builder.addControlInput(gradient.op()),
                weight.handle(),
                ops.add("Mul", weight.read(), decay));
        return rule(parameter, gradient, builder -> builder.addControlInput(decayed));
    }

    private Operation rule(String parameter, Output<?> gradient, Consumer<GraphOperationBuilder> after) {
        Output<?> weight = network.variable(parameter).handle();
        List<Output<?>> state = Objects.requireNonNull(states.get(parameter)).stream()
                .<Output<?>>map(Variable::handle)
                .toList();
        if (optimiser.rule() instanceof Sgd sgd) {
            return state.isEmpty()
                    ? ops.operation("ResourceApplyGradientDescent", after, weight, rate, gradient)
                    : ops.operation(
                            "ResourceApplyMomentum",
                            after.andThen(builder -> builder.setAttr("use_nesterov", sgd.nesterov())),
                            weight,
                            state.get(0),
                            rate,
                            gradient,
                            number(sgd.momentum()));
        } else if (optimiser.rule() instanceof Adam adam) {
            return ops.operation(
                    "ResourceApplyAdam",
                    after,
                    weight,
                    state.get(0),
                    state.get(1),
                    zero,
                    zero,
                    rate,
                    number(Adam.BETA1),
                    number(Adam.BETA2),
                    number(adam.epsilon()),
                    gradient);
        }
        RmsProp rmsProp = (RmsProp) optimiser.rule();
        return ops.operation(
                "ResourceApplyRMSProp",
                after,
                weight,
                state.get(0),
                state.get(1),
                rate,
                number(rmsProp.rho()),
                zero,
                number(rmsProp.epsilon()),
                gradient);
    }
}
