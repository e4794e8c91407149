package io.enginebench.record.figure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.enginebench.record.Check;
import io.enginebench.record.array.PackedNumbers;
import io.enginebench.record.task.TaskKind;
import java.util.List;

/**
 * A cell's answers for each test row, from which every quality figure can be derived again without training. In memory a byte or four each; in
 * a file arrays, or of many rows the texts of {@link PackedNumbers}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Predictions.Classes.class, name = "classes"),
    @JsonSubTypes.Type(value = Predictions.Labels.class, name = "labels"),
    @JsonSubTypes.Type(value = Predictions.Values.class, name = "values")
})
public sealed interface Predictions {
    /** The rows' numbers in the test set (hold-out) or the data set (k-fold). */
    List<Integer> rows();

    /** (row, truth): a label or a target, or several of each row. */
    List<? extends Number> truth();

    /** The network's answers, as many as the truth has numbers. */
    List<? extends Number> predicted();

    /** The tasks that have such answers. */
    TaskKind of();

    /** How many numbers the truth of a row is. */
    default int truths() {
        return truth().size() / rows().size();
    }

    /** The truth of the row at a position. */
    default List<? extends Number> truthAt(int position) {
        return truth().subList(position * truths(), (position + 1) * truths());
    }

    /** The answer to the row at a position. */
    default List<? extends Number> answerAt(int position) {
        return predicted().subList(position * truths(), (position + 1) * truths());
    }

    /** Whether the answer to the row at a position is its truth, number for number. */
    default boolean isRight(int position) {
        return truthAt(position).equals(answerAt(position));
    }

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

        @Override
        public TaskKind of() {
            return TaskKind.CLASSIFICATION;
        }

        @Override
        public boolean isRight(int position) {
            return labels.get(position).equals(predicted.get(position));
        }
    }

    /**
     * Which classes a row has, of which it may have several: 1 or 0 for each class of each row.
     *
     * @param labels (row, class): the truth
     * @param predicted (row, class): whether the logit is above 0
     */
    record Labels(
            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> rows,

            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> labels,

            @JsonSerialize(using = PackedJson.OfIntegers.class) @JsonDeserialize(using = PackedJson.Integers.class)
            List<Integer> predicted)
            implements Predictions {
        public Labels {
            rows = PackedNumbers.integers(rows);
            labels = PackedNumbers.integers(labels);
            predicted = PackedNumbers.integers(predicted);
            someOfEach(rows, labels, predicted);
        }

        @Override
        public List<Integer> truth() {
            return labels;
        }

        @Override
        public TaskKind of() {
            return TaskKind.MULTI_LABEL;
        }
    }

    /**
     * Numbers in units of the target.
     *
     * @param targets (row, target): the truth
     * @param predicted (row, target): the network's outputs
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
            someOfEach(rows, targets, predicted);
        }

        @Override
        public List<Float> truth() {
            return targets;
        }

        @Override
        public TaskKind of() {
            return TaskKind.REGRESSION;
        }
    }

    private static void someOfEach(List<?> rows, List<?> truth, List<?> predicted) {
        Check.that(
                !rows.isEmpty()
                        && !truth.isEmpty()
                        && truth.size() % rows.size() == 0
                        && truth.size() == predicted.size(),
                "predictions",
                "as many truths as answers, of at least one row as many as of every other",
                rows.size() + " rows, " + truth.size() + " truths, " + predicted.size() + " answers");
    }

    private static void sameSize(List<?> rows, List<?> truth, List<?> predicted) {
        Check.that(
                rows.size() == truth.size() && rows.size() == predicted.size() && !rows.isEmpty(),
                "predictions",
                "as many rows as truths and answers, and at least one",
                rows.size() + " rows, " + truth.size() + " truths, " + predicted.size() + " answers");
    }
}
