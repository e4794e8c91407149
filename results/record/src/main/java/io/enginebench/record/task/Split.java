package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.Check;

/** How rows become training rows and test rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Split.HoldOut.class, name = "hold-out"),
    @JsonSubTypes.Type(value = Split.KFold.class, name = "k-fold")
})
public sealed interface Split {
    /** The data set itself says which rows are for training and which for the test. */
    record HoldOut() implements Split {}

    /**
     * Rows are shuffled and cut into {@code folds} test sets whose sizes differ by one at most, the larger ones first (as
     * scikit-learn's {@code KFold(shuffle=True)} cuts them).
     */
    record KFold(int folds) implements Split {
        public KFold {
            Check.that(folds >= 2 && folds <= 100, "folds", "2..100", folds);
        }
    }
}
