package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.ElementType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.apache.commons.numbers.gamma.Erf;

/**
 * A function of each number.
 *
 * @param function of the operation's attributes
 * @param derivative likewise
 * @param branches whether the derivative jumps somewhere
 */
record Elementwise(
        Function<Operation, DoubleUnaryOperator> function,
        Function<Operation, DoubleUnaryOperator> derivative,
        boolean branches)
        implements Kernel {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    /** {@code max(0, x)}; its derivative at 0 is 0, as every framework has it. */
    static final Elementwise RELU = branching(x -> Math.max(0, x), x -> x > 0 ? 1 : 0);

    static final Elementwise SIGMOID = smooth(Elementwise::sigmoid, x -> sigmoid(x) * (1 - sigmoid(x)));
    static final Elementwise TANH = smooth(Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x));
    /** {@code log(1 + e^x)}, without overflow. */
    static final Elementwise SOFT_PLUS =
            smooth(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), Elementwise::sigmoid);

    static final Elementwise SOFT_SIGN =
            smooth(x -> x / (1 + Math.abs(x)), x -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))));
    static final Elementwise GELU =
            smooth(x -> x * normal(x), x -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
    static final Elementwise SELU = branching(
            x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
            x -> SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x)));
    static final Elementwise LEAKY_RELU = new Elementwise(
            call -> x -> x > 0 ? x : call.node().number("alpha") * x,
            call -> x -> x > 0 ? 1 : call.node().number("alpha"),
            true);
    static final Elementwise ELU = new Elementwise(
            call -> x -> x > 0 ? x : call.node().number("alpha") * Math.expm1(x),
            call -> x -> x > 0 ? 1 : call.node().number("alpha") * Math.exp(x),
            true);
    static final Elementwise SWISH = new Elementwise(
            call -> x -> x * sigmoid(call.node().number("beta") * x),
            call -> x -> {
                double beta = call.node().number("beta");
                double s = sigmoid(beta * x);
                return s + beta * x * s * (1 - s);
            },
            false);
    static final Elementwise EXP = smooth(Math::exp, Math::exp);
    static final Elementwise LOG = smooth(Math::log, x -> 1 / x);
    static final Elementwise SQRT = smooth(Math::sqrt, x -> 0.5 / Math.sqrt(x));
    static final Elementwise SQUARE = smooth(x -> x * x, x -> 2 * x);
    static final Elementwise ERF = smooth(Erf::value, x -> TWO_OVER_ROOT_PI * Math.exp(-x * x));
    static final Elementwise ABS = branching(Math::abs, Math::signum);
    static final Elementwise NEG = smooth(x -> -x, x -> -1);
    /** Dropout, for a parity that is shown with dropout off. */
    static final Elementwise IDENTITY = smooth(x -> x, x -> 1);

    /** Numbers of another type. Doubles hold all of them; only what has no fraction loses one, and with it its derivative. */
    static final Elementwise CAST =
            new Elementwise(call -> whole(call) ? x -> (long) x : x -> x, call -> x -> whole(call) ? 0 : 1, false);

    private static boolean whole(Operation call) {
        ElementType type = call.node().dtype();
        return type != ElementType.FLOAT16 && type != ElementType.FLOAT32 && type != ElementType.FLOAT64;
    }

    private static Elementwise smooth(DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        return new Elementwise(call -> function, call -> derivative, false);
    }

    private static Elementwise branching(DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        return new Elementwise(call -> function, call -> derivative, true);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The standard normal distribution's cumulative probability. */
    private static double normal(double x) {
        return 0.5 * Erf.value(x / Math.sqrt(2)) + 0.5;
    }

    @Override
    public Tensor forward(Operation operation) {
        DoubleUnaryOperator f = function.apply(operation);
        Tensor output = operation.zeros();
        double[] x = operation.x().values();
        double[] y = output.values();
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(x[i]);
        }
        return output;
    }

    @Override
    public Tensor behind(Operation operation, Tensor seenOutput, double rounding) {
        return equals(RELU) ? Sides.of(operation.x(), 0, i -> seenOutput.values()[i] > 0, rounding) : operation.x();
    }

    @Override
    public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        DoubleUnaryOperator slope = derivative.apply(operation);
        double[] x = operation.x().values();
        double[] dy = gradient.values();
        double[] dx = derivatives.get(0).values();
        for (int i = 0; i < dy.length; i++) {
            dx[i] += dy[i] * slope.applyAsDouble(x[i]);
        }
    }
}
