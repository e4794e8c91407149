package io.enginebench.analysis.stats;

import io.enginebench.record.Check;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Wilcoxon's signed-rank test and the estimate and interval that invert it, all exact: nothing is assumed of the differences
 * but that they are independent and symmetric around one value.
 *
 * <p>The estimate is that of Hodges and Lehmann (1963): the median of the Walsh averages (d[i] + d[j]) / 2, i &lt;= j. The
 * interval runs from the k-th smallest to the k-th largest of them (Hollander, Wolfe and Chicken 2014, 3.3). With ties or
 * zeros the closed interval still covers with at least the stated confidence (Noether 1967). The p values are those of the
 * permutation distribution given the ranks: tied differences share the mean of their ranks, zeros are ranked and then left
 * out (Pratt 1959). Without ties and zeros they are the tabulated ones.
 *
 * <p>Differences may be infinite, which is how a failed run counts as the worst value of a metric that has no bound.
 */
public final class SignedRank implements Location {
    /**
     * Below this, two differences are one: 0.8512 - 0.85 and 0.7012 - 0.7 are the same number of test rows, whatever their
     * last bits. Differences are fractions or logarithms of ratios, and a test row or a nanosecond is far larger.
     */
    private static final double TIE = 1e-12;

    private static final int LARGEST = 1000;

    private final double[] differences;
    private final double[] walsh;

    private SignedRank(double[] differences, double[] walsh) {
        this.differences = differences;
        this.walsh = walsh;
    }

    /**
     * The inference from a sample of 1 to 1000 differences.
     *
     * @throws IllegalArgumentException if one is NaN
     */
    public static SignedRank of(double... differences) {
        int n = differences.length;
        Check.that(n >= 1 && n <= LARGEST, "number of differences", "1.." + LARGEST, n);
        for (double difference : differences) {
            Check.that(!Double.isNaN(difference), "difference", "a number", difference);
        }
        double[] walsh = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double mean = differences[i] / 2 + differences[j] / 2;
                // One infinite difference for and one against cancel out.
                walsh[next++] = Double.isNaN(mean) ? 0 : mean;
            }
        }
        Arrays.sort(walsh);
        return new SignedRank(differences.clone(), walsh);
    }

    /** The fewest differences that can reject at a two-sided level: 6 at 5 %, 5 at 10 %. */
    public static int smallestSample(double level) {
        int n = 1;
        while (Math.scalb(1.0, 1 - n) > level) {
            n++;
        }
        return n;
    }

    @Override
    public double estimate() {
        int n = walsh.length;
        return n % 2 == 1 ? walsh[n / 2] : walsh[n / 2 - 1] / 2 + walsh[n / 2] / 2;
    }

    @Override
    public Optional<Interval> interval(double confidence) {
        int n = differences.length;
        double tail = (1 - confidence) / 2 + 1e-12;
        Untied ranks = Untied.of(n);
        int k = 0;
        // k is the largest number with P(W <= k - 1) at most the tail, which is less than a half.
        while (ranks.atMost(k) <= tail) {
            k++;
        }
        return k == 0
                ? Optional.empty()
                : Optional.of(new Interval(walsh[k - 1], walsh[walsh.length - k], 1 - 2 * ranks.atMost(k - 1)));
    }

    @Override
    public double pAtMost(double bound) {
        return upperTail(Arrays.stream(differences).map(d -> d - bound).toArray());
    }

    @Override
    public double pAtLeast(double bound) {
        return upperTail(Arrays.stream(differences).map(d -> bound - d).toArray());
    }

    /** P(W >= the observed sum of positive ranks) if each sign were the toss of a coin. */
    private static double upperTail(double[] shifted) {
        int[] ranks = doubledRanks(shifted);
        int observed = 0;
        int[] signed = new int[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            boolean zero = Math.abs(shifted[i]) <= TIE;
            signed[i] = zero ? 0 : ranks[i];
            observed += shifted[i] > 0 ? signed[i] : 0;
        }
        int total = Arrays.stream(signed).sum();
        // The sum is as likely as what it leaves, so the shorter tail tells the longer one.
        return observed > total - observed
                ? atMost(signed, total - observed)
                : Math.max(0, 1 - atMost(signed, observed - 1));
    }

    /** The probability of a sum up to a limit. */
    private static double atMost(int[] numbers, int limit) {
        if (limit < 0) {
            return 0;
        }
        // Without ties all are twice a rank.
        int unit = Arrays.stream(numbers).allMatch(number -> number % 2 == 0) ? 2 : 1;
        int[] units =
                Arrays.stream(numbers).map(number -> number / unit).sorted().toArray();
        int n = units.length;
        if (IntStream.range(0, n).allMatch(i -> units[i] == i + 1)) {
            return Untied.of(n).atMost(limit / unit);
        }
        return Math.min(1, Arrays.stream(distribution(units, limit / unit)).sum());
    }

    /** Twice the rank of each absolute value, ties sharing the mean rank; twice, so that it is a whole number. */
    private static int[] doubledRanks(double[] values) {
        int n = values.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(Math.abs(values[a]), Math.abs(values[b])));
        int[] ranks = new int[n];
        int from = 0;
        while (from < n) {
            int to = from;
            while (to + 1 < n && !(Math.abs(values[order[to + 1]]) - Math.abs(values[order[from]]) > TIE)) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                ranks[order[i]] = from + to + 2;
            }
            from = to + 1;
        }
        return ranks;
    }

    /**
     * The probability of each sum, up to a limit, of a random half of the numbers, each being taken or not at the toss of a coin.
     */
    private static double[] distribution(int[] numbers, int limit) {
        double[] before = new double[limit + 1];
        double[] after = new double[limit + 1];
        before[0] = 1;
        int largest = 0;
        for (int number : numbers) {
            if (number == 0) {
                continue; // Taken or not, the sum is the same.
            }
            largest = Math.min(limit, largest + number);
            for (int sum = 0; sum < Math.min(number, largest + 1); sum++) {
                after[sum] = before[sum] / 2;
            }
            for (int sum = number; sum <= largest; sum++) {
                after[sum] = (before[sum] + before[sum - number]) / 2;
            }
            double[] swapped = before;
            before = after;
            after = swapped;
        }
        return before;
    }

    /**
     * The sums of the ranks 1..n, each taken or not at the toss of a coin. It takes n³ steps, and the comparisons of a result mostly have one n:
     * the last is kept.
     */
    private static final class Untied {
        private static volatile @Nullable Untied last;

        private final int n;
        /** P(sum <= k), k up to half of what all sum to. */
        private final double[] atMost;

        private Untied(int n) {
            this.n = n;
            atMost = distribution(IntStream.rangeClosed(1, n).toArray(), n * (n + 1) / 4);
            for (int k = 1; k < atMost.length; k++) {
                atMost[k] += atMost[k - 1];
            }
        }

        static Untied of(int n) {
            Untied kept = last;
            if (kept == null || kept.n != n) {
                kept = new Untied(n);
                last = kept;
            }
            return kept;
        }

        double atMost(int sum) {
            return atMost[sum];
        }
    }
}
