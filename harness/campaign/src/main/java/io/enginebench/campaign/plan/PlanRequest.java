package io.enginebench.campaign.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code compare} asks for, not yet checked. An empty list or a null stands for the preset's choice. */
public final class PlanRequest extends SelectionRequest {
    /** The largest batch, and the largest number of training rows, that may be asked for. */
    public static final int MOST_ROWS = 10_000_000;

    /** The name of a {@link Preset}. */
    public @Nullable String preset;

    /** {@code clean}, {@code notebook}. */
    public List<String> protocols = List.of();

    /** How many: the first, the next number, … */
    public @Nullable Integer seeds;

    /** Of each engine. */
    public @Nullable Integer threads;

    /** Passes over the training rows. */
    public @Nullable Integer epochs;

    /** Rows in a step. */
    public @Nullable Integer batch;

    /** Training rows in each epoch. */
    public @Nullable Integer samples;

    /** Worker processes side by side. */
    public @Nullable Integer jobs;

    /**
     * Whether every training is repeated from nudged weights, and rounds of timing have controls; null: neither of trainings, which
     * then take twice the time, and of timing where there are enough rounds to infer anything.
     */
    public @Nullable Boolean controls;

    /** Scores to reach: {@code 0.88} for every classification, {@code fashion=0.88} for one task. */
    public List<String> targets = List.of();

    /** Whether a training ends with the first epoch that reaches its target. */
    public boolean endsAtTarget;
}
