package io.enginebench.engines.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Optimiser.Adam;
import io.enginebench.record.task.Optimiser.RmsProp;
import io.enginebench.record.task.Optimiser.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link Optimiser}'s formulas in DJL's array operations, the same on each of its engines: DJL's own optimisers have other ones on
 * one engine than on another, or none. Nothing is read by the host.
 */
final class FormulaUpdate implements ParameterUpdate {
    private final List<Parameter> parameters;
    private final NDManager owner;
    private final Optimiser optimiser;
    /** What the rule keeps of each parameter; the owner's. */
    private final List<List<NDArray>> states;

    private int steps;

    FormulaUpdate(List<Parameter> parameters, NDManager owner, Optimiser optimiser) {
        this.parameters = List.copyOf(parameters);
        this.owner = owner;
        this.optimiser = optimiser;
        states = parameters.stream()
                .map(parameter -> Stream.generate(
                                () -> owner.zeros(parameter.getArray().getShape()))
                        .limit(kept())
                        .toList())
                .toList();
    }

    private int kept() {
        if (optimiser.rule() instanceof Sgd sgd) {
            return sgd.momentum() == 0 ? 0 : 1;
        }
        return optimiser.rule() instanceof Adam ? 2 : 1;
    }

    @Override
    public String name() {
        return "enginebench's own, operation by operation";
    }

    @Override
    public void step() {
        steps++;
        try (NDManager step = owner.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>();
            for (Parameter parameter : parameters) {
                NDArray gradient = parameter.getArray().getGradient();
                gradient.attach(step);
                gradients.add(gradient);
            }
            NDArray scale = scale(gradients);
            for (int i = 0; i < parameters.size(); i++) {
                // The same memory without a gradient. PyTorch records per thread, and in one that has not been told
                // otherwise refuses to change what has one.
                NDArray weight = parameters.get(i).getArray().stopGradient();
                change(step, weight, gradients.get(i), scale, states.get(i));
            }
        }
    }

    /** What brings the norm of all gradients together down to the largest that is allowed; exactly 1 where it is not above that. */
    private @Nullable NDArray scale(List<NDArray> gradients) {
        if (optimiser.gradientClipNorm() == null) {
            return null;
        }
        float most = optimiser.gradientClipNorm().floatValue();
        NDArray squares = gradients.get(0).square().sum();
        for (NDArray gradient : gradients.subList(1, gradients.size())) {
            squares.addi(gradient.square().sum());
        }
        NDArray norm = squares.sqrt().maximum(most);
        return norm.onesLike().mul(most).div(norm);
    }

    /** Changes one parameter. What is made on the way goes with it: of a large network it would be much memory. */
    private void change(
            NDManager step, NDArray weight, NDArray gradient, @Nullable NDArray scale, List<NDArray> state) {
        double rate = optimiser.learningRate().at(steps);
        try (NDManager one = step.newSubManager()) {
            // The result of an operation belongs to whom its first operand belongs to.
            weight.attach(one);
            gradient.tempAttach(one);
            state.forEach(kept -> kept.tempAttach(one));
            NDArray g = scale == null ? gradient : gradient.mul(scale);
            if (optimiser.decayOfGradients() != 0) {
                g = g.add(weight.mul((float) optimiser.decayOfGradients()));
            }
            if (optimiser.decoupledDecay() != 0) {
                weight.subi(weight.mul((float) (rate * optimiser.decoupledDecay())));
            }
            weight.subi(difference(g, state, rate));
            // The next backward pass of PyTorch adds to it.
            gradient.subi(gradient);
        }
    }

    /** What is taken off a parameter by the rule. */
    private NDArray difference(NDArray g, List<NDArray> state, double rate) {
        if (optimiser.rule() instanceof Sgd sgd) {
            if (state.isEmpty()) {
                return g.mul((float) rate);
            }
            float momentum = (float) sgd.momentum();
            NDArray u = state.get(0).muli(momentum).addi(g);
            return sgd.nesterov() ? g.add(u.mul(momentum)).mul((float) rate) : u.mul((float) rate);
        } else if (optimiser.rule() instanceof Adam adam) {
            NDArray m = mean(state.get(0), g, Adam.BETA1);
            NDArray v = mean(state.get(1), g.square(), Adam.BETA2);
            return m.mul((float) adam.corrected(rate, steps)).div(v.sqrt().add((float) adam.epsilon()));
        }
        RmsProp rmsProp = (RmsProp) optimiser.rule();
        NDArray s = mean(state.get(0), g.square(), rmsProp.rho());
        return g.mul((float) rate).div(s.add((float) rmsProp.epsilon()).sqrt());
    }

    /** A running mean with one more value. */
    private static NDArray mean(NDArray kept, NDArray value, double beta) {
        return kept.muli((float) beta).addi(value.mul((float) (1 - beta)));
    }
}
