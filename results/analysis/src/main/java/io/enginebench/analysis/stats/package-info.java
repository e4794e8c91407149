/**
 * The statistics of paired measurements, as pure functions of plain numbers: nothing here knows what an engine, a cell or a
 * metric is. Start at {@link io.enginebench.analysis.stats.Location}, which the signed-rank and the t method both are. It must
 * not depend on another package of the project but for {@link io.enginebench.record.Check}.
 */
package io.enginebench.analysis.stats;
