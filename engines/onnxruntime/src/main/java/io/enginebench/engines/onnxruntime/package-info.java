/**
 * ONNX Runtime, which answers and does not train: each network as the ONNX file that is made of its recorded graph. Start at {@link
 * io.enginebench.engines.onnxruntime.OnnxRuntimeDriver}. Sees the spi and the networks' graphs; of DJL nothing, which is here only because
 * networks are defined in it.
 */
package io.enginebench.engines.onnxruntime;
