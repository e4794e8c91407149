/**
 * What is known of an engine: before it is started ({@link io.enginebench.results.engine.EngineDescriptor}, its {@code
 * engine.json}) and after ({@link io.enginebench.results.engine.EngineSelfDescription}).
 */
package io.enginebench.results.engine;
