package io.enginebench.record.task;

import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.metric.Metric;
import java.util.Arrays;
import java.util.Locale;

/** How a task's outputs are read and scored. */
public enum TaskKind implements JsonEnum {
    /** One logit per class, softmax cross-entropy unless said otherwise, argmax (first on ties). */
    CLASSIFICATION,
    /**
     * One logit per class, of which a row may have several or none: binary cross-entropy, and the answer are those classes whose logit is above
     * 0. A row is answered rightly if all of its classes are.
     */
    MULTI_LABEL,
    /** One number or several, mean squared error unless said otherwise. */
    REGRESSION;

    @Override
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there are classes, and accuracy and recall with them. */
    public boolean hasClasses() {
        return this != REGRESSION;
    }

    /** How many numbers the truth of a row is: the number of its class, or one for each output. */
    public int truthsOf(int outputs) {
        return this == CLASSIFICATION ? 1 : outputs;
    }

    /** The metric that a task of this kind is judged by: what its engines' score is, and what a training's target is in. */
    public Metric judgedBy() {
        return hasClasses() ? Metric.ACCURACY : Metric.MSE;
    }

    /** What a training makes small where nothing is said. */
    public TrainingLoss usualLoss() {
        return switch (this) {
            case CLASSIFICATION -> new TrainingLoss.CrossEntropy(0);
            case MULTI_LABEL -> new TrainingLoss.BinaryCrossEntropy();
            case REGRESSION -> new TrainingLoss.SquaredError();
        };
    }

    /** The losses of its tasks in words. */
    String losses() {
        return switch (this) {
            case CLASSIFICATION -> "cross-entropy";
            case MULTI_LABEL -> "binary-cross-entropy";
            case REGRESSION -> "mse, l1 or huber";
        };
    }

    /** Whether tasks of any kind are judged by the metric. */
    public static boolean anyJudgedBy(Metric metric) {
        return Arrays.stream(values()).anyMatch(kind -> kind.judgedBy() == metric);
    }

    /** Whether a training may be given this score to reach. */
    public boolean mayAimAt(double score) {
        return score > 0 && score <= (judgedBy().isFraction() ? 1 : Double.MAX_VALUE);
    }

    /** The rule of {@link #mayAimAt} in words. */
    public String targets() {
        return hasClasses() ? "an accuracy above 0 and up to 1" : "a mean squared error above 0, to get down to";
    }
}
