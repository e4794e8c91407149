/**
 * Which rows a cell learns from and what its network then answers. Start at {@link io.enginebench.worker.learn.Partition}. Sees engines
 * through the spi, and of the worker's rooms the session alone.
 */
package io.enginebench.worker.learn;
