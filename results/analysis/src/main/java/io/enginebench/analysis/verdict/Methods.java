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
            Finding finding = paired(runs, Contrast.of(runs, sample.pairs()));
            return sample.drifts() == null ? finding : finding.with(Evenness.of(runs, sample.pairs(), sample.drifts()));
        }
        if (raw instanceof PairedRuns.Processors sample) {
            throw new IllegalArgumentException("speeds on " + sample.byName().keySet() + " must be judged one by one");
        }
        if (raw instanceof PairedRuns.Folds sample) {
            List<Contrast> seeds = sample.seeds().stream()
                    .map(folds -> Contrast.mean(Contrast.of(runs, folds)))
                    .toList();
            return paired(runs, seeds).beyond(beyond(runs, sample));
        }
        PairedRuns.ClassRecall sample = (PairedRuns.ClassRecall) raw;
        if (sample.rows() == 0) {
            return new Draft(runs, sample.seeds().size(), 0, 0).noInference(null, "the class has no test row");
        }
        List<Pair> recalls =
                sample.seeds().stream().map(PairedRuns.Answers::recalls).toList();
        return ClassRows.of(sample, runs.margin()).joined(paired(runs, Contrast.of(runs, recalls)));
    }

    /**
     * What a seed or a round says of two engines.
     *
     * @param value on the scale of the margin; infinite where a run failed whose worst value is
     * @param firstFailed whether the first engine's run failed, or one of its folds
     */
    private record Contrast(double value, boolean firstFailed, boolean secondFailed) {
        static List<Contrast> of(PairedRuns runs, List<Pair> pairs) {
            return pairs.stream()
                    .map(pair -> new Contrast(runs.contrast(pair), pair.first() == null, pair.second() == null))
                    .toList();
        }

        /** The folds of one seed as one: they share training rows, so that they are no sample of their own. */
        static Contrast mean(List<Contrast> folds) {
            double mean = folds.stream().mapToDouble(Contrast::value).average().orElseThrow();
            return new Contrast(
                    // One infinite fold for and one against: the one engine is as bad as the other.
                    Double.isNaN(mean) ? 0 : mean,
                    folds.stream().anyMatch(Contrast::firstFailed),
                    folds.stream().anyMatch(Contrast::secondFailed));
        }
    }

    /** A finding whose sample is known and nothing else. */
    private record Draft(PairedRuns runs, int n, int first, int second) {
        boolean failedTooOften() {
            return Math.max(first, second) >= FAILED_TOO_OFTEN;
        }

        Finding invalid() {
            boolean ofFirst = first >= FAILED_TOO_OFTEN;
            return settled(
                    null,
                    new Verdict.Invalid("%s %s on %d of %d %ss"
                            .formatted(
                                    ofFirst
                                            ? runs.subject().first()
                                            : runs.subject().second(),
                                    runs.absent(),
                                    ofFirst ? first : second,
                                    n,
                                    runs.pairedBy().json())));
        }

        Finding noInference(@Nullable Double estimate, String reason) {
            return settled(estimate, new Verdict.NoInference(reason));
        }

        private Finding settled(@Nullable Double estimate, Verdict verdict) {
            return new Finding(runs, n, first, second, estimate, null, null, null, null, null, verdict);
        }

        Finding shows(Inference inference) {
            return new Finding(
                    runs, n, first, second, inference.estimate(), inference.p(), inference, null, null, null, null);
        }
    }

    private static Finding paired(PairedRuns runs, List<Contrast> pairs) {
        String pairedBy = runs.pairedBy().json();
        int n = pairs.size();
        Draft draft = new Draft(
                runs, n, (int) pairs.stream().filter(Contrast::firstFailed).count(), (int)
                        pairs.stream().filter(Contrast::secondFailed).count());
        if (draft.failedTooOften()) {
            return draft.invalid();
        }
        int fewest = runs.metric().kind() == ComparisonKind.THROUGHPUT ? FEWEST_OF_SPEED : 2;
        if (n == 0) {
            return draft.noInference(null, "there is no pair of %ss".formatted(pairedBy));
        }
        double[] contrasts = pairs.stream().mapToDouble(Contrast::value).toArray();
        Location rank = SignedRank.of(contrasts);
        double estimate = rank.estimate();
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
        Location t = finite ? StudentT.paired(contrasts) : null;
        Location headline = n < FEWEST_EXACT && t != null ? t : rank;
        boolean exact = headline.equals(rank);
        Inference.Check check = exact ? check(PAIRED_T, t, 0.95) : check(SIGNED_RANK, rank, 0.90);
        Interval interval = headline.interval(0.95).orElseThrow();
        boolean bounded = Double.isFinite(interval.upper() - interval.lower());
        IntFunction<Power> power = m -> new Power(
                headline.estimate(), Power.impliedError(interval, n - 1) * Math.sqrt(n / (double) m), m - 1.0);
        return draft.shows(new Inference(
                exact ? SIGNED_RANK : PAIRED_T,
                headline.estimate(),
                interval,
                headline.interval(0.90).orElseThrow(),
                check,
                headline.pWithin(runs.threshold()),
                headline.pOutside(runs.margin().bound()),
                oneSided(runs, pairs),
                exact,
                bounded ? power : null));
    }

    /**
     * What the folds say of other data of the same kind. Seeds repeat the same rows, so that their number narrows the interval
     * of these rows to nothing; this one keeps the variance that overlapping training sets hide. It judges nothing. None where
     * a fold failed, or where all are equal and leave it no width.
     */
    private static Inference.@Nullable Check beyond(PairedRuns runs, PairedRuns.Folds sample) {
        double[] contrasts = sample.seeds().stream()
                .flatMap(List::stream)
                .mapToDouble(runs::contrast)
                .toArray();
        boolean failed = sample.seeds().stream()
                .flatMap(List::stream)
                .anyMatch(pair -> pair.first() == null || pair.second() == null);
        return contrasts.length == 0 || failed || equal(contrasts)
                ? null
                : check(CORRECTED_T, StudentT.corrected(sample.folds(), contrasts), 0.95);
    }

    private static Inference.@Nullable Check check(String method, @Nullable Location location, double confidence) {
        return location == null
                ? null
                : location.interval(confidence)
                        .map(interval -> new Inference.Check(method, interval))
                        .orElse(null);
    }

    private static boolean equal(double[] values) {
        return Arrays.stream(values).allMatch(value -> Math.abs(value - values[0]) <= 1e-12);
    }

    /**
     * Why engines are not equivalent of which one failed where the other did not: ranks look away from one extreme pair in ten,
     * and a run that fails is no outlier to look away from.
     */
    private static @Nullable String oneSided(PairedRuns runs, List<Contrast> pairs) {
        for (Contrast pair : pairs) {
            if (pair.firstFailed() != pair.secondFailed()) {
                String first = runs.subject().first();
                String second = runs.subject().second();
                return "%s %s on a %s on which %s did not"
                        .formatted(
                                pair.firstFailed() ? first : second,
                                runs.absent(),
                                runs.pairedBy().json(),
                                pair.firstFailed() ? second : first);
            }
        }
        return null;
    }
}
