/** What the machines left that shared a plan, put together again. Start at {@link io.enginebench.campaign.merge.Merge}. */
package io.enginebench.campaign.merge;
