package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Interval;
import io.enginebench.analysis.stats.Location;
import io.enginebench.analysis.stats.Power;
import io.enginebench.analysis.stats.SignedRank;
import io.enginebench.analysis.stats.StudentT;
import io.enginebench.record.metric.ComparisonKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Chooses the method for a kind of paired runs and applies it. */
final class Methods {
    static final String SIGNED_RANK = "Hodges-Lehmann, exact signed-rank";
    static final String PAIRED_T = "paired t";
    static final String CORRECTED_T = "corrected resampled t";
    static final String NAIVE_T = "naive t over folds";

    /** Of rounds, or of seeds where it is their speed that is compared. */
    private static final int FEWEST_OF_SPEED = 5;
    /** Fewer pairs have no exact interval at 95 %. */
    private static final int FEWEST_EXACT = SignedRank.smallestSample(Finding.LEVEL);
    /** Two failed runs of an engine say more than any statistic of the others. */
    private static final int FAILED_TOO_OFTEN = 2;

    private Methods() {}

    static Finding of(PairedRuns runs) {
        PairedRuns.Pairing raw = runs.pairing();
        if (raw instanceof PairedRuns.Unlike unlike) {
            return new Draft(runs, 0, 0, 0)
                    .settled(
                            null,
                            new Verdict.Invalid(
                                    "the engines were not given the same: " + String.join(", ", unlike.differences())));
        }
        if (raw instanceof PairedRuns.Pairs sample) {
            Finding finding = paired(runs, sample.pairs());
            return sample.unsteady() == null
                    ? finding
                    : finding.with(Evenness.of(runs, sample.pairs(), sample.unsteady()));
        }
        if (raw instanceof PairedRuns.Folds sample) {
            return overFolds(runs, sample);
        }
        PairedRuns.ClassRecall sample = (PairedRuns.ClassRecall) raw;
        if (sample.rows() == 0) {
            return new Draft(runs, sample.seeds().size(), 0, 0).noInference(null, "the class has no test row");
        }
        List<Pair> recalls =
                sample.seeds().stream().map(PairedRuns.Answers::recalls).toList();
        return ClassRows.of(sample, runs.margin()).joined(paired(runs, recalls));
    }

    /** A finding whose sample is known and nothing else. */
    private record Draft(PairedRuns runs, int n, int first, int second) {
        boolean failedTooOften() {
            return Math.max(first, second) >= FAILED_TOO_OFTEN;
        }

        Finding invalid(int of, String what) {
            String engine = first >= FAILED_TOO_OFTEN
                    ? runs.subject().first()
                    : runs.subject().second();
            return settled(
                    null,
                    new Verdict.Invalid("%s %s on %d of %d %ss"
                            .formatted(engine, runs.absent(), first >= FAILED_TOO_OFTEN ? first : second, of, what)));
        }

        Finding noInference(@Nullable Double estimate, String reason) {
            return settled(estimate, new Verdict.NoInference(reason));
        }

        private Finding settled(@Nullable Double estimate, Verdict verdict) {
            return new Finding(runs, n, first, second, estimate, null, null, null, null, verdict);
        }

        Finding shows(Inference inference) {
            return new Finding(
                    runs, n, first, second, inference.estimate(), inference.p(), inference, null, null, null);
        }
    }

    private static Finding paired(PairedRuns runs, List<Pair> pairs) {
        String pairedBy = runs.pairedBy().json();
        int n = pairs.size();
        Draft draft = new Draft(runs, n, failedFirst(pairs), failedSecond(pairs));
        if (draft.failedTooOften()) {
            return draft.invalid(n, pairedBy);
        }
        int fewest = runs.metric().kind() == ComparisonKind.THROUGHPUT ? FEWEST_OF_SPEED : 2;
        if (n == 0) {
            return draft.noInference(null, "there is no pair of %ss".formatted(pairedBy));
        }
        double[] contrasts = contrasts(runs, pairs);
        double estimate = SignedRank.of(contrasts).estimate();
        if (n < fewest) {
            // Two worst values make no ratio, and one makes none that was seen.
            boolean whole = draft.first() + draft.second() == 0;
            return draft.noInference(
                    whole ? (Double) estimate : null,
                    "%s, at least %d are needed".formatted(Sentence.count(n, pairedBy), fewest));
        }
        boolean finite = Arrays.stream(contrasts).allMatch(Double::isFinite);
        if (n < FEWEST_EXACT && (!finite || equal(contrasts))) {
            return draft.noInference(
                    estimate,
                    "%s are too few for an exact interval, at least %d are needed, and %s"
                            .formatted(
                                    Sentence.count(n, pairedBy),
                                    FEWEST_EXACT,
                                    finite
                                            ? "equal differences give a t interval no width"
                                            : runs.absence() + " leaves a t interval no bound"));
        }
        Location rank = SignedRank.of(contrasts);
        Location t = finite ? StudentT.paired(contrasts) : null;
        Location headline = n < FEWEST_EXACT && t != null ? t : rank;
        boolean exact = headline.equals(rank);
        Inference.Check check = exact ? check(PAIRED_T, t, 0.95) : check(SIGNED_RANK, rank, 0.90);
        return draft.shows(inference(
                draft,
                exact ? SIGNED_RANK : PAIRED_T,
                headline,
                check,
                oneSided(runs, pairs),
                true,
                (interval, m) -> new Power(
                        headline.estimate(), Power.impliedError(interval, n - 1) * Math.sqrt(n / (double) m), m - 1.0),
                n));
    }

