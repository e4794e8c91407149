package io.enginebench.record.task;

import io.enginebench.record.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training step does to the weights, the same sums on every engine. Step {@code t} is counted from 1, {@code r} is the learning
 * rate of the step, {@code g} the gradient of the loss by a parameter, {@code w} the parameter:
 *
 * <ol>
 *   <li>With a clip norm {@code c}, {@code n} being the root of the sum of squares of all gradients of the network: {@code g *= c / max(n,
 *       c)}.
 *   <li>With a weight decay {@code d}, unless it is decoupled: {@code g += d * w}, of every parameter that is trained, biases included.
 *   <li>The {@link Rule}.
 * </ol>
 *
 * @param weightDecay 0 for none
 * @param gradientClipNorm null for none
 */
public record Optimiser(
        Rule rule,
        LearningRate learningRate,
        double weightDecay,
        @Nullable Double gradientClipNorm) {
    /** The names of the rules. */
    public static final List<String> NAMES = List.of(Sgd.NAME, Adam.NAME, Adam.DECOUPLED_NAME, RmsProp.NAME);

    /** Keras's Adam with what Keras sets where nothing is said. */
    public static final Optimiser KERAS_ADAM = adam(0.001, 1e-7);

    private static final String A_POSITIVE_NUMBER = "a positive number";

    public Optimiser {
        Check.that(Double.isFinite(weightDecay) && weightDecay >= 0, "opt_weight_decay", "0 or more", weightDecay);
        Check.that(
                gradientClipNorm == null || isPositive(gradientClipNorm),
                "opt_gradient_clip_norm",
                A_POSITIVE_NUMBER,
                gradientClipNorm);
    }

    /** Adam at a constant rate and nothing else. */
    public static Optimiser adam(double learningRate, double epsilon) {
        return new Optimiser(new Adam(epsilon, false), LearningRate.constant(learningRate), 0, null);
    }

    private static boolean isPositive(double number) {
        return Double.isFinite(number) && number > 0;
    }

    /** Whether every step is Adam's at one rate, with nothing done to the gradients: what engines have fast ways for. */
    public boolean isPlainAdam() {
        return rule instanceof Adam adam
                && !adam.decoupled()
                && weightDecay == 0
                && gradientClipNorm == null
                && learningRate.isConstant();
    }

    /** The decay that is added to gradients; 0 if it is apart from them. */
    public double decayOfGradients() {
        return isDecoupled() ? 0 : weightDecay;
    }

    /** The decay that is apart from the gradients; 0 if it is added to them. */
    public double decoupledDecay() {
        return isDecoupled() ? weightDecay : 0;
    }

    /** Whether weights decay apart from the gradients. */
    public boolean isDecoupled() {
        return rule instanceof Adam adam && adam.decoupled();
    }

    /** What a rule adds to a root so as not to divide by nothing; null if it has none. */
    public @Nullable Double epsilon() {
        return rule instanceof Adam adam
                ? (Double) adam.epsilon()
                : rule instanceof RmsProp rmsProp ? (Double) rmsProp.epsilon() : null;
    }

    /** The same with another base of its learning rate. */
    public Optimiser withLearningRate(double base) {
        return new Optimiser(rule, learningRate.withBase(base), weightDecay, gradientClipNorm);
    }

    /** The same with another eps, if it has one. */
    public Optimiser withEpsilon(double epsilon) {
        Rule other = rule instanceof Adam adam
                ? new Adam(epsilon, adam.decoupled())
                : rule instanceof RmsProp rmsProp ? new RmsProp(rmsProp.rho(), epsilon) : rule;
        return new Optimiser(other, learningRate, weightDecay, gradientClipNorm);
    }

    /**
     * Another optimiser with the learning rate of this one, at a constant rate unless the text says otherwise.
     *
     * @param typed {@code adamw}, or {@code sgd:momentum=0.9,nesterov=true}: the name, and members of JSON without {@code opt_}
     * @throws IllegalArgumentException if there is none like it, with a line that says what it must be
     */
    public Optimiser replacedBy(String typed) {
        return OptimiserText.read(typed, this);
    }

    /** The optimiser without its base learning rate and eps, as a table says it: {@code sgd, momentum 0.9}. */
    public String words() {
        return rule.name() + details();
    }

    /** The same with its base learning rate: {@code sgd at 0.1, momentum 0.9}. */
    public String wordsWithRate() {
        return "%s at %s%s".formatted(rule.name(), learningRate.base(), details());
    }

    private String details() {
        return rule.words()
                + (weightDecay == 0 ? "" : ", weight decay %s".formatted(weightDecay))
                + (gradientClipNorm == null ? "" : ", clipped to a norm of %s".formatted(gradientClipNorm))
                + learningRate.words();
    }

    /** How a gradient becomes a change, from a state of zeros. */
    public sealed interface Rule {
        /** MLPerf's {@code opt_name}. */
        String name();

        /** As a sentence says it. */
        String title();

        /** What it adds to its name in a table; empty if nothing. */
        default String words() {
            return "";
        }
    }

    /**
     * {@code u = momentum * u + g}, {@code w -= r * u}; with Nesterov {@code w -= r * (g + momentum * u)} by the new {@code u}. As {@code
     * torch.optim.SGD} without dampening: the rate stands outside the state, which matters where it changes.
     *
     * @param momentum 0 or more and below 1
     * @param nesterov only with a momentum
     */
    public record Sgd(double momentum, boolean nesterov) implements Rule {
        static final String NAME = "sgd";

        public Sgd {
            Check.that(momentum >= 0 && momentum < 1, "opt_momentum", "0 or more and below 1", momentum);
            Check.that(!nesterov || momentum > 0, "opt_nesterov", "false without opt_momentum", nesterov);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String title() {
            return "SGD";
        }

        @Override
        public String words() {
            return momentum == 0 ? "" : ", %smomentum %s".formatted(nesterov ? "Nesterov's " : "", momentum);
        }
    }

    /**
     * Adam in Keras's form, with b1 = 0.9 and b2 = 0.999: {@code m = b1 m + (1-b1) g}, {@code v = b2 v + (1-b2) g^2}, {@code w -= r *
     * sqrt(1-b2^t)/(1-b1^t) * m/(sqrt(v)+eps)}. AdamW (Loshchilov and Hutter) is the same with the decay apart from the gradient, {@code w -=
     * r * d * w} first.
     *
     * @param epsilon a positive number
     * @param decoupled whether it is AdamW
     */
    public record Adam(double epsilon, boolean decoupled) implements Rule {
        public static final double BETA1 = 0.9;
        public static final double BETA2 = 0.999;
        static final String NAME = "adam";
        static final String DECOUPLED_NAME = "adamw";

        public Adam {
            checkEpsilon(epsilon);
        }

        /**
         * A learning rate with the corrections of both means.
         *
         * @param step from 1
         */
        public double corrected(double rate, int step) {
            return rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
        }

        @Override
        public String name() {
            return decoupled ? DECOUPLED_NAME : NAME;
        }

        @Override
        public String title() {
            return decoupled ? "AdamW" : "Adam";
        }
    }

    /**
     * {@code s = rho s + (1-rho) g^2}, {@code w -= r * g / sqrt(s + eps)}: Keras's and TensorFlow's form, eps within the root (in {@code
     * torch.optim} it is outside), without momentum and not centred.
     *
     * @param rho 0 or more and below 1
     * @param epsilon a positive number
     */
    public record RmsProp(double rho, double epsilon) implements Rule {
        static final String NAME = "rmsprop";

        public RmsProp {
            Check.that(rho >= 0 && rho < 1, "opt_rho", "0 or more and below 1", rho);
            checkEpsilon(epsilon);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String title() {
            return "RMSProp";
        }

        @Override
        public String words() {
            return ", rho %s".formatted(rho);
        }
    }

    private static void checkEpsilon(double epsilon) {
        Check.that(isPositive(epsilon), "opt_epsilon", A_POSITIVE_NUMBER, epsilon);
    }
}
