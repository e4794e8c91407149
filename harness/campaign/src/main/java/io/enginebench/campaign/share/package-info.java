/** A plan that several machines share out. Start at {@link io.enginebench.campaign.share.Shares}. */
package io.enginebench.campaign.share;
