package io.enginebench.record.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a task's outputs are read and scored. */
public enum TaskKind {
    /** One logit per class, softmax cross-entropy, argmax (first on ties). */
    CLASSIFICATION,
    /** One number, mean squared error. */
    REGRESSION;

    /** Whether a training may be given this score to reach. */
    public boolean mayAimAt(double score) {
        return score > 0 && (this == CLASSIFICATION ? score <= 1 : score < Double.POSITIVE_INFINITY);
    }

    /** The rule of {@link #mayAimAt} in words. */
    public String targets() {
        return this == CLASSIFICATION
                ? "an accuracy above 0 and up to 1"
                : "a mean squared error above 0, to get down to";
    }

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
