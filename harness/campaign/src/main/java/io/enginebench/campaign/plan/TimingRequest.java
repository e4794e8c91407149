package io.enginebench.campaign.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code throughput} asks for, not yet checked. An empty list or a null stands for the default. */
public final class TimingRequest extends SelectionRequest {
    /** What is timed: {@code train}, {@code epoch}, {@code infer}. */
    public List<String> modes = List.of();

    /** Rows in a step. */
    public List<Integer> batches = List.of();

    /** Numbers of threads, each measured by itself. */
    public List<Integer> threads = List.of();

    /** Null: where there are enough rounds to infer anything. */
    public @Nullable Boolean controls;
}
