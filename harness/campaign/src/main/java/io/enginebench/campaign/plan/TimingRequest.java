package io.enginebench.campaign.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code throughput} asks for, not yet checked. An empty list or a null stands for the default.
 *
 * @param batches rows in a step
 * @param threads numbers of threads, each measured by itself
 * @param controls null: where there are enough rounds to infer anything
 */
public record TimingRequest(
        List<String> engines,
        List<String> tasks,
        List<String> models,
        List<String> modes,
        List<Integer> batches,
        List<Integer> threads,
        @Nullable Integer rounds,
        @Nullable Boolean controls,
        @Nullable Long seed,
        @Nullable String device,
        @Nullable String env) {
    public TimingRequest {
        engines = List.copyOf(engines);
        tasks = List.copyOf(tasks);
        models = List.copyOf(models);
        modes = List.copyOf(modes);
        batches = List.copyOf(batches);
        threads = List.copyOf(threads);
    }
}
