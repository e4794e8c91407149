/**
 * From arguments to a list of cells. Start at {@link io.enginebench.campaign.plan.Planner}; everything it makes is a value.
 */
package io.enginebench.campaign.plan;
