package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.task.TaskDescriptor;

/** A planned cell: everything its process needs to know, and nothing else decides what it does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QualitySpec.class, name = "quality"),
    @JsonSubTypes.Type(value = ThroughputSpec.class, name = "throughput"),
    @JsonSubTypes.Type(value = CrossSpec.class, name = "cross_evaluation")
})
public sealed interface CellSpec extends Cell permits QualitySpec, ThroughputSpec, CrossSpec {
    /** What is trained or asked. */
    TaskDescriptor task();

    /** A row for the planned cell, which has no figures. */
    CellResult ended(Outcome.Ended how);
}