    private static Finding overFolds(PairedRuns runs, PairedRuns.Folds sample) {
        int seeds = sample.seeds().size();
        int folds = sample.folds();
        List<Pair> pairs = sample.seeds().stream().flatMap(List::stream).toList();
        int n = pairs.size();
        Draft draft = new Draft(
                runs,
                n,
                (int) sample.seeds().stream()
                        .filter(seed -> failedFirst(seed) > 0)
                        .count(),
                (int) sample.seeds().stream()
                        .filter(seed -> failedSecond(seed) > 0)
                        .count());
        if (draft.failedTooOften()) {
            return draft.invalid(seeds, "seed");
        }
        if (n == 0) {
            return draft.noInference(null, "there is no pair of folds");
        }
        double[] contrasts = contrasts(runs, pairs);
        if (!Arrays.stream(contrasts).allMatch(Double::isFinite)) {
            return draft.noInference(null, "a failed fold leaves the t interval no bound");
        }
        Location corrected = StudentT.corrected(folds, contrasts);
        if (n < FEWEST_EXACT && equal(contrasts)) {
            return draft.noInference(
                    corrected.estimate(),
                    "the differences of all %d folds are equal, and the t interval has no width".formatted(n));
        }
        double factor = Math.sqrt(1.0 / n + 1.0 / (folds - 1));
        return draft.shows(inference(
                draft,
                CORRECTED_T,
                corrected,
                check(NAIVE_T, StudentT.paired(contrasts), 0.95),
                oneSided(runs, pairs),
                false,
                (interval, m) -> new Power(
                        corrected.estimate(),
                        Power.impliedError(interval, n - 1) / factor * Math.sqrt(1.0 / (m * folds) + 1.0 / (folds - 1)),
                        m * folds - 1.0),
                seeds));
    }

    /** The plan of a campaign of m seeds or rounds from the interval of this one. */
    private interface Plan {
        Power of(Interval interval, int m);
    }

    private static Inference inference(
            Draft draft,
            String method,
            Location location,
            Inference.@Nullable Check check,
            @Nullable String noEquivalence,
            boolean exact,
            Plan plan,
            int seeds) {
        Interval interval = location.interval(0.95).orElseThrow();
        boolean bounded = Double.isFinite(interval.upper() - interval.lower());
        IntFunction<Power> power = m -> plan.of(interval, m);
        return new Inference(
                method,
                location.estimate(),
                interval,
                location.interval(0.90).orElseThrow(),
                check,
                location.pWithin(draft.runs().threshold()),
                location.pOutside(draft.runs().margin().bound()),
                noEquivalence,
                exact,
                bounded ? power : null,
                seeds);
    }

    private static Inference.@Nullable Check check(String method, @Nullable Location location, double confidence) {
        return location == null
                ? null
                : location.interval(confidence)
                        .map(interval -> new Inference.Check(method, interval))
                        .orElse(null);
    }

    private static double[] contrasts(PairedRuns runs, List<Pair> pairs) {
        return pairs.stream().mapToDouble(runs::contrast).toArray();
    }

    private static boolean equal(double[] values) {
        return Arrays.stream(values).allMatch(value -> Math.abs(value - values[0]) <= 1e-12);
    }

    private static int failedFirst(List<Pair> pairs) {
        return (int) pairs.stream().filter(pair -> pair.first() == null).count();
    }

    private static int failedSecond(List<Pair> pairs) {
        return (int) pairs.stream().filter(pair -> pair.second() == null).count();
    }

    /**
     * Why engines are not equivalent of which one failed where the other did not: ranks look away from one extreme pair in ten,
     * and a run that fails is no outlier to look away from.
     */
    private static @Nullable String oneSided(PairedRuns runs, List<Pair> pairs) {
        for (Pair pair : pairs) {
            if ((pair.first() == null) != (pair.second() == null)) {
                return "%s %s on a %s on which %s did not"
                        .formatted(
                                pair.first() == null
                                        ? runs.subject().first()
                                        : runs.subject().second(),
                                runs.absent(),
                                runs.pairedBy().json(),
                                pair.first() == null
                                        ? runs.subject().second()
                                        : runs.subject().first());
            }
        }
        return null;
    }
}
