/** What was found when engines were compared, and machines with themselves. Start at {@link io.enginebench.record.verdict.Comparison}. */
package io.enginebench.record.verdict;
