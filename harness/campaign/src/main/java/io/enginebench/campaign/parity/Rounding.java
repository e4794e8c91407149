package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.array.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What nothing but the rounding of 32-bit floats does to a network's step: the difference between the reference in doubles and in
 * floats. A network that doubles its error in every layer, as BatchNorm of channels that hardly vary does, cannot be
 * held to a tolerance that is meant for one that does not.
 *
 * @param outputs in units of the largest output, or of 1
 * @param loss relative: what the outputs' rounding may move it by, whatever it happened to
 * @param gradients by parameter, relative to its largest element
 * @param statistics by running statistic, in units of its largest element, or of 1
 * @param evaluated as outputs
 */
record Rounding(
        double outputs, double loss, Map<String, Double> gradients, Map<String, Double> statistics, double evaluated) {
    /** Of nothing that is known. */
    static final Rounding NONE = new Rounding(0, 0, Map.of(), Map.of(), 0);

    /** Engines have other orders of summation and other formulas, which are better as often as they are worse. */
    private static final double HEADROOM = 10;

    Rounding {
        gradients = Map.copyOf(gradients);
        statistics = Map.copyOf(statistics);
    }

    /** By how much more than a tolerance a difference may be: 1 where rounding makes little of it. */
    static double allowance(double rounding, double tolerance) {
        return Math.max(1, HEADROOM * rounding / tolerance);
    }

    double ofGradient(String parameter) {
        return gradients.getOrDefault(parameter, 0.0);
    }

    double ofStatistic(String statistic) {
        return statistics.getOrDefault(statistic, 0.0);
    }

    /** The difference of arrays by their names, relative to the largest number of each. */
    static Map<String, Double> relative(Map<String, Tensor> exact, Map<String, Tensor> rounded) {
        Map<String, Double> differences = new HashMap<>();
        exact.forEach((name, values) -> differences.put(
                name,
                Difference.of(new Values(name, values), new Values(name, Objects.requireNonNull(rounded.get(name))))
                        .relative()));
        return differences;
    }

    /** The same in units of the largest number of each, or of 1. */
    static Map<String, Double> scaled(Map<String, Tensor> exact, Map<String, Tensor> rounded) {
        Map<String, Double> differences = new HashMap<>();
        exact.forEach(
                (name, values) -> differences.put(name, scaled(values, Objects.requireNonNull(rounded.get(name)))));
        return differences;
    }

    static double scaled(Tensor exact, Tensor rounded) {
        return Difference.of(new Values("", exact), new Values("", rounded)).absolute() / exact.scale();
    }
}
