package io.enginebench.campaign.parity.reference;

import io.enginebench.record.task.Optimiser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an {@link Optimiser} on all parameters of a network, in doubles: its formulas, written down a second time and apart from what
 * the engines run. Of the record it takes the numbers and the learning rate of each step.
 */
public final class Descent {
    private final Optimiser optimiser;
    /** What the rule keeps of each parameter. */
    private final List<double[][]> states = new ArrayList<>();

    private int t;

    /** An optimiser that has made no step. */
    public Descent(Optimiser optimiser) {
        this.optimiser = optimiser;
    }

    /**
     * What the next step adds to each weight.
     *
     * @param weights by parameter, as they are before it
     * @param gradients of the loss, by parameter
     */
    public List<double[]> step(List<double[]> weights, List<double[]> gradients) {
        t++;
        double scale = scale(gradients);
        List<double[]> changes = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            if (states.size() == i) {
                states.add(new double[2][weights.get(i).length]);
            }
            changes.add(change(weights.get(i), gradients.get(i), scale, states.get(i)));
        }
        return changes;
    }

    private double scale(List<double[]> gradients) {
        @Nullable Double most = optimiser.gradientClipNorm();
        if (most == null) {
            return 1;
        }
        double squares = 0;
        for (double[] gradient : gradients) {
            for (double element : gradient) {
                squares += element * element;
            }
        }
        return Math.min(1, most / Math.sqrt(squares));
    }

    private double[] change(double[] weights, double[] gradient, double scale, double[][] state) {
        boolean apart = optimiser.isDecoupled();
        double rate = optimiser.learningRate().at(t);
        double[] change = new double[weights.length];
        for (int i = 0; i < change.length; i++) {
            double decay = optimiser.weightDecay() * weights[i];
            double g = scale * gradient[i] + (apart ? 0 : decay);
            change[i] = -rate * ((apart ? decay : 0) + direction(g, state, i));
        }
        return change;
    }

    /** What the rule makes of an element of a gradient, in learning rates. */
    private double direction(double g, double[][] state, int i) {
        Optimiser.Rule rule = optimiser.rule();
        if (rule instanceof Optimiser.Sgd sgd) {
            double[] u = state[0];
            u[i] = sgd.momentum() * u[i] + g;
            return sgd.nesterov() ? g + sgd.momentum() * u[i] : u[i];
        } else if (rule instanceof Optimiser.Adam adam) {
            return adam(g, state[0], state[1], i, adam.epsilon());
        }
        Optimiser.RmsProp rmsProp = (Optimiser.RmsProp) rule;
        double[] s = state[0];
        s[i] = rmsProp.rho() * s[i] + (1 - rmsProp.rho()) * g * g;
        return g / Math.sqrt(s[i] + rmsProp.epsilon());
    }

    /**
     * Keras's form, which is Kingma and Ba's with the efficient order of computation of their section 2. Not torch.optim's, where eps is
     * added to the corrected root.
     */
    private double adam(double g, double[] m, double[] v, int i, double epsilon) {
        double beta1 = 0.9;
        double beta2 = 0.999;
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        return Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t)) * m[i] / (Math.sqrt(v[i]) + epsilon);
    }
}
