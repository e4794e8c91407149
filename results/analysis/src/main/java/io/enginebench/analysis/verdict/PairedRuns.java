package io.enginebench.analysis.verdict;

import io.enginebench.analysis.stats.Sample;
import io.enginebench.record.Check;
import io.enginebench.record.metric.ComparisonKind;
import io.enginebench.record.metric.Margin;
import io.enginebench.record.metric.Metric;
import io.enginebench.record.verdict.PairedBy;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The raw numbers of one comparison.
 *
 * @param subject what they are of
 * @param margin the difference that matters
 */
public record PairedRuns(Subject subject, Metric metric, Margin margin, Pairing pairing) {
    /** Numbers against the metric's own margin. */
    public PairedRuns(Subject subject, Metric metric, Pairing pairing) {
        this(subject, metric, metric.margin(), pairing);
    }

    PairedBy pairedBy() {
        return pairing.pairedBy();
    }

    /** How many folds make one seed's score; null without any. */
    @Nullable
    Integer folds() {
        return pairing instanceof Folds sample && sample.folds() > 0 ? (Integer) sample.folds() : null;
    }

    /** The same numbers against another margin. */
    public PairedRuns within(double size) {
        return new PairedRuns(subject, metric, metric.margin(size), pairing);
    }

    /** The same comparison of other numbers. */
    PairedRuns of(Pairing other) {
        return new PairedRuns(subject, metric, margin, other);
    }

    /** The contrast that {@code better} must exceed: nothing for quality, the margin for speed. */
    double threshold() {
        return metric.kind() == ComparisonKind.THROUGHPUT ? margin.bound() : 0;
    }

    /** What became of a run without a score, as in {@code pytorch failed on 2 of 10 seeds}. */
    String absent() {
        return metric == Metric.TIME_TO_TARGET ? "missed the target" : "failed";
    }

    /** {@link #absent} as a noun. */
    String absence() {
        return metric == Metric.TIME_TO_TARGET ? "a missed target" : "a failed run";
    }

    double contrast(Pair pair) {
        return margin.contrast(
                pair.first() == null ? metric.worst() : pair.first(),
                pair.second() == null ? metric.worst() : pair.second());
    }

    /** The runs of two engines, in pairs. */
    public sealed interface Pairing {
        /** What the two of a pair have in common. */
        PairedBy pairedBy();
    }

    /**
     * Runs that were not given the same, so that nothing may be said of them.
     *
     * @param differences what differs, one or more
     */
    public record Unlike(List<String> differences) implements Pairing {
        public Unlike {
            differences = List.copyOf(differences);
            Check.that(!differences.isEmpty(), "differences", "one or more", 0);
        }

        @Override
        public PairedBy pairedBy() {
            return PairedBy.SEED;
        }
    }

    /**
     * One score of each engine for each seed or round. That of a round is the median of each engine's process, whose batch times
     * are no independent sample.
     *
     * @param drifts of each engine; null where nobody looks at that
     */
    public record Pairs(
            PairedBy pairedBy, List<Pair> pairs, @Nullable List<Drifts> drifts) implements Pairing {
        public Pairs {
            pairs = List.copyOf(pairs);
            drifts = drifts == null ? null : List.copyOf(drifts);
        }

        /** Scores whose steadiness is not looked at. */
        public Pairs(PairedBy pairedBy, List<Pair> pairs) {
            this(pairedBy, pairs, null);
        }
    }

    /**
     * How far the speed of each process of an engine moved.
     *
     * @param factors of each process that has a speed, 1 where it was steady, else more
     */
    public record Drifts(List<Double> factors) {
        public Drifts {
            factors = List.copyOf(factors);
        }

        /** How many had no one speed. */
        int unsteady() {
            return (int) factors.stream().filter(factor -> factor > 1).count();
        }

        /** The middle one, 1 where most were steady or there is none. */
        double usual() {
            return factors.isEmpty()
                    ? 1
                    : Sample.median(
                            factors.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /**
     * Speeds on processors that are not alike, which are judged on each and never together.
     *
     * @param byName the pairs of each processor, of which there are two or more
     */
    public record Processors(PairedBy pairedBy, Map<String, Pairs> byName) implements Pairing {
        public Processors {
            byName = Collections.unmodifiableMap(new TreeMap<>(byName));
            Check.that(byName.size() >= 2, "number of processors", ">= 2", byName.size());
        }
    }

    /**
     * A figure of quality in k-fold cross-validation, whose folds are averaged in each seed.
     *
     * @param seeds for each seed one pair for each fold, in the order of the folds; as many for each seed
     */
    public record Folds(List<List<Pair>> seeds) implements Pairing {
        public Folds {
            seeds = seeds.stream().map(List::copyOf).toList();
            for (List<Pair> folds : seeds) {
                Check.that(folds.size() >= 2, "number of folds", ">= 2", folds.size());
                Check.that(
                        folds.size() == seeds.get(0).size(), "number of folds", "the same for each seed", folds.size());
            }
        }

        @Override
        public PairedBy pairedBy() {
            return PairedBy.SEED;
        }

        int folds() {
            return seeds.isEmpty() ? 0 : seeds.get(0).size();
        }
    }

    /**
     * The recall of one class.
     *
     * @param seeds the answers to the same test rows of the class, in the same order for each seed
     */
    public record ClassRecall(List<Answers> seeds) implements Pairing {
        public ClassRecall {
            seeds = List.copyOf(seeds);
            for (Answers answers : seeds) {
                Check.that(
                        answers.rows() == seeds.get(0).rows(),
                        "number of test rows of the class",
                        "the same for each seed",
                        answers.rows());
            }
        }

        @Override
        public PairedBy pairedBy() {
            return PairedBy.SEED;
        }

        int rows() {
            return seeds.isEmpty() ? 0 : seeds.get(0).rows();
        }
    }

    /**
     * Which test rows of a class two runs with the same seed had right.
     *
     * @param rows in the class
     * @param first the places among them of those that the first engine had right; absent where its run diverged or failed
     * @param second the same of the second engine
     */
    public record Answers(
            int rows, @Nullable BitSet first, @Nullable BitSet second) {
        public Answers {
            first = copy(rows, first);
            second = copy(rows, second);
        }

        private static @Nullable BitSet copy(int rows, @Nullable BitSet right) {
            Check.that(
                    right == null || right.length() <= rows,
                    "number of answers",
                    "" + rows,
                    right == null ? 0 : right.length());
            return right == null ? null : (BitSet) right.clone();
        }

        /** 1 where only the first engine was right, -1 where only the second was; a failed run has no row right. */
        int contrast(int row) {
            return (first != null && first.get(row) ? 1 : 0) - (second != null && second.get(row) ? 1 : 0);
        }

        private @Nullable Double recall(@Nullable BitSet right) {
            return right == null ? null : hits(right) / (double) rows;
        }

        static long hits(@Nullable BitSet right) {
            return right == null ? 0 : right.cardinality();
        }

        Pair recalls() {
            return new Pair(recall(first), recall(second));
        }
    }
}
