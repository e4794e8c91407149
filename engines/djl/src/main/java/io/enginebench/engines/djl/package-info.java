/**
 * DJL's engines: the loops that they share, tuned and plain, and what an adapter of one of them may do otherwise. Start at {@link
 * io.enginebench.engines.djl.EngineAdapter}, then {@link io.enginebench.engines.djl.DjlSession}. Sees DJL's api, the networks and the spi,
 * and no engine.
 */
package io.enginebench.engines.djl;
