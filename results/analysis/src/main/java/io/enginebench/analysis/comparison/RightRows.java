package io.enginebench.analysis.comparison;

import io.enginebench.record.Check;
import io.enginebench.record.figure.Predictions;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which test rows of each class were answered rightly, by all folds of a seed together.
 *
 * @param byClass for each class, its rows in the order of their numbers; absent where a fold failed
 */
record RightRows(@Nullable List<OfClass> byClass) {
    /**
     * Of one class.
     *
     * @param rows how many
     * @param right the places of those that were answered rightly
     */
    private record OfClass(int rows, BitSet right) {}

    /** What some folds had right, null standing for one that failed. */
    static RightRows of(List<@Nullable Predictions> folds, int classes) {
        List<Predictions> answers = folds.stream()
                .flatMap(Stream::ofNullable)
                .filter(fold -> fold.of().hasClasses())
                .toList();
        if (answers.size() < folds.size()) {
            return new RightRows(null);
        }
        int[] rows = new int[classes];
        BitSet[] right = Stream.generate(BitSet::new).limit(classes).toArray(BitSet[]::new);
        for (long answer : inOrder(answers)) {
            int label = (int) (answer >> 1) & 0xffff;
            if (label < classes) {
                right[label].set(rows[label]++, (answer & 1) == 1);
            }
        }
        return new RightRows(Stream.iterate(0, c -> c < classes, c -> c + 1)
                .map(c -> new OfClass(rows[c], right[c]))
                .toList());
    }

    /** Of each answer the row's number, one of its labels and whether the answer has that, in the bits from 17, from 1 and 0. */
    private static long[] inOrder(List<Predictions> folds) {
        return folds.stream().flatMapToLong(RightRows::of).sorted().toArray();
    }

    private static LongStream of(Predictions fold) {
        if (fold instanceof Predictions.Labels labels) {
            int classes = labels.truths();
            return IntStream.range(0, labels.labels().size())
                    .filter(i -> labels.labels().get(i) == 1)
                    .mapToLong(i -> coded(
                            labels.rows().get(i / classes),
                            i % classes,
                            labels.predicted().get(i) == 1));
        }
        Predictions.Classes answers = (Predictions.Classes) fold;
        return IntStream.range(0, answers.rows().size())
                .mapToLong(i -> coded(answers.rows().get(i), answers.labels().get(i), answers.isRight(i)));
    }

    private static long coded(int row, int label, boolean right) {
        return (long) row << 17 | (long) (label & 0xffff) << 1 | (right ? 1 : 0);
    }

    /** How many rows a class has; 0 where a fold failed. */
    int rows(int label) {
        return byClass == null ? 0 : byClass.get(label).rows();
    }

    /**
     * The places of those that were answered rightly; null where a fold failed.
     *
     * @param rows that the class must have, as for every seed
     */
    @Nullable
    BitSet of(int label, int rows) {
        if (byClass == null) {
            return null;
        }
        OfClass own = byClass.get(label);
        Check.that(own.rows() == rows, "number of answers", "" + rows, own.rows());
        return own.right();
    }
}
