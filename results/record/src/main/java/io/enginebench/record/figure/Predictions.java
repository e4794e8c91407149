package io.enginebench.record.figure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.Check;
import io.enginebench.record.array.PackedNumbers;
import java.util.List;

/**
 * A cell's answers for each test row, from which every quality figure can be derived again without training. In memory a byte or four each; in
 * a file arrays, or of many rows the texts of {@link PackedNumbers}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Predictions.Classes.class, name = "classes"),
    @JsonSubTypes.Type(value = Predictions.Values.class, name = "values")
})
public sealed interface Predictions {
    /** The rows' numbers in the test set (hold-out) or the data set (k-fold). */
    List<Integer> rows();

    /** The truth of each row: a label or a target. */
    List<? extends Number> truth();

    /**
     * Classes as label numbers.
     *
     * @param labels the truth
     * @param predicted argmax of the logits, the first on ties
     */
    record Classes(
            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> rows,

            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> labels,

            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> predicted)
            implements Predictions {
        public Classes {
            rows = PackedNumbers.integers(rows);
            labels = PackedNumbers.integers(labels);
            predicted = PackedNumbers.integers(predicted);
            sameSize(rows, labels, predicted);
        }

        @Override
        public List<Integer> truth() {
            return labels;
        }
    }

    /**
     * Numbers in units of the target.
     *
     * @param targets the truth
     * @param predicted the network's output
     */
    record Values(
            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> rows,

            @JsonSerialize(using = PackedJson.OfFloats.class) @JsonDeserialize(using = PackedJson.Floats.class)
            List<Float> targets,

            @JsonSerialize(using = PackedJson.OfFloats.class) @JsonDeserialize(using = PackedJson.Floats.class)
            List<Float> predicted)
            implements Predictions {
        public Values {
            rows = PackedNumbers.integers(rows);
            targets = PackedNumbers.floats(targets);
            predicted = PackedNumbers.floats(predicted);
            sameSize(rows, targets, predicted);
        }

        @Override
        public List<Float> truth() {
            return targets;
        }
    }

    private static void sameSize(List<?> rows, List<?> truth, List<?> predicted) {
        Check.that(
                rows.size() == truth.size() && rows.size() == predicted.size() && !rows.isEmpty(),
                "predictions",
                "as many rows as truths and answers, and at least one",
                rows.size() + " rows, " + truth.size() + " truths, " + predicted.size() + " answers");
    }
}
