package io.enginebench.record.metric;

import io.enginebench.record.json.JsonEnum;

/** What two engines are compared in. */
public enum ComparisonKind implements JsonEnum {
    /** Accuracy, recall, error: better means a difference from 0. */
    QUALITY,
    /** Throughput, latency and time to a target: faster means by more than the margin. */
    THROUGHPUT
}
