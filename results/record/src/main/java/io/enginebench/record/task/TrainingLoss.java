package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.enginebench.record.Check;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number that training makes small, a mean over the rows of a batch; the same on every engine. With the outputs {@code z} of a row and
 * its truth {@code y}: a class, or a number for each output, over which a row's loss is the mean.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingLoss.CrossEntropy.class, name = "cross-entropy"),
    @JsonSubTypes.Type(value = TrainingLoss.BinaryCrossEntropy.class, name = "binary-cross-entropy"),
    @JsonSubTypes.Type(value = TrainingLoss.SquaredError.class, name = "mse"),
    @JsonSubTypes.Type(value = TrainingLoss.AbsoluteError.class, name = "l1"),
    @JsonSubTypes.Type(value = TrainingLoss.Huber.class, name = "huber")
})
public sealed interface TrainingLoss {
    /**
     * A loss as it is typed.
     *
     * @param typed {@code l1}, {@code huber:delta=0.5}, {@code cross-entropy:label_smoothing=0.1}
     * @throws IllegalArgumentException if there is none like it, with a line that says what it must be
     */
    static TrainingLoss typed(String typed) {
        Typed text = Typed.read(
                "loss",
                typed,
                List.of("cross-entropy", "binary-cross-entropy", "mse", "l1", "huber"),
                name -> switch (name) {
                    case "cross-entropy" -> List.of("label_smoothing");
                    case "huber" -> List.of("delta");
                    default -> List.of();
                });
        return switch (text.name()) {
            case "cross-entropy" -> new CrossEntropy(Objects.requireNonNullElse(text.number("label_smoothing"), 0.0));
            case "binary-cross-entropy" -> new BinaryCrossEntropy();
            case "mse" -> new SquaredError();
            case "l1" -> new AbsoluteError();
            default -> new Huber(Objects.requireNonNullElse(text.number("delta"), 1.0));
        };
    }

    /** The tasks that it is for. */
    TaskKind kind();

    /** As a table says it. */
    String words();

    /**
     * {@code -sum of q_c log softmax(z)_c} over the classes c, where {@code q} is {@code 1 - s + s/n} for the right one of n classes and {@code
     * s/n} for every other (Szegedy and others, "Rethinking the Inception Architecture"; Keras's and PyTorch's form).
     *
     * <p>With class weights a row's number is multiplied by that of its right class, and the mean is over the rows all the same, as
     * Keras has it; PyTorch divides by the sum of the weights instead.
     *
     * @param labelSmoothing s: 0 for none, and below 1
     * @param classWeights positive, one for each class in the classes' order; none in a task file whose classes are to be balanced, until its
     *     rows are known; null: all are 1
     */
    record CrossEntropy(
            double labelSmoothing,

            @JsonDeserialize(using = ClassWeightsReader.class) @Nullable
            List<Double> classWeights)
            implements TrainingLoss {
        /** Of classes that all weigh the same. */
        public CrossEntropy(double labelSmoothing) {
            this(labelSmoothing, null);
        }

        public CrossEntropy {
            classWeights = classWeights == null ? null : List.copyOf(classWeights);
            Check.that(
                    classWeights == null
                            || classWeights.stream().allMatch(weight -> weight > 0 && Double.isFinite(weight)),
                    "class_weights",
                    "positive numbers",
                    String.valueOf(classWeights));
            Check.that(
                    labelSmoothing >= 0 && labelSmoothing < 1,
                    "label_smoothing",
                    "0 or more and below 1",
                    labelSmoothing);
        }

        @Override
        public TaskKind kind() {
            return TaskKind.CLASSIFICATION;
        }

        @Override
        public String words() {
            return "cross-entropy"
                    + (labelSmoothing == 0 ? "" : " with labels smoothed by " + labelSmoothing)
                    + (classWeights == null ? "" : ", classes weighing " + classWeights);
        }

        /** Whether weights are to follow from the rows, and do not yet. */
        public boolean balanced() {
            return classWeights != null && classWeights.isEmpty();
        }

        /** What a row of a class counts. */
        public double weightOf(int classNumber) {
            return classWeights == null ? 1 : classWeights.get(classNumber);
        }
    }

    /**
     * {@code log(1 + e^z) - y z} with y 1 for a class that the row has and 0 for another: {@code -log} of the logistic function of z or of what it
     * leaves to 1 (PyTorch's {@code BCEWithLogitsLoss}, Keras's {@code BinaryCrossentropy(from_logits=True)}).
     */
    record BinaryCrossEntropy() implements TrainingLoss {
        @Override
        public TaskKind kind() {
            return TaskKind.MULTI_LABEL;
        }

        @Override
        public String words() {
            return "binary cross-entropy";
        }
    }

    /** {@code (z - y)^2}, without a half. */
    record SquaredError() implements TrainingLoss {
        @Override
        public TaskKind kind() {
            return TaskKind.REGRESSION;
        }

        @Override
        public String words() {
            return "squared error";
        }
    }

    /** {@code |z - y|}, whose derivative at 0 is 0. */
    record AbsoluteError() implements TrainingLoss {
        @Override
        public TaskKind kind() {
            return TaskKind.REGRESSION;
        }

        @Override
        public String words() {
            return "absolute error";
        }
    }

    /**
     * With {@code e = |z - y|}: {@code e^2 / 2} up to {@code e = delta}, {@code delta (e - delta/2)} above it.
     *
     * @param delta a positive number
     */
    record Huber(double delta) implements TrainingLoss {
        public Huber {
            Check.that(Double.isFinite(delta) && delta > 0, "delta", "a positive number", delta);
        }

        @Override
        public TaskKind kind() {
            return TaskKind.REGRESSION;
        }

        @Override
        public String words() {
            return "Huber's loss with delta " + delta;
        }
    }
}
