/**
 * What is measured, and by how much it must differ to matter. Start at {@link io.enginebench.record.metric.Metric}. It must not
 * depend on tasks, cells or runs.
 */
package io.enginebench.record.metric;
