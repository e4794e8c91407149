package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.Check;
import org.jspecify.annotations.Nullable;

/** How rows become training rows and test rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Split.HoldOut.class, name = "hold-out"),
    @JsonSubTypes.Type(value = Split.KFold.class, name = "k-fold")
})
public sealed interface Split {
    /** Whether each part has of each class what all rows have of it, as far as whole rows can. */
    boolean byClass();

    /**
     * Some rows are for training and others for the test: as the data set itself says, or by a draw that is the same in every cell.
     *
     * @param testFraction of all rows; null if the data set says which
     * @param seed of the draw; null for 1, and where there is none
     * @param stratified whether each class is divided alike; null for no
     */
    record HoldOut(
            @Nullable Double testFraction,
            @Nullable Long seed,
            @Nullable Boolean stratified) implements Split {
        /** The seed of a draw where none is named. */
        public static final long USUAL_SEED = 1;

        public HoldOut {
            stratified = Boolean.TRUE.equals(stratified) ? true : null;
            Check.that(
                    testFraction == null || (testFraction > 0 && testFraction < 1),
                    "test_fraction",
                    "above 0 and below 1",
                    testFraction);
            Check.that(
                    testFraction != null || (seed == null && stratified == null),
                    "split",
                    "without seed and stratified where it has no test_fraction",
                    "seed %s, stratified %s".formatted(seed, stratified));
        }

        /** As the data set says. */
        public HoldOut() {
            this(null, null, null);
        }

        /** Of the draw. */
        public long drawnBy() {
            return seed == null ? USUAL_SEED : seed;
        }

        @Override
        public boolean byClass() {
            return stratified != null;
        }
    }

    /**
     * Rows are shuffled and cut into {@code folds} test sets whose sizes differ by one at most, the larger ones first (as
     * scikit-learn's {@code KFold(shuffle=True)} cuts them).
     *
     * @param stratified whether the rows of each class are dealt over the folds instead (as scikit-learn's {@code StratifiedKFold}
     *     deals them); null for no
     */
    record KFold(int folds, @Nullable Boolean stratified) implements Split {
        public KFold {
            stratified = Boolean.TRUE.equals(stratified) ? true : null;
            Check.that(folds >= 2 && folds <= 100, "folds", "2..100", folds);
        }

        /** Whatever the rows' classes. */
        public KFold(int folds) {
            this(folds, null);
        }

        @Override
        public boolean byClass() {
            return stratified != null;
        }
    }
}
