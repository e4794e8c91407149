package io.enginebench.record.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the test rows of a class say of two engines, the rows being the sample.
 *
 * @param rows of the class in the test set
 * @param firstOnly rows that the first engine had right with more seeds than the second
 * @param secondOnly rows that the second engine had right with more seeds
 * @param mcnemarPValue exact, two-sided, of {@code firstOnly} against {@code secondOnly}
 * @param difference of the recalls: the 90 % t interval over rows of the mean over seeds; absent for one row
 * @param recalls Wilson's 95 % interval of each engine's recall, its hits being the mean over seeds in whole rows
 */
public record RowEvidence(
        int rows,
        int firstOnly,
        int secondOnly,
        double mcnemarPValue,
        @Nullable Bounds difference,
        List<Bounds> recalls) {
    public RowEvidence {
        recalls = List.copyOf(recalls);
    }
}
