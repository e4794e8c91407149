/**
 * The engines there are, found by reading their folders. Start at {@link
 * io.enginebench.campaign.engine.EngineCatalog}. Never loads a jar of an engine.
 */
package io.enginebench.campaign.engine;
