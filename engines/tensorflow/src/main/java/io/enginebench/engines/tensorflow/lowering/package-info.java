/**
 * What TensorFlow computes for each operator of a recorded graph: {@link io.enginebench.engines.tensorflow.lowering.Forward} lowers a
 * network for batches of one size by the table {@code Lowerings}. Images keep their channels last from their first layer to where their
 * numbers are put in a line, for that is how TensorFlow's kernels of the CPU take them.
 */
package io.enginebench.engines.tensorflow.lowering;
