package io.enginebench.analysis.verdict;

import io.enginebench.record.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The raw numbers of one comparison. */
public sealed interface PairedRuns {
    /** What they are of. */
    Subject subject();

    /** The metric, its direction and its margin. */
    Measure measure();

    /** What became of a run without a score, as in {@code pytorch failed on 2 of 10 seeds}. */
    default String absent() {
        return "failed";
    }

    /** {@link #absent} as a noun. */
    default String absence() {
        return "a failed run";
    }

    /** The same numbers against another margin. */
    default PairedRuns within(double size) {
        Measure own = measure();
        Margin margin =
                own.margin() instanceof Margin.Difference ? new Margin.Difference(size) : new Margin.Ratio(size);
        Measure other = new Measure(own.metric(), own.higherIsBetter(), margin);
        if (this instanceof Unlike runs) {
            return new Unlike(runs.subject(), other, runs.differences());
        }
        if (this instanceof OverSeeds runs) {
            return new OverSeeds(runs.subject(), other, runs.seeds());
        }
        if (this instanceof OverFolds runs) {
            return new OverFolds(runs.subject(), other, runs.seeds());
        }
        if (this instanceof ToTarget runs) {
            return new ToTarget(runs.subject(), other, runs.seeds());
        }
        if (this instanceof ClassRecall runs) {
            return new ClassRecall(runs.subject(), other, runs.seeds());
        }
        return new OverRounds(subject(), other, ((OverRounds) this).rounds());
    }

    /**
     * Runs that were not given the same, so that nothing may be said of them.
     *
     * @param differences what differs, one or more
     */
    record Unlike(Subject subject, Measure measure, List<String> differences) implements PairedRuns {
        public Unlike {
            differences = List.copyOf(differences);
            Check.that(!differences.isEmpty(), "differences", "one or more", 0);
        }
    }

    /** A figure of quality on one split, one pair for each seed. */
    record OverSeeds(Subject subject, Measure measure, List<Pair> seeds) implements PairedRuns {
        public OverSeeds {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * A figure of quality in k-fold cross-validation.
     *
     * @param seeds for each seed one pair for each fold, in the order of the folds; as many for each seed
     */
    record OverFolds(Subject subject, Measure measure, List<List<Pair>> seeds) implements PairedRuns {
        public OverFolds {
            seeds = seeds.stream().map(List::copyOf).toList();
            for (List<Pair> folds : seeds) {
                Check.that(folds.size() >= 2, "number of folds", ">= 2", folds.size());
                Check.that(
                        folds.size() == seeds.get(0).size(), "number of folds", "the same for each seed", folds.size());
            }
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
    record ClassRecall(Subject subject, Measure measure, List<Answers> seeds) implements PairedRuns {
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

        int rows() {
            return seeds.isEmpty() ? 0 : seeds.get(0).rows();
        }
    }

    /**
     * Which test rows of a class two runs with the same seed had right.
     *
     * @param rows in the class
     * @param first for each row whether the first engine was right; absent where its run diverged or failed
     * @param second the same of the second engine
     */
    record Answers(
            int rows,
            @Nullable List<Boolean> first,
            @Nullable List<Boolean> second) {
        public Answers {
            first = copy(rows, first);
            second = copy(rows, second);
        }

        private static @Nullable List<Boolean> copy(int rows, @Nullable List<Boolean> right) {
            Check.that(
                    right == null || right.size() == rows,
                    "number of answers",
                    "" + rows,
                    right == null ? 0 : right.size());
            return right == null ? null : List.copyOf(right);
        }

        /** 1 where only the first engine was right, -1 where only the second was; a failed run has no row right. */
        int contrast(int row) {
            return (first != null && first.get(row) ? 1 : 0) - (second != null && second.get(row) ? 1 : 0);
        }

        private @Nullable Double recall(@Nullable List<Boolean> right) {
            return right == null ? null : hits(right) / (double) rows;
        }

        static long hits(@Nullable List<Boolean> right) {
            return right == null ? 0 : right.stream().filter(hit -> hit).count();
        }

        Pair recalls() {
            return new Pair(recall(first), recall(second));
        }
    }

    /**
     * A speed.
     *
     * @param rounds for each round the median of each engine's process, whose batch times are no independent sample
     */
    record OverRounds(Subject subject, Measure measure, List<Pair> rounds) implements PairedRuns {
        public OverRounds {
            rounds = List.copyOf(rounds);
        }
    }

    /**
     * How long trainings took to reach a target: a speed, but with one pair for each seed.
     *
     * @param seeds seconds; a side is absent whose training missed the target, for which infinity stands
     */
    record ToTarget(Subject subject, Measure measure, List<Pair> seeds) implements PairedRuns {
        public ToTarget {
            seeds = List.copyOf(seeds);
        }

        @Override
        public String absent() {
            return "missed the target";
        }

        @Override
        public String absence() {
            return "a missed target";
        }
    }
}
