/**
 * What is known of an engine: before it is started ({@link io.enginebench.record.engine.EngineDescriptor}, its {@code
 * engine.json}) and after ({@link io.enginebench.record.engine.EngineSelfDescription}).
 */
package io.enginebench.record.engine;
