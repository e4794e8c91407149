package io.enginebench.engines.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.enginebench.record.array.Npy;
import io.enginebench.record.task.LearningRate;
import io.enginebench.record.task.LearningRate.Schedule;
import io.enginebench.record.task.Optimiser;
import io.enginebench.record.task.Optimiser.Adam;
import io.enginebench.record.task.Optimiser.RmsProp;
import io.enginebench.record.task.Optimiser.Rule;
import io.enginebench.record.task.Optimiser.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ten steps of every optimiser in doubles, element by element, for the tests of engines: they have the formulas from nowhere else. */
public final class TenSteps {
    public static final int STEPS = 10;
    /** As large as roots of gradients, so that eps added to another root, or outside of it, would show. */
    private static final double EPSILON = 0.5;

    private static final double RATE = 0.1;
    private static final double DECAY = 0.05;
    /** Below the norm of the first gradients that a test has, and above that of the last. */
    private static final double CLIP = 2.5;

    private final Optimiser optimiser;
    private final Map<Integer, double[]> u = new LinkedHashMap<>();
    private final Map<Integer, double[]> v = new LinkedHashMap<>();
    private int t;

    private TenSteps(Optimiser optimiser) {
        this.optimiser = optimiser;
    }

    /** Each rule by itself, with a decay, with clipping, with each schedule, and with all of these. */
    public static List<Optimiser> optimisers() {
        LearningRate constant = LearningRate.constant(RATE);
        LearningRate step = new LearningRate(RATE, new Schedule.Step(3, 0.5), 2);
        LearningRate cosine = new LearningRate(RATE, new Schedule.Cosine(6), 2);
        return Stream.<Rule>of(
                        new Sgd(0, false),
                        new Sgd(0.9, false),
                        new Sgd(0.9, true),
                        new Adam(EPSILON, false),
                        new Adam(EPSILON, true),
                        new RmsProp(0.8, EPSILON))
                .flatMap(rule -> Stream.of(
                        new Optimiser(rule, constant, 0, null),
                        new Optimiser(rule, constant, DECAY, null),
                        new Optimiser(rule, constant, 0, CLIP),
                        new Optimiser(rule, step, DECAY, null),
                        new Optimiser(rule, cosine, DECAY, CLIP)))
                .toList();
    }

    /** Where half the sum of all squares leads to, the gradient of which is the weights themselves. */
    public static List<double[]> downASum(Optimiser optimiser, List<double[]> start) {
        List<double[]> weights = start.stream().map(double[]::clone).toList();
        TenSteps steps = new TenSteps(optimiser);
        for (int i = 0; i < STEPS; i++) {
            steps.step(weights, weights.stream().map(double[]::clone).toList());
        }
        return weights;
    }

    /**
     * Makes ten steps of two rows each and holds every weight to what the formula makes of the gradients that the steps have shown.
     *
     * @param learner that has made none
     * @param rows 20
     */
    public static void hold(Learner learner, DeviceRows rows, Optimiser optimiser, double tolerance) {
        Map<String, double[]> weights = new LinkedHashMap<>();
        learner.namedWeights(true).forEach((name, values) -> weights.put(name, values.doubles()));
        TenSteps steps = new TenSteps(optimiser);
        learner.trainEpoch(
                rows,
                IntStream.range(0, 2 * STEPS).toArray(),
                2,
                step -> {
                    Map<String, Npy> gradients = learner.gradients();
                    List<double[]> inOrder = new ArrayList<>();
                    weights.keySet()
                            .forEach(name -> inOrder.add(gradients.get(name).doubles()));
                    steps.step(List.copyOf(weights.values()), inOrder);
                },
                done -> {});
        assertEquals(STEPS, steps.t);
        learner.namedWeights(true)
                .forEach((name, values) -> assertArrayEquals(weights.get(name), values.doubles(), tolerance, name));
    }

    private void step(List<double[]> weights, List<double[]> gradients) {
        t++;
        double norm = Math.sqrt(gradients.stream()
                .flatMapToDouble(java.util.Arrays::stream)
                .map(element -> element * element)
                .sum());
        Double most = optimiser.gradientClipNorm();
        double scale = most != null && norm > most ? most / norm : 1;
        for (int i = 0; i < weights.size(); i++) {
            double[] w = weights.get(i);
            double[] a = u.computeIfAbsent(i, none -> new double[w.length]);
            double[] b = v.computeIfAbsent(i, none -> new double[w.length]);
            for (int j = 0; j < w.length; j++) {
                element(w, a, b, j, gradients.get(i)[j] * scale);
            }
        }
    }

    private void element(double[] w, double[] u, double[] v, int j, double clipped) {
        double rate = rate();
        double decay = optimiser.weightDecay();
        if (optimiser.rule() instanceof Adam adam && adam.decoupled()) {
            double before = w[j];
            adam(w, u, v, j, clipped, rate, adam.epsilon());
            w[j] -= rate * decay * before;
            return;
        }
        double g = clipped + decay * w[j];
        if (optimiser.rule() instanceof Sgd sgd) {
            u[j] = sgd.momentum() * u[j] + g;
            w[j] -= rate * (sgd.nesterov() ? g + sgd.momentum() * u[j] : u[j]);
        } else if (optimiser.rule() instanceof RmsProp rmsProp) {
            u[j] = rmsProp.rho() * u[j] + (1 - rmsProp.rho()) * g * g;
            w[j] -= rate * g / Math.sqrt(u[j] + rmsProp.epsilon());
        } else if (optimiser.rule() instanceof Adam adam) {
            adam(w, u, v, j, g, rate, adam.epsilon());
        }
    }

    private void adam(double[] w, double[] m, double[] v, int j, double g, double rate, double epsilon) {
        m[j] += 0.1 * (g - m[j]);
        v[j] += 0.001 * (g * g - v[j]);
        w[j] -= rate * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t)) * m[j] / (Math.sqrt(v[j]) + epsilon);
    }

    /** 0.1, or 0.05 and 0.1 to warm up and then 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025 or half a cosine down to 0. */
    private double rate() {
        LearningRate planned = optimiser.learningRate();
        if (planned.isConstant()) {
            return RATE;
        } else if (t <= 2) {
            return RATE * t / 2;
        }
        int done = t - 3;
        return planned.schedule() instanceof Schedule.Step
                ? RATE / (done < 3 ? 1 : done < 6 ? 2 : 4)
                : RATE * Math.pow(Math.cos(Math.PI * Math.min(done, 6) / 12), 2);
    }
}
