package io.enginebench.campaign.plan;

import io.enginebench.record.graph.RecordingRequest;
import io.enginebench.record.task.TaskDescriptor;

/** A task with one of its networks. */
public record TaskNetwork(TaskDescriptor task, String model) {
    /** What to ask for to have it recorded. */
    public RecordingRequest request() {
        return new RecordingRequest(model, task.input(), task.outputs());
    }
}
