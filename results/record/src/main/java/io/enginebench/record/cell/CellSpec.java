package io.enginebench.record.cell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.enginebench.record.setting.Protocol;
import io.enginebench.record.setting.Setting;
import io.enginebench.record.task.TaskDescriptor;
import org.jspecify.annotations.Nullable;

/** A planned cell: everything its process needs to know, and nothing else decides what it does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QualitySpec.class, name = "quality"),
    @JsonSubTypes.Type(value = ThroughputSpec.class, name = "throughput"),
    @JsonSubTypes.Type(value = CrossSpec.class, name = "cross_evaluation")
})
public sealed interface CellSpec permits QualitySpec, ThroughputSpec, CrossSpec {
    /** Made of all that tells the cell from others in its campaign; safe as a file name. */
    String id();

    /** What is trained or asked. */
    TaskDescriptor task();

    /** What fixes the measurement. */
    Setting setting();

    /** A row for the planned cell, which has no figures. */
    CellResult ended(Outcome.Ended how);

    /** The engine's id in this campaign. */
    default String engine() {
        return setting().engine();
    }

    /** One of the task's models. */
    default String model() {
        return setting().model();
    }

    /** How the task's split is used. */
    default Protocol protocol() {
        return setting().protocol();
    }

    /** 0-based; null for a hold-out. */
    default @Nullable Integer fold() {
        return setting().fold();
    }

    /** Of weights and batch order; the same on every engine. */
    default long seed() {
        return setting().seed();
    }
}
