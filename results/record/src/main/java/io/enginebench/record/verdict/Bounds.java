package io.enginebench.record.verdict;

import org.jspecify.annotations.Nullable;

/**
 * A confidence interval as it is published.
 *
 * @param lower absent where the interval is open on this side
 * @param upper absent where the interval is open on this side
 * @param confidence the level the method has; of an exact one at least the level asked for
 * @param method that made it
 */
public record Bounds(@Nullable Double lower, @Nullable Double upper, double confidence, String method) {}
