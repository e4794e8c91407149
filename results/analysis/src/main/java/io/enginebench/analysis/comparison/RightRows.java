package io.enginebench.analysis.comparison;

import io.enginebench.record.Check;
import io.enginebench.record.figure.Predictions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
        List<Predictions.Classes> answers = folds.stream()
                .flatMap(fold -> fold instanceof Predictions.Classes all ? Stream.of(all) : Stream.of())
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

    /** Of each answer the row's number, its label and whether the answer is that, in the bits from 17, from 1 and 0. */
    private static long[] inOrder(List<Predictions.Classes> folds) {
        long[] all =
                new long[folds.stream().mapToInt(fold -> fold.rows().size()).sum()];
        int next = 0;
        for (Predictions.Classes fold : folds) {
            for (int i = 0; i < fold.rows().size(); i++) {
                int label = fold.labels().get(i);
                boolean right = fold.predicted().get(i) == label;
                all[next++] = (long) fold.rows().get(i) << 17 | (long) (label & 0xffff) << 1 | (right ? 1 : 0);
            }
        }
        Arrays.sort(all);
        return all;
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
