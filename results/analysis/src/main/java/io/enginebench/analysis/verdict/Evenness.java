package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.record.verdict.Comparison.Apart;
import io.enginebench.record.verdict.Comparison.Rounds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether rounds are what the interval of their ratio takes them for: of one piece, and no less even on one side than on the
 * other. An engine that is slow now and then, or has two speeds, breaks the symmetry that the signed-rank interval rests on, and
 * an engine against itself cannot show it.
 *
 * <p>Spread: Sandvik and Olsson (1982), the signed-rank test of the paired absolute deviations from each side's median. Groups:
 * the cut of the sorted log ratios, two rounds or more on each side of it, whose means are the most pooled standard
 * deviations apart. Sorting makes such a cut far apart by itself, the farther the fewer the rounds, so 3.5 + 25 / n of them are
 * asked for, about what one normal sample in a hundred has, and more than the margin.
 */
final class Evenness {
    private static final int FEWEST = SignedRank.smallestSample(Finding.LEVEL);
    private static final int SMALLEST_GROUP = 2;

    /** Logarithms of the first engine's rates, of the rounds that both engines have figures of. */
    private final double[] first;
    /** Those of the second. */
    private final double[] second;

    private Evenness(double[] first, double[] second) {
        this.first = first;
        this.second = second;
    }

    /** What a comparison tells of its rounds. */
    static Rounds of(PairedRuns runs, List<Pair> pairs, List<PairedRuns.Drifts> drifts) {
        List<Pair> whole = pairs.stream()
                .filter(pair -> pair.first() != null && pair.second() != null)
                .toList();
        List<Integer> unsteady =
                drifts.stream().map(PairedRuns.Drifts::unsteady).toList();
        List<Double> drift = unsteady.equals(List.of(0, 0))
                ? null
                : drifts.stream().map(PairedRuns.Drifts::usual).toList();
        if (whole.size() < FEWEST) {
            return new Rounds(unsteady, drift, null, null, null);
        }
        Evenness rounds = new Evenness(
                whole.stream().mapToDouble(pair -> log(pair.first())).toArray(),
                whole.stream().mapToDouble(pair -> log(pair.second())).toArray());
        return new Rounds(
                unsteady,
                drift,
                List.of(Sample.median(deviations(rounds.first)), Sample.median(deviations(rounds.second))),
                rounds.spreadP(),
                rounds.apart(runs));
    }

    private static double log(@Nullable Double rate) {
        return rate == null ? Double.NaN : Math.log(rate);
    }

    private double spreadP() {
        double[] ofFirst = deviations(first);
        double[] ofSecond = deviations(second);
        return SignedRank.of(IntStream.range(0, ofFirst.length)
                        .mapToDouble(i -> ofFirst[i] - ofSecond[i])
                        .toArray())
                .pWithin(0);
    }

    private static double[] deviations(double[] values) {
        double median = Sample.median(values);
        return Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
    }

    private @Nullable Apart apart(PairedRuns runs) {
        int n = first.length;
        int[] byRatio = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> first[i] - second[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted =
                Arrays.stream(byRatio).mapToDouble(i -> first[i] - second[i]).toArray();
        int cut = 0;
        double farthest = 0;
        double distance = 0;
        for (int k = SMALLEST_GROUP; k <= n - SMALLEST_GROUP; k++) {
            double[] low = Arrays.copyOfRange(sorted, 0, k);
            double[] high = Arrays.copyOfRange(sorted, k, n);
            double between = Sample.mean(high) - Sample.mean(low);
            double within = Math.sqrt((Sample.squares(low) + Sample.squares(high)) / (n - 2));
            if (between > farthest * within) {
                farthest = between / within;
                distance = between;
                cut = k;
            }
        }
        if (farthest <= 3.5 + 25.0 / n || distance <= runs.margin().bound()) {
            return null;
        }
        int[] few = Arrays.copyOfRange(byRatio, cut <= n / 2 ? 0 : cut, cut <= n / 2 ? cut : n);
        double ofFirst = shift(first, few);
        double ofSecond = shift(second, few);
        boolean isFirst = Math.abs(ofFirst) >= Math.abs(ofSecond);
        return new Apart(
                isFirst ? runs.subject().first() : runs.subject().second(),
                few.length,
                Math.exp(isFirst ? ofFirst : ofSecond));
    }

    /** How far the median of some rounds lies above that of the others. */
    private static double shift(double[] values, int[] some) {
        int[] others = IntStream.range(0, values.length)
                .filter(i -> IntStream.of(some).noneMatch(one -> one == i))
                .toArray();
        return Sample.median(at(values, some)) - Sample.median(at(values, others));
    }

    private static double[] at(double[] values, int[] places) {
        return IntStream.of(places).mapToDouble(i -> values[i]).toArray();
    }
}
