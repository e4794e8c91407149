package io.enginebench.campaign.parity.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures by hand, and every derivative against differences of the function itself. */
class ReferenceTest {
    private static Tensor random(Random random, int... shape) {
        Tensor tensor = new Tensor(shape);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = random.nextDouble() * 2 - 1;
        }
        return tensor;
    }

    /** Image 1 2 3 / 4 5 6 / 7 8 9, kernel 1 0 / 0 -1, bias 10: x[i][j] - x[i+1][j+1] = -4 everywhere. */
    @Test
    void convolutionIsACorrelationThatDoesNotFlipTheKernel() {
        Convolution layer =
                new Convolution(new Tensor(new double[] {1, 0, 0, -1}, 1, 1, 2, 2), new Tensor(new double[] {10}, 1));
        Tensor x = new Tensor(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        Tensor y = layer.forward(x);
        assertEquals(List.of(1, 1, 2, 2), y.shape());
        assertArrayEquals(new double[] {6, 6, 6, 6}, y.values());
    }

    /** Two channels are summed: 1x1 kernels 2 and 3 on the pixels 5 and 7 give 2*5 + 3*7 = 31; of the second filter -5. */
    @Test
    void convolutionSumsOverChannelsForEachFilter() {
        Convolution layer =
                new Convolution(new Tensor(new double[] {2, 3, -1, 0}, 2, 2, 1, 1), new Tensor(new double[] {0, 0}, 2));
        assertArrayEquals(
                new double[] {31, -5},
                layer.forward(new Tensor(new double[] {5, 7}, 1, 2, 1, 1)).values());
    }

    /** 3x3 becomes 1x1; of the two fives the first one in reading order gets the derivative. */
    @Test
    void poolLeavesOutTheOddEdgeAndGivesTheDerivativeToTheFirstOfEquals() {
        Tensor x = new Tensor(new double[] {1, 5, 9, 5, 2, 9, 9, 9, 9}, 1, 1, 3, 3);
        Tensor y = new MaxPool().forward(x);
        assertArrayEquals(new double[] {5}, y.values());
        assertArrayEquals(
                new double[] {0, 3, 0, 0, 0, 0, 0, 0, 0},
                new MaxPool()
                        .backward(x, new Tensor(new double[] {3}, 1, 1, 1, 1))
                        .input()
                        .values());
    }

    @Test
    void reluHasTheDerivativeZeroAtZero() {
        Tensor x = new Tensor(new double[] {-1, 0, 2}, 1, 3);
        assertArrayEquals(new double[] {0, 0, 2}, new Relu().forward(x).values());
        assertArrayEquals(
                new double[] {0, 0, 4},
                new Relu()
                        .backward(x, new Tensor(new double[] {4, 4, 4}, 1, 3))
                        .input()
                        .values());
    }

    /** [1 2; 3 4] (5, 6) + (100, 200) = (117, 239). */
    @Test
    void denseIsWeightTimesInputPlusBias() {
        Dense layer = new Dense(new Tensor(new double[] {1, 2, 3, 4}, 2, 2), new Tensor(new double[] {100, 200}, 2));
        assertArrayEquals(
                new double[] {117, 239},
                layer.forward(new Tensor(new double[] {5, 6}, 1, 2)).values());
    }

    /** Logits (0, ln 3): probabilities 1/4 and 3/4, so the losses of the classes are ln 4 and ln 4/3; their mean ln 16/3 / 2. */
    @Test
    void crossEntropyIsTheMeanOverRows() {
        double ln3 = Math.log(3);
        Objective.Loss loss = Objective.SOFTMAX_CROSS_ENTROPY.of(
                new Tensor(new double[] {0, ln3, 0, ln3}, 2, 2), new double[] {0, 1});
        assertEquals(Math.log(16 / 3.0) / 2, loss.value(), 1e-15);
        assertArrayEquals(
                new double[] {-0.375, 0.375, 0.125, -0.125}, loss.gradient().values(), 1e-15);
    }

    /** Logits of raw pixels overflow exp without the usual shift. */
    @Test
    void crossEntropyStandsLargeLogits() {
        Objective.Loss loss =
                Objective.SOFTMAX_CROSS_ENTROPY.of(new Tensor(new double[] {5000, 0}, 1, 2), new double[] {1});
        assertEquals(5000, loss.value(), 0);
    }

    /** Errors 1 and -3: (1 + 9) / 2 = 5, derivatives 2 * 1 / 2 and 2 * -3 / 2. */
    @Test
    void squaredErrorHasNoFactorOfAHalf() {
        Objective.Loss loss =
                Objective.MEAN_SQUARED_ERROR.of(new Tensor(new double[] {3, 1}, 2, 1), new double[] {2, 4});
        assertEquals(5, loss.value(), 0);
        assertArrayEquals(new double[] {1, -3}, loss.gradient().values());
    }

    /**
     * Gradient 2, lr 0.1, eps 0.1. Step 1: m = 0.2, v = 0.004, rate = 0.1 sqrt(0.001) / 0.1. Step 2 with gradient 0: m = 0.18,
     * v = 0.003996, rate = 0.1 sqrt(1 - 0.998001) / (1 - 0.81).
     */
    @Test
    void adamAddsEpsToTheUncorrectedRoot() {
        Adam adam = new Adam(0.1, 0.1, 1);
        assertEquals(-Math.sqrt(0.001) * 0.2 / (Math.sqrt(0.004) + 0.1), adam.step(new double[] {2})[0], 1e-15);
        assertEquals(
                -0.1 * Math.sqrt(0.001999) / 0.19 * 0.18 / (Math.sqrt(0.003996) + 0.1),
                adam.step(new double[] {0})[0],
                1e-15);
    }

    /** The study's layers on a small image, with each loss: 18x18 is the smallest that leaves something after the third convolution. */
    @Test
    void everyGradientOfTheStudysNetworkIsTheLimitOfDifferences() {
        Random random = new Random(5);
        for (Objective objective : Objective.values()) {
            int outputs = objective == Objective.MEAN_SQUARED_ERROR ? 1 : 3;
            List<Tensor> parameters = List.of(
                    random(random, 2, 2, 3, 3),
                    random(random, 2),
                    random(random, 3, 2, 3, 3),
                    random(random, 3),
                    random(random, 3, 3, 3, 3),
                    random(random, 3),
                    random(random, 4, 3),
                    random(random, 4),
                    random(random, outputs, 4),
                    random(random, outputs));
            Tensor x = random(random, 3, 2, 18, 18);
            double[] truth = {0, 2, 1};
            ReferenceCnn network = ReferenceCnn.study(parameters, objective);
            ReferenceCnn.Pass pass = network.pass(x, truth, List.of(), 0);
            assertEquals(List.of(3, outputs), pass.outputs().shape());
            double h = 1e-6;
            double largest = 0;
            for (int p = 0; p < parameters.size(); p++) {
                double[] values = parameters.get(p).values();
                for (int i = 0; i < values.length; i++) {
                    double kept = values[i];
                    values[i] = kept + h;
                    double above = network.pass(x, truth, List.of(), 0).loss();
                    values[i] = kept - h;
                    double below = network.pass(x, truth, List.of(), 0).loss();
                    values[i] = kept;
                    double gradient = pass.gradients().get(p).values()[i];
                    largest = Math.max(largest, Math.abs(gradient));
                    assertEquals(
                            (above - below) / (2 * h),
                            gradient,
                            1e-7,
                            objective + ", parameter " + p + ", element " + i);
                }
            }
            assertEquals(true, largest > 0.1, "gradients must not all be dead, got " + largest);
        }
    }

    /** A ReLU at 1e-9: its derivative is 1, but 0 for somebody who saw -1e-9; -0.1 is a fault of theirs and changes nothing. */
    @Test
    void onlyRoundingMayTurnABranchTheOtherWay() {
        Tensor one = new Tensor(new double[] {1}, 1, 1);
        ReferenceCnn network = new ReferenceCnn(
                List.of(
                        new Dense(new Tensor(new double[] {1e-9}, 1, 1), new Tensor(1)),
                        new Relu(),
                        new Dense(new Tensor(new double[] {1}, 1, 1), new Tensor(1))),
                Objective.MEAN_SQUARED_ERROR);
        double[] truth = {-0.5};
        for (double seen : new double[] {1e-9, -1e-9, -0.1}) {
            List<Tensor> observed = List.of(new Tensor(new double[] {seen}, 1, 1));
            assertEquals(
                    seen == -1e-9 ? 0 : 1,
                    network.pass(one, truth, observed, 1e-5).gradients().get(0).values()[0],
                    1e-8);
        }
    }

    @Test
    void parametersOfAnotherNetworkAreRefused() {
        assertEquals(
                "axes of the study's parameters must be 4, 1 three times and 2, 1 twice, got [1]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ReferenceCnn.study(List.of(new Tensor(1)), Objective.MEAN_SQUARED_ERROR))
                        .getMessage());
    }
}
