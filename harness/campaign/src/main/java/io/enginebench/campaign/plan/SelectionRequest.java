package io.enginebench.campaign.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of every plan, not yet checked. An empty list or a null stands for the default. */
public abstract sealed class SelectionRequest permits PlanRequest, TimingRequest {
    /** Ids; one that is named twice is compared with itself. */
    public List<String> engines = List.of();

    /** The id of the engine that every other is compared with, or {@code none}: each two are. */
    public @Nullable String reference;

    /** Ids. */
    public List<String> tasks = List.of();

    /** Networks; without any, each task's first. */
    public List<String> models = List.of();

    /** {@code tuned}, {@code plain}. */
    public List<String> divisions = List.of();

    /** {@code cpu}, {@code gpu} or {@code gpu:N}; with several, every engine is on each. */
    public List<String> devices = List.of();

    /** {@code float32} and others; with several, every engine answers in each. */
    public List<String> dtypes = List.of();

    /** {@code tuned} or {@code stock}, in the tuned division. */
    public @Nullable String env;

    /** As {@link io.enginebench.record.task.Optimiser#replacedBy} reads it; null for each task's own. */
    public @Nullable String optimizer;

    /** As {@link io.enginebench.record.task.TrainingLoss#typed} reads it; null for each task's own. */
    public @Nullable String loss;

    /** The base learning rate; null for each task's own. */
    public @Nullable Double learningRate;

    /** The first seed. */
    public @Nullable Long seed;

    /** Whether engines that do not train the same thing are run all the same. */
    public boolean allowNoParity;

    /** How often what lost its process is tried again. */
    public @Nullable Integer retries;

    /** 10^6 bytes that a worker may hold resident; null for any number. */
    public @Nullable Integer maxMemoryMb;

    /** Of timing. */
    public @Nullable Integer rounds;
}
