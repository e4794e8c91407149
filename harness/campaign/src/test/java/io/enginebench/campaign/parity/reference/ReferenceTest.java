package io.enginebench.campaign.parity.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.enginebench.campaign.parity.reference.array.Precision;
import io.enginebench.campaign.parity.reference.array.Tensor;
import io.enginebench.record.graph.ElementType;
import io.enginebench.record.graph.Graph;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.TaskKind;
import io.enginebench.record.task.TrainingLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Figures by hand, and every derivative against differences of the function itself. */
class ReferenceTest {
    private static final Objective CROSS_ENTROPY = Objective.of(new TrainingLoss.CrossEntropy(0));
    private static final Objective SQUARED_ERROR = Objective.of(new TrainingLoss.SquaredError());

    private static Tensor random(Random random, int... shape) {
        Tensor tensor = new Tensor(shape);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = random.nextDouble() * 2 - 1;
        }
        return tensor;
    }

    /** Logits (0, ln 3): probabilities 1/4 and 3/4, so the losses of the classes are ln 4 and ln 4/3; their mean ln 16/3 / 2. */
    @Test
    void crossEntropyIsTheMeanOverRows() {
        double ln3 = Math.log(3);
        Objective.Loss loss = CROSS_ENTROPY.of(new Tensor(new double[] {0, ln3, 0, ln3}, 2, 2), new double[] {0, 1});
        assertEquals(Math.log(16 / 3.0) / 2, loss.value(), 1e-15);
        assertArrayEquals(
                new double[] {-0.375, 0.375, 0.125, -0.125}, loss.gradient().values(), 1e-15);
    }

    /** Logits of raw pixels overflow exp without the usual shift. */
    @Test
    void crossEntropyStandsLargeLogits() {
        Objective.Loss loss = CROSS_ENTROPY.of(new Tensor(new double[] {5000, 0}, 1, 2), new double[] {1});
        assertEquals(5000, loss.value(), 0);
    }

    /** Errors 1 and -3: (1 + 9) / 2 = 5, derivatives 2 * 1 / 2 and 2 * -3 / 2. */
    @Test
    void squaredErrorHasNoFactorOfAHalf() {
        Objective.Loss loss = SQUARED_ERROR.of(new Tensor(new double[] {3, 1}, 2, 1), new double[] {2, 4});
        assertEquals(5, loss.value(), 0);
        assertArrayEquals(new double[] {1, -3}, loss.gradient().values());
    }

    /**
     * The first row of above with s = 0.2 over two classes: 0.9 of the right one and 0.1 of the other, so 0.9 ln 4 + 0.1 ln 4/3; the shares
     * are taken off the probabilities 1/4 and 3/4.
     */
    @Test
    void smoothedLabelsAreSharedOutAmongAllClasses() {
        Objective.Loss loss = Objective.of(new TrainingLoss.CrossEntropy(0.2))
                .of(new Tensor(new double[] {0, Math.log(3)}, 1, 2), new double[] {0});
        assertEquals(0.9 * Math.log(4) + 0.1 * Math.log(4 / 3.0), loss.value(), 1e-15);
        assertArrayEquals(new double[] {-0.65, 0.65}, loss.gradient().values(), 1e-15);
    }

    /** Errors 1, -3 and 0: |1| + |-3| + 0 over 3; Huber's with delta 2: 1/2 and 2 (3 - 1) and 0. */
    @Test
    void errorsOfARegressionAreThoseOfTheFormulas() {
        Tensor outputs = new Tensor(new double[] {3, 1, 5}, 3, 1);
        double[] truth = {2, 4, 5};
        Objective.Loss absolute = Objective.of(new TrainingLoss.AbsoluteError()).of(outputs, truth);
        assertEquals(4 / 3.0, absolute.value(), 1e-15);
        assertArrayEquals(
                new double[] {1 / 3.0, -1 / 3.0, 0}, absolute.gradient().values(), 1e-15);
        Objective.Loss huber = Objective.of(new TrainingLoss.Huber(2)).of(outputs, truth);
        assertEquals(1.5, huber.value(), 1e-15);
        assertArrayEquals(new double[] {1 / 3.0, -2 / 3.0, 0}, huber.gradient().values(), 1e-15);
    }

    /** Errors 1 and -3 of the first row's targets, 0 and 2 of the second's: (1 + 9 + 0 + 4) / 4. */
    @Test
    void rowOfSeveralTargetsIsTheirMean() {
        Objective.Loss squared =
                SQUARED_ERROR.of(new Tensor(new double[] {3, 1, 5, 2}, 2, 2), new double[] {2, 4, 5, 0});
        assertEquals(3.5, squared.value(), 1e-15);
        assertArrayEquals(new double[] {0.5, -1.5, 0, 1}, squared.gradient().values(), 1e-15);
    }

    /** Logits 0 and ln 3 are chances of 1/2 and 3/4: -ln 1/2 and, of a class that the row has not, -ln 1/4. */
    @Test
    void binaryCrossEntropyIsOfEachClassByItself() {
        Objective binary = Objective.of(new TrainingLoss.BinaryCrossEntropy());
        Objective.Loss loss = binary.of(new Tensor(new double[] {0, Math.log(3)}, 1, 2), new double[] {1, 0});
        assertEquals((Math.log(2) + Math.log(4)) / 2, loss.value(), 1e-15);
        assertArrayEquals(new double[] {-0.25, 0.375}, loss.gradient().values(), 1e-15);
        assertEquals(
                2500,
                binary.of(new Tensor(new double[] {5000, -5000}, 1, 2), new double[] {0, 0})
                        .value(),
                1e-9,
                "no number is too large");
    }

    /**
     * Gradient 2, lr 0.1, eps 0.1. Step 1: m = 0.2, v = 0.004, rate = 0.1 sqrt(0.001) / 0.1. Step 2 with gradient 0: m = 0.18,
     * v = 0.003996, rate = 0.1 sqrt(1 - 0.998001) / (1 - 0.81).
     */
    @Test
    void adamAddsEpsToTheUncorrectedRoot() {
        Descent adam = new Descent(Optimiser.adam(0.1, 0.1));
        assertEquals(-Math.sqrt(0.001) * 0.2 / (Math.sqrt(0.004) + 0.1), step(adam, 0, 2), 1e-15);
        assertEquals(-0.1 * Math.sqrt(0.001999) / 0.19 * 0.18 / (Math.sqrt(0.003996) + 0.1), step(adam, 0, 0), 1e-15);
    }

    private static double step(Descent descent, double weight, double gradient) {
        return descent.step(List.of(new double[] {weight}), List.of(new double[] {gradient}))
                .get(0)[0];
    }

    private static Descent descent(Optimiser.Rule rule, double decay, Double clip) {
        return new Descent(new Optimiser(rule, LearningRate.constant(0.5), decay, clip));
    }

    /** Rate 1/2, momentum 1/2, gradients 2 and 4: u is 2 and then 5, with Nesterov the steps are 1/2 (2 + 1) and 1/2 (4 + 2.5). */
    @Test
    void momentumStandsInUnitsOfTheGradient() {
        Descent heavy = descent(new Optimiser.Sgd(0.5, false), 0, null);
        assertEquals(-1, step(heavy, 7, 2));
        assertEquals(-2.5, step(heavy, 6, 4));
        Descent nesterov = descent(new Optimiser.Sgd(0.5, true), 0, null);
        assertEquals(-1.5, step(nesterov, 7, 2));
        assertEquals(-3.25, step(nesterov, 5.5, 4));
    }

    /** Weight 8, decay 1/4: the gradient 2 becomes 4. Apart from it AdamW takes 1/2 1/4 8 = 1 more than Adam does without a decay. */
    @Test
    void decayIsAddedToTheGradientOrTakenOffTheWeight() {
        assertEquals(-2, step(descent(new Optimiser.Sgd(0, false), 0.25, null), 8, 2));
        double adam = step(descent(new Optimiser.Adam(0.1, false), 0, null), 8, 2);
        assertEquals(adam - 1, step(descent(new Optimiser.Adam(0.1, true), 0.25, null), 8, 2), 1e-15);
    }

    /** s is 0.2 4 = 0.8 and eps within the root 0.01: 1/2 2/0.9. */
    @Test
    void epsOfRmsPropIsWithinTheRoot() {
        assertEquals(-1 / 0.9, step(descent(new Optimiser.RmsProp(0.8, 0.01), 0, null), 0, 2), 1e-15);
    }

    /** Gradients (3) and (4) have the norm 5; clipped to 1 they are 0.6 and 0.8, and the decay of 1 comes after that. */
    @Test
    void clippingIsByTheNormOfAllGradientsAndBeforeTheDecay() {
        List<double[]> changes = descent(new Optimiser.Sgd(0, false), 1, 1.0)
                .step(List.of(new double[] {1}, new double[] {0}), List.of(new double[] {3}, new double[] {4}));
        assertEquals(-0.8, changes.get(0)[0], 1e-15);
        assertEquals(-0.4, changes.get(1)[0], 1e-15);
        assertEquals(-1.5, step(descent(new Optimiser.Sgd(0, false), 0, 4.0), 1, 3), "below the norm nothing changes");
    }

    private static Graph.Node node(
            String name, String operator, Map<String, Object> attributes, List<Long> row, String... inputs) {
        List<Long> shape = new ArrayList<>(List.of(-1L));
        shape.addAll(row);
        return new Graph.Node(name, operator, List.of(inputs), shape, ElementType.FLOAT32, attributes);
    }

    private static Graph graph(List<Long> row, Map<String, Tensor> parameters, Graph.Node... nodes) {
        List<Long> shape = new ArrayList<>(List.of(-1L));
        shape.addAll(row);
        return new Graph(
                List.of(new Graph.Input("x", shape, ElementType.FLOAT32)),
                parameters.entrySet().stream()
                        .map(one -> new Graph.Parameter(
                                one.getKey(),
                                one.getValue().shape().stream()
                                        .map(Integer::longValue)
                                        .toList(),
                                ElementType.FLOAT32,
                                Graph.Role.OTHER,
                                !one.getKey().startsWith("running")))
                        .toList(),
                List.of(nodes),
                List.of(nodes[nodes.length - 1].name()));
    }

    /** A convolution, BatchNorm, a skip connection around a ReLU, means of channels and a dense layer, with each loss. */
    @Test
    void everyGradientOfANetworkIsTheLimitOfDifferences() {
        Random random = new Random(5);
        for (TrainingLoss loss : List.of(
                new TrainingLoss.CrossEntropy(0),
                new TrainingLoss.CrossEntropy(0.2),
                new TrainingLoss.CrossEntropy(0.2, List.of(0.5, 2.0, 1.25)),
                new TrainingLoss.BinaryCrossEntropy(),
                new TrainingLoss.SquaredError(),
                new TrainingLoss.AbsoluteError(),
                new TrainingLoss.Huber(0.5))) {
            Objective objective = Objective.of(loss);
            int outputs = loss.kind() == TaskKind.REGRESSION ? 1 : 3;
            Map<String, Tensor> parameters = new TreeMap<>(Map.of(
                    "w1", random(random, 2, 1, 3, 3),
                    "running_mean", random(random, 2),
                    "running_var", new Tensor(new double[] {1, 2}, 2),
                    "gamma", random(random, 2),
                    "beta", random(random, 2),
                    "w2", random(random, outputs, 2),
                    "b2", random(random, outputs)));
            Graph graph = graph(
                    List.of(1L, 5L, 5L),
                    parameters,
                    node(
                            "conv",
                            "convolution",
                            Map.of(
                                    "stride",
                                    List.of(1, 1),
                                    "padding",
                                    List.of(1, 1),
                                    "dilation",
                                    List.of(1, 1),
                                    "groups",
                                    1),
                            List.of(2L, 5L, 5L),
                            "x",
                            "w1"),
                    node(
                            "norm",
                            "batchNorm",
                            Map.of("axis", 1, "epsilon", 1e-5, "momentum", 0.9),
                            List.of(2L, 5L, 5L),
                            "conv",
                            "running_mean",
                            "running_var",
                            "gamma",
                            "beta"),
                    node("relu", "relu", Map.of(), List.of(2L, 5L, 5L), "norm"),
                    node("sum", "add", Map.of(), List.of(2L, 5L, 5L), "relu", "conv"),
                    node("mean", "globalAvgPool", Map.of(), List.of(2L), "sum"),
                    node("logits", "linear", Map.of(), List.of((long) outputs), "mean", "w2", "b2"));
            Tensor x = random(random, 3, 1, 5, 5);
            double[] truth = loss.kind() == TaskKind.MULTI_LABEL
                    ? new double[] {1, 0, 0, 1, 1, 0, 0, 0, 1}
                    : new double[] {0, 2, 1};
            ReferenceNetwork network = new ReferenceNetwork(graph);
            ReferenceNetwork.Pass pass =
                    network.pass(parameters, x, truth, objective, Observed.NOTHING, Precision.FLOAT64);
            assertEquals(List.of(3, outputs), pass.outputs().shape());
            assertEquals(
                    Set.of("w1", "gamma", "beta", "w2", "b2"), pass.gradients().keySet());
            double h = 1e-6;
            double largest = 0;
            for (String name : pass.gradients().keySet()) {
                double[] values = parameters.get(name).values();
                for (int i = 0; i < values.length; i++) {
                    double kept = values[i];
                    values[i] = kept + h;
                    double above = network.pass(parameters, x, truth, objective, Observed.NOTHING, Precision.FLOAT64)
                            .loss();
                    values[i] = kept - h;
                    double below = network.pass(parameters, x, truth, objective, Observed.NOTHING, Precision.FLOAT64)
                            .loss();
                    values[i] = kept;
                    double gradient = pass.gradients().get(name).values()[i];
                    largest = Math.max(largest, Math.abs(gradient));
                    assertEquals((above - below) / (2 * h), gradient, 1e-7, loss + ", " + name + ", element " + i);
                }
            }
            assertEquals(true, largest > 0.05, "gradients must not all be dead, got " + largest);
        }
    }

    /** x·w of 1 and 3 is 2 and 6: mean 4, biased variance 4, unbiased 8. From 1 and 1 with momentum 3/4: 1.75 each. */
    @Test
    void statisticsOfABatchAreKeptInPartAndUsedInEvaluation() {
        Map<String, Tensor> parameters = new TreeMap<>(Map.of(
                "running_mean", new Tensor(new double[] {1}, 1),
                "running_var", new Tensor(new double[] {1}, 1),
                "gamma", new Tensor(new double[] {1}, 1),
                "beta", new Tensor(new double[] {0}, 1),
                "w", new Tensor(new double[] {2}, 1, 1)));
        Graph graph = graph(
                List.of(1L),
                parameters,
                node("dense", "linear", Map.of(), List.of(1L), "x", "w"),
                node(
                        "norm",
                        "batchNorm",
                        Map.of("axis", 1, "epsilon", 0.0, "momentum", 0.75),
                        List.of(1L),
                        "dense",
                        "running_mean",
                        "running_var",
                        "gamma",
                        "beta"));
        ReferenceNetwork network = new ReferenceNetwork(graph);
        Tensor x = new Tensor(new double[] {1, 3}, 2, 1);
        ReferenceNetwork.Pass pass =
                network.pass(parameters, x, new double[] {0, 0}, SQUARED_ERROR, Observed.NOTHING, Precision.FLOAT64);
        assertArrayEquals(new double[] {-1, 1}, pass.outputs().values());
        assertEquals(1.75, pass.statistics().get("running_mean").values()[0]);
        assertEquals(1.75, pass.statistics().get("running_var").values()[0]);
        assertArrayEquals(
                new double[] {1, 5},
                network.evaluate(parameters, x, Precision.FLOAT64).values());
        assertEquals(2, RunningStatistic.of(graph).get(0).count(2));
    }

    /** A ReLU at 1e-9: its derivative is 1, but 0 for somebody who saw -1e-9; -0.1 is a fault of theirs and changes nothing. */
    @Test
    void onlyRoundingMayTurnABranchTheOtherWay() {
        Tensor one = new Tensor(new double[] {1}, 1, 1);
        Map<String, Tensor> parameters = new TreeMap<>(
                Map.of("w1", new Tensor(new double[] {1e-9}, 1, 1), "w2", new Tensor(new double[] {1}, 1, 1)));
        ReferenceNetwork network = new ReferenceNetwork(graph(
                List.of(1L),
                parameters,
                node("first", "linear", Map.of(), List.of(1L), "x", "w1"),
                node("relu", "relu", Map.of(), List.of(1L), "first"),
                node("last", "linear", Map.of(), List.of(1L), "relu", "w2")));
        for (double seen : new double[] {1e-9, -1e-9, -0.1}) {
            Observed observed = new Observed(
                    List.of(new Observed.Layer("layer", List.of(1, 1), () -> new Tensor(new double[] {seen}, 1, 1))),
                    1e-5);
            ReferenceNetwork.Pass pass =
                    network.pass(parameters, one, new double[] {-0.5}, SQUARED_ERROR, observed, Precision.FLOAT64);
            assertEquals(seen == -1e-9 ? 0 : 1, pass.gradients().get("w1").values()[0], 1e-8);
            assertEquals(seen == -0.1 ? Optional.of("layer") : Optional.empty(), pass.firstUnlike());
        }
    }

    @Test
    void anOperatorThatNobodyKnowsIsNamed() {
        Graph graph = graph(List.of(1L), Map.of(), node("y", "erfinv", Map.of(), List.of(1L), "x"));
        assertEquals(Optional.of("not available (operator erfinv)"), ReferenceNetwork.obstacle(graph));
        assertThrows(IllegalArgumentException.class, () -> new ReferenceNetwork(graph));
    }
}
