package io.enginebench.results.run;

import java.util.List;

/**
 * A verdict on one metric of one task between two engines.
 *
 * @param engines the first minus (or over) the second
 * @param interval lower and upper bound of the estimate
 * @param n pairs
 * @param verdict {@code equivalent}, {@code better} or {@code inconclusive}
 * @param text the verdict in a sentence
 */
public record Comparison(
        String task,
        String model,
        String metric,
        List<String> engines,
        double estimate,
        List<Double> interval,
        int n,
        String verdict,
        String text) {
    public Comparison {
        engines = List.copyOf(engines);
        interval = List.copyOf(interval);
    }
}
