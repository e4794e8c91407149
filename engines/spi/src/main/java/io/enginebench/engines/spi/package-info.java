/**
 * What the harness may ask of an engine beyond DJL's own api. Start at {@link io.enginebench.engines.spi.EngineAdapter}.
 * Depends on DJL's api and nothing else; an adapter is found by {@link java.util.ServiceLoader} on the worker's class path.
 */
package io.enginebench.engines.spi;
