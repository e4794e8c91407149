/**
 * What the harness asks of an engine, in words of no library. Start at {@link io.enginebench.engines.spi.EngineDriver}, which starts a
 * session; of that one asks an {@link io.enginebench.engines.spi.Answerer} or, where the engine trains, a {@link
 * io.enginebench.engines.spi.Learner}. Depends on the records alone: neither DJL nor any engine is seen here.
 */
package io.enginebench.engines.spi;
