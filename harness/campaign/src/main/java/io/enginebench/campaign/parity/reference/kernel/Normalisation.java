package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.Arrays;
import java.util.List;

/** Numbers less their mean by their standard deviation, then scaled and shifted. */
public enum Normalisation implements Kernel {
    /** Over each channel of a batch; in evaluation by the running statistics. Inputs: x, running mean and variance, gamma, beta. */
    BATCH {
        @Override
        int[] groups(Operation call) {
            int[] steps = new int[call.shape().size()];
            steps[call.axis("axis")] = 1;
            return Places.walk(call.shape(), 0, steps);
        }

        @Override
        int[] parameters(Operation call, int[] groups) {
            return groups;
        }

        @Override
        Moments moments(Operation call, int[] groups) {
            return call.training() ? Moments.of(call, groups) : new Moments(call.input(1), call.input(2), false);
        }

        @Override
        int gamma() {
            return 3;
        }
    },
    /** Over the last axes of each row. Inputs: x, gamma, beta. */
    LAYER {
        private int length(Operation call) {
            return call.input(1).values().length;
        }

        @Override
        int[] groups(Operation call) {
            int length = length(call);
            int[] groups = Places.same(Places.count(call.shape()));
            for (int i = 0; i < groups.length; i++) {
                groups[i] /= length;
            }
            return groups;
        }

        @Override
        int[] parameters(Operation call, int[] groups) {
            int length = length(call);
            int[] parameters = Places.same(Places.count(call.shape()));
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] %= length;
            }
            return parameters;
        }

        @Override
        Moments moments(Operation call, int[] groups) {
            return Moments.of(call, groups);
        }

        @Override
        int gamma() {
            return 1;
        }
    };

    /**
     * Means and biased variances of groups of numbers.
     *
     * @param own whether they are those of the numbers that they normalise
     */
    public record Moments(Tensor mean, Tensor variance, boolean own) {
        /** Two passes, so that a large mean costs no digits. */
        static Moments of(Operation call, int[] groups) {
            Tensor x = call.x();
            int count = 1;
            for (int group : groups) {
                count = Math.max(count, group + 1);
            }
            int each = groups.length / count;
            Tensor mean = new Tensor(count);
            Tensor variance = new Tensor(count);
            for (int i = 0; i < groups.length; i++) {
                mean.values()[groups[i]] = call.sum(mean.values()[groups[i]], x.values()[i] / each);
            }
            for (int i = 0; i < groups.length; i++) {
                double off = x.values()[i] - mean.values()[groups[i]];
                variance.values()[groups[i]] = call.sum(variance.values()[groups[i]], off * off / each);
            }
            return new Moments(mean, variance, true);
        }
    }

    /** For each number the group of those that are normalised together. */
    abstract int[] groups(Operation call);

    /** For each number the index of its gamma and beta. */
    abstract int[] parameters(Operation call, int[] groups);

    /** Those by which the numbers of a call are normalised. */
    public Moments moments(Operation call) {
        return moments(call, groups(call));
    }

    abstract Moments moments(Operation call, int[] groups);

    /** The place of gamma among the inputs; beta is behind it. */
    abstract int gamma();

    /** What each number is before it is scaled and shifted. */
    private static double[] normalised(Operation call, Moments moments, int[] groups, double[] deviations) {
        double[] x = call.x().values();
        double[] means = moments.mean.values();
        double[] normalised = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            normalised[i] = (x[i] - means[groups[i]]) / deviations[groups[i]];
        }
        return normalised;
    }

    private static double[] deviations(Operation call, Moments moments) {
        double epsilon = call.node().number("epsilon");
        return Arrays.stream(moments.variance.values())
                .map(variance -> Math.sqrt(variance + epsilon))
                .toArray();
    }

    @Override
    public Tensor forward(Operation call) {
        int[] groups = groups(call);
        Moments moments = moments(call, groups);
        double[] normalised = normalised(call, moments, groups, deviations(call, moments));
        int[] parameters = parameters(call, groups);
        double[] gammas = call.input(gamma()).values();
        double[] betas = call.input(gamma() + 1).values();
        Tensor output = call.zeros();
        double[] y = output.values();
        for (int i = 0; i < normalised.length; i++) {
            y[i] = gammas[parameters[i]] * normalised[i] + betas[parameters[i]];
        }
        return output;
    }

    @Override
    public void backward(Operation call, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        int[] groups = groups(call);
        Moments moments = moments(call, groups);
        double[] deviations = deviations(call, moments);
        int[] parameters = parameters(call, groups);
        double[] normalised = normalised(call, moments, groups, deviations);
        double[] scaled = new double[normalised.length];
        int count = moments.mean.values().length;
        int each = normalised.length / count;
        double[] mean = new double[count];
        double[] product = new double[count];
        double[] gammas = call.input(gamma()).values();
        double[] byGamma = derivatives.get(gamma()).values();
        double[] byBeta = derivatives.get(gamma() + 1).values();
        for (int i = 0; i < normalised.length; i++) {
            double dy = gradient.values()[i];
            byGamma[parameters[i]] = call.sum(byGamma[parameters[i]], dy * normalised[i]);
            byBeta[parameters[i]] = call.sum(byBeta[parameters[i]], dy);
            scaled[i] = dy * gammas[parameters[i]];
            mean[groups[i]] = call.sum(mean[groups[i]], scaled[i] / each);
            product[groups[i]] = call.sum(product[groups[i]], scaled[i] * normalised[i] / each);
        }
        double[] dx = derivatives.get(0).values();
        for (int i = 0; i < normalised.length; i++) {
            int group = groups[i];
            double through = moments.own ? mean[group] + normalised[i] * product[group] : 0;
            dx[i] += (scaled[i] - through) / deviations[group];
        }
    }
}
