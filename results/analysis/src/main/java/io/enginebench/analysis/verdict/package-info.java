/**
 * What may be said of two engines from paired runs: {@link io.enginebench.analysis.verdict.Comparisons} turns raw numbers ({@link
 * io.enginebench.analysis.verdict.PairedRuns}) into published comparisons, the same way when a campaign ends and when its
 * result is verified. It must not depend on cells or on how a campaign is planned.
 */
package io.enginebench.analysis.verdict;
