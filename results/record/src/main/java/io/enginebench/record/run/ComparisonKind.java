package io.enginebench.record.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What two engines are compared in. */
public enum ComparisonKind {
    /** Accuracy, recall, error: better means a difference from 0. */
    QUALITY,
    /** Throughput, latency and time to a target: faster means by more than the margin. */
    THROUGHPUT;

    /** The name in JSON. */
    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
