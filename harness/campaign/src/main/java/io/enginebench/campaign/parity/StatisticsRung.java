package io.enginebench.campaign.parity;

import io.enginebench.campaign.parity.reference.RunningStatistic;
import io.enginebench.record.parity.Rung;
import io.enginebench.record.parity.Tolerances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rung 9: what BatchNorm keeps of the first batch. Two forms of the batch's variance are right, the biased and the unbiased one, which
 * is n/(n−1) times that; an engine has one of them in all its layers. Of the two, and of the ways in which two engines may differ, the
 * one that fits best is judged, and the rung says which it is.
 *
 * @param statistics of the network
 * @param rows of the batch
 */
record StatisticsRung(List<RunningStatistic> statistics, int rows) {
    StatisticsRung {
        statistics = List.copyOf(statistics);
    }

    /** How the variances of two relate. */
    private enum Forms {
        ALIKE("the batch's variance is of one form in both"),
        FIRST_UNBIASED("the batch's variance is unbiased in the first and biased in the second: n/(n-1) times as much"),
        SECOND_UNBIASED(
                "the batch's variance is biased in the first and unbiased in the second: n/(n-1) times as much");

        private final String words;

        Forms(String words) {
            this.words = words;
        }

        /** What the second's variance of a batch is to be multiplied with to be of the first's form. */
        double factor(long n) {
            double unbiased = n / (double) Math.max(1, n - 1);
            return switch (this) {
                case ALIKE -> 1;
                case FIRST_UNBIASED -> unbiased;
                case SECOND_UNBIASED -> 1 / unbiased;
            };
        }
    }

    /** The rung; none for a network without such statistics. */
    Optional<Rung> of(Trace.Step one, Trace.Step other, Rounding rounding) {
        if (statistics.isEmpty()) {
            return Optional.empty();
        }
        Difference difference = Difference.of(one.updatedStatistics(), other.updatedStatistics());
        return Stream.of(Forms.values())
                .map(forms -> rung(one, other, difference, rounding, forms))
                .min(Comparator.comparingDouble(
                        rung -> rung.judgedDifference() == null ? Double.POSITIVE_INFINITY : rung.judgedDifference()));
    }

    private Rung rung(Trace.Step one, Trace.Step other, Difference difference, Rounding rounding, Forms forms) {
        List<Judged> places = new ArrayList<>();
        double widest = 1;
        for (RunningStatistic each : statistics) {
            Values mean = named(each.mean(), other.updatedStatistics());
            Values variance = brought(
                    each,
                    named(each.variance(), one.startingStatistics()),
                    named(each.variance(), other.updatedStatistics()),
                    forms);
            for (Values theirs : List.of(mean, variance)) {
                double allowance = Rounding.allowance(rounding.ofStatistic(theirs.name()), Tolerances.STATISTICS);
                Values mine = named(theirs.name(), one.updatedStatistics());
                places.add(new Judged(off(mine, theirs) / allowance, theirs.name()));
                widest = Math.max(widest, allowance);
            }
        }
        return Judged.all(places, difference, Tolerances.STATISTICS)
                .rung(
                        9,
                        "running statistics",
                        difference,
                        "max |difference| / max(1, max |statistic|), variances brought to one form",
                        Tolerances.STATISTICS,
                        Ladder.widened(forms.words, widest));
    }

    /** A variance after a step as it would be if the batch's part of it were of another form. */
    private Values brought(RunningStatistic each, Values before, Values after, Forms forms) {
        double factor = forms.factor(each.count(rows));
        double[] brought = new double[after.length()];
        for (int i = 0; i < brought.length; i++) {
            double kept = each.momentum() * before.at(i);
            brought[i] = kept + factor * (after.at(i) - kept);
        }
        return new Values(after.name(), after.shape(), brought);
    }

    private static double off(Values one, Values other) {
        return Difference.of(one, other).absolute() / Math.max(1, Math.max(one.largest(), other.largest()));
    }

    private static Values named(String name, List<Values> values) {
        return values.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("statistics must have " + name + ", got others"));
    }
}
