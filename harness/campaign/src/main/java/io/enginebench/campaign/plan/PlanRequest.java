package io.enginebench.campaign.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for, not yet checked. An empty list or a null stands for the preset's choice.
 *
 * @param preset the name of a {@link Preset}
 * @param seeds how many; they are {@code firstSeed}, {@code firstSeed + 1}, …
 * @param samples training rows in each epoch
 * @param jobs worker processes side by side
 * @param rounds of timing after the trainings
 * @param targets scores to reach: {@code 0.88} for every classification, {@code fashion=0.88} for one task
 */
public record PlanRequest(
        @Nullable String preset,
        List<String> engines,
        List<String> tasks,
        List<String> models,
        List<String> protocols,
        @Nullable String device,
        @Nullable String env,
        @Nullable Integer seeds,
        @Nullable Long firstSeed,
        @Nullable Integer threads,
        @Nullable Integer epochs,
        @Nullable Integer batch,
        @Nullable Integer samples,
        @Nullable Integer jobs,
        @Nullable Integer rounds,
        List<String> targets) {
    public PlanRequest {
        engines = List.copyOf(engines);
        tasks = List.copyOf(tasks);
        models = List.copyOf(models);
        protocols = List.copyOf(protocols);
        targets = List.copyOf(targets);
    }
}
