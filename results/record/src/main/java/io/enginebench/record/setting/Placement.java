package io.enginebench.record.setting;

/**
 * An engine as workers use it; what is known of an engine is known of one of these.
 *
 * @param engine the engine's id in its campaign
 * @param division which decides the workers' environment
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param threads it may use for one operation
 */
public record Placement(String engine, Division division, String device, int threads) {}
