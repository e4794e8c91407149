package io.enginebench.analysis.verify;

import io.enginebench.record.Mistakes;
import io.enginebench.record.metric.Score;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what does not follow, each as {@code <where> must be <value> (<why>), got <value>}. */
final class Findings {
    /** The order in which a sum was taken may differ from one version to the next, by its last bits. */
    private static final double RELATIVE = 1e-9;

    private final Mistakes mistakes = new Mistakes();

    List<String> lines() {
        return mistakes.lines();
    }

    void unless(boolean holds, String where, String rule, @Nullable Object got) {
        mistakes.unless(holds, where, rule, got);
    }

    void same(String where, @Nullable Object expected, String why, @Nullable Object got) {
        unless(
                Objects.equals(expected, got),
                where,
                Objects.requireNonNullElse(expected, "absent") + " (" + why + ")",
                got);
    }

    void number(String where, @Nullable Double expected, String why, @Nullable Double got) {
        boolean close = (expected == null || got == null)
                ? Objects.equals(expected, got)
                : Math.abs(expected - got) <= RELATIVE * Math.max(Math.abs(expected), Math.abs(got));
        unless(close, where, Objects.requireNonNullElse(expected, "absent") + " (" + why + ")", got);
    }

    void metric(String where, @Nullable Score expected, String why, @Nullable Score got) {
        if (expected == null || got == null) {
            same(where, expected == null ? null : expected.score(), why, got == null ? null : got.score());
            return;
        }
        number(where + ".score", expected.score(), why, got.score());
        same(where + ".unit", expected.unit(), why, got.unit());
        same(where + ".higher_is_better", expected.higherIsBetter(), why, got.higherIsBetter());
    }
}
