package io.enginebench.campaign.parity.reference.kernel;

import io.enginebench.campaign.parity.reference.array.Places;
import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * A function of two numbers at a time, from two arrays that are broadcast as NumPy does, or from one and a number.
 *
 * @param byLeft the derivative by the left number
 * @param byRight the derivative by the right number
 */
record Pairwise(
        DoubleBinaryOperator function, DoubleBinaryOperator byLeft, DoubleBinaryOperator byRight, boolean branches)
        implements Kernel {
    static final Pairwise ADD = smooth((a, b) -> a + b, (a, b) -> 1, (a, b) -> 1);
    static final Pairwise SUB = smooth((a, b) -> a - b, (a, b) -> 1, (a, b) -> -1);
    static final Pairwise MUL = smooth((a, b) -> a * b, (a, b) -> b, (a, b) -> a);
    static final Pairwise DIV = smooth((a, b) -> a / b, (a, b) -> 1 / b, (a, b) -> -a / (b * b));
    static final Pairwise POW =
            smooth(Math::pow, (a, b) -> b * Math.pow(a, b - 1), (a, b) -> Math.pow(a, b) * Math.log(a));
    static final Pairwise MAXIMUM = new Pairwise(Math::max, (a, b) -> a >= b ? 1 : 0, (a, b) -> a < b ? 1 : 0, true);
    static final Pairwise MINIMUM = new Pairwise(Math::min, (a, b) -> a <= b ? 1 : 0, (a, b) -> a > b ? 1 : 0, true);

    private static Pairwise smooth(
            DoubleBinaryOperator function, DoubleBinaryOperator byLeft, DoubleBinaryOperator byRight) {
        return new Pairwise(function, byLeft, byRight, false);
    }

    /** Where in each of the two every number of the output comes from. */
    private static final class Both {
        private final double[] left;
        private final int[] fromLeft;
        private final double[] right;
        private final int[] fromRight;

        Both(Operation operation) {
            Tensor one = operation.x();
            Tensor other = operation.inputs().size() == 2
                    ? operation.input(1)
                    : new Tensor(new double[] {operation.node().number("scalar")}, List.of());
            left = one.values();
            fromLeft = Places.broadcast(one.shape(), operation.shape());
            right = other.values();
            fromRight = Places.broadcast(other.shape(), operation.shape());
        }

        double apply(DoubleBinaryOperator function, int output) {
            return function.applyAsDouble(left[fromLeft[output]], right[fromRight[output]]);
        }
    }

    /** Only for one array and a number. */
    @Override
    public Tensor behind(Operation operation, Tensor seenOutput, double rounding) {
        if (operation.inputs().size() == 2 || !branches) {
            return operation.x();
        }
        double scalar = operation.node().number("scalar");
        return equals(MINIMUM)
                ? Sides.of(operation.x(), scalar, i -> seenOutput.values()[i] >= scalar, rounding)
                : Sides.of(operation.x(), scalar, i -> seenOutput.values()[i] > scalar, rounding);
    }

    @Override
    public Tensor forward(Operation operation) {
        Both sides = new Both(operation);
        Tensor output = operation.zeros();
        Arrays.setAll(output.values(), i -> sides.apply(function, i));
        return output;
    }

    @Override
    public void backward(Operation operation, Tensor output, Tensor gradient, List<Tensor> derivatives) {
        Both sides = new Both(operation);
        double[] dy = gradient.values();
        add(derivatives.get(0).values(), sides.fromLeft, dy, i -> sides.apply(byLeft, i));
        if (derivatives.size() == 2) {
            add(derivatives.get(1).values(), sides.fromRight, dy, i -> sides.apply(byRight, i));
        }
    }

    private static void add(double[] to, int[] places, double[] dy, IntToDoubleFunction slope) {
        for (int i = 0; i < dy.length; i++) {
            to[places[i]] += dy[i] * slope.applyAsDouble(i);
        }
    }
}
