package io.enginebench.campaign.parity.reference;

/**
 * Adam in Keras's form, which is Kingma and Ba's with the efficient order of computation of their section 2: {@code w -= lr *
 * sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + eps)}, where {@code m} and {@code v} are not corrected. Not torch.optim's form,
 * where eps is added to the corrected root. Of one array of weights.
 */
public final class Adam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final double learningRate;
    private final double epsilon;
    private final double[] m;
    private final double[] v;
    private int t;

    /** An optimiser that has made no step. */
    public Adam(double learningRate, double epsilon, int weights) {
        this.learningRate = learningRate;
        this.epsilon = epsilon;
        m = new double[weights];
        v = new double[weights];
    }

    /** What the next step adds to each weight. */
    public double[] step(double[] gradient) {
        t++;
        double rate = learningRate * Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, t));
        double[] change = new double[gradient.length];
        for (int i = 0; i < gradient.length; i++) {
            m[i] = BETA1 * m[i] + (1 - BETA1) * gradient[i];
            v[i] = BETA2 * v[i] + (1 - BETA2) * gradient[i] * gradient[i];
            change[i] = -rate * m[i] / (Math.sqrt(v[i]) + epsilon);
        }
        return change;
    }
}
