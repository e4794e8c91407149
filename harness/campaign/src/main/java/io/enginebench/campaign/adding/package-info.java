/**
 * Adds engines that have a recipe, and removes them. Start at {@link io.enginebench.campaign.adding.Additions}. What was added is
 * found by {@link io.enginebench.campaign.engine.EngineCatalog}, which knows nothing of this.
 */
package io.enginebench.campaign.adding;
