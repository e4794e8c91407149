package io.enginebench.analysis.gate;

import io.enginebench.record.json.JsonEnum;

/**
 * What became of one metric of one engine.
 *
 * @param metric as {@code --margin} names it, with what narrows it behind a space
 * @param text the verdict in a sentence
 */
public record GateRow(String engine, String task, String model, String metric, Outcome outcome, String text) {
    /** The candidate against the baseline. */
    public enum Outcome implements JsonEnum {
        /** Every test row was answered the same. */
        IDENTICAL,
        /** Shown to differ by less than the margin. */
        EQUIVALENT,
        /** Shown to be better. */
        BETTER,
        /** Shown to be worse: a regression. */
        WORSE,
        /** Neither is shown. */
        INCONCLUSIVE,
        /** The two were not given the same, or there are too few of them. */
        NOT_COMPARED
    }
}
