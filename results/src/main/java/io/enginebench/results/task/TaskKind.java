package io.enginebench.results.task;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a task's outputs are read and scored. */
public enum TaskKind {
    /** One logit per class, softmax cross-entropy, argmax (first on ties). */
    CLASSIFICATION,
    /** One number, mean squared error. */
    REGRESSION;

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
