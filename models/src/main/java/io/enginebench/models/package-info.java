/**
 * What is trained: networks as DJL blocks. Start at {@link io.enginebench.models.Networks}. The tasks that train them are the
 * JSON files in {@code models/tasks}; what a network computes is recorded by {@code io.enginebench.models.graph}. No engine.
 */
package io.enginebench.models;
