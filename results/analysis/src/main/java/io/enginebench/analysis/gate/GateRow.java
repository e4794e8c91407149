package io.enginebench.analysis.gate;

import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.metric.Metric;

/**
 * What became of one figure of one engine.
 *
 * @param engine {@link #ALL} where it is of the whole run, and so task and model
 * @param metric as {@code --margin} names it, with what narrows it behind a space
 * @param text the verdict in a sentence
 */
public record GateRow(String engine, String task, String model, String metric, Outcome outcome, String text) {
    /** Engine, task or model of a row that is of none in particular. */
    public static final String ALL = "all";

    /** The candidate against the baseline. */
    public enum Outcome implements JsonEnum {
        /** Every test row was answered the same. */
        IDENTICAL,
        /** Shown to differ by less than the margin. */
        EQUIVALENT,
        /** Shown to be better. */
        BETTER,
        /** Shown not to be worse by the margin; whether it is better is not shown. */
        NOT_WORSE,
        /** None of these is shown. */
        INCONCLUSIVE,
        /** Shown to be worse: a regression. */
        WORSE,
        /** The baseline has it, and the candidate has not. */
        MISSING,
        /** Both have it and nothing can be said: they were not given the same, or there are too few of them. */
        NOT_COMPARED
    }

    /** Whether it was held against the baseline and is of that metric. */
    boolean judges(Metric of) {
        return outcome != Outcome.NOT_COMPARED && metric.split("[ ,]", 2)[0].equals(of.id());
    }
}
