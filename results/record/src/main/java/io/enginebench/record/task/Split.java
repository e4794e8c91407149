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

    /** What names the group of each row, a column or an array, of which no group is divided; null if each row is one by itself. */
    @Nullable
    String group();

    /** Of a draw by classes and by groups nobody has said what is to give way. */
    private static void checkGroup(@Nullable String group, @Nullable Boolean stratified) {
        Check.that(group == null || !group.isBlank(), "group of split", "a name", "'" + group + "'");
        Check.that(group == null || stratified == null, "split", "without stratified where it has a group", "both");
    }

    /**
     * Some rows are for training and others for the test: as the data set itself says, or by a draw that is the same in every cell.
     *
     * @param testFraction of all rows; null if the data set says which
     * @param seed of the draw; null for 1, and where there is none
     * @param stratified whether each class is divided alike; null for no
     * @param group of which the fraction is one: groups are drawn in place of rows
     */
    record HoldOut(
            @Nullable Double testFraction,
            @Nullable Long seed,
            @Nullable Boolean stratified,
            @Nullable String group) implements Split {
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
                    testFraction != null || (seed == null && stratified == null && group == null),
                    "split",
                    "without seed, stratified and group where it has no test_fraction",
                    "seed %s, stratified %s, group %s".formatted(seed, stratified, group));
            checkGroup(group, stratified);
        }

        /** As the data set says. */
        public HoldOut() {
            this(null, null, null, null);
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
     * @param group of which each is in one test set whole: the largest first, each goes to the fold that has the fewest rows (as scikit-learn's
     *     {@code GroupKFold} deals them)
     */
    record KFold(
            int folds,
            @Nullable Boolean stratified,
            @Nullable String group) implements Split {
        public KFold {
            stratified = Boolean.TRUE.equals(stratified) ? true : null;
            Check.that(folds >= 2 && folds <= 100, "folds", "2..100", folds);
            checkGroup(group, stratified);
        }

        /** Whatever the rows' classes. */
        public KFold(int folds) {
            this(folds, null, null);
        }

        @Override
        public boolean byClass() {
            return stratified != null;
        }
    }
}
