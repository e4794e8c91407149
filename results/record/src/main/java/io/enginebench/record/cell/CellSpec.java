package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.task.TaskDescriptor;

/** A planned cell. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QualitySpec.class, name = "quality"),
    @JsonSubTypes.Type(value = ThroughputSpec.class, name = "throughput"),
    @JsonSubTypes.Type(value = CrossSpec.class, name = "cross_evaluation")
})
public sealed interface CellSpec permits QualitySpec, ThroughputSpec, CrossSpec {
    /** Unique in its campaign, safe as a file name. */
    String id();

    /** The engine's id in this campaign. */
    String engine();

    /** {@code cpu}, {@code gpu} or {@code gpu:N}. */
    String device();

    /** What is trained or asked. */
    TaskDescriptor task();

    /** One of the task's models. */
    String model();

    /** Of weights and batch order; the same on every engine. */
    long seed();

    /** Threads the engine may use for one operation. */
    int threads();
}
