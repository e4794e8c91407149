/**
 * Inside one engine's process: data, batches, training, evaluation. Read {@link io.enginebench.worker.WorkerMain}, then {@link
 * io.enginebench.engines.spi.EngineDriver}. Knows engines only through the spi and must not depend on the campaign.
 */
package io.enginebench.worker;
