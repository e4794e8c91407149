package io.enginebench.record.task;

import io.enginebench.record.json.JsonEnum;
import io.enginebench.record.metric.Metric;

/** How a task's outputs are read and scored. */
public enum TaskKind implements JsonEnum {
    /** One logit per class, softmax cross-entropy unless said otherwise, argmax (first on ties). */
    CLASSIFICATION,
    /** One number, mean squared error unless said otherwise. */
    REGRESSION;

    /** The metric that a task of this kind is judged by: what its engines' score is, and what a training's target is in. */
    public Metric judgedBy() {
        return this == CLASSIFICATION ? Metric.ACCURACY : Metric.MSE;
    }

    /** What a training makes small where nothing is said. */
    public TrainingLoss usualLoss() {
        return this == CLASSIFICATION ? new TrainingLoss.CrossEntropy(0) : new TrainingLoss.SquaredError();
    }

    /** The losses of its tasks in words. */
    String losses() {
        return this == CLASSIFICATION ? "cross-entropy" : "mse, l1 or huber";
    }

    /** Whether tasks of any kind are judged by the metric. */
    public static boolean anyJudgedBy(Metric metric) {
        return metric == CLASSIFICATION.judgedBy() || metric == REGRESSION.judgedBy();
    }

    /** Whether a training may be given this score to reach. */
    public boolean mayAimAt(double score) {
        return score > 0 && score <= (judgedBy().isFraction() ? 1 : Double.MAX_VALUE);
    }

    /** The rule of {@link #mayAimAt} in words. */
    public String targets() {
        return this == CLASSIFICATION
                ? "an accuracy above 0 and up to 1"
                : "a mean squared error above 0, to get down to";
    }
}
