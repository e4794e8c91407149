/**
 * TensorFlow in graph mode: each network lowered from its recorded graph, forward, backward and Adam in one run a step. Start at {@link
 * io.enginebench.engines.tensorflow.TensorFlowDriver}, then {@link io.enginebench.engines.tensorflow.Network}; the operators are in
 * {@code lowering}. Sees the spi and the networks' graphs; of DJL nothing, which is here only because networks are defined in it.
 */
package io.enginebench.engines.tensorflow;
