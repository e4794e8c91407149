/**
 * Writes a recorded network as an ONNX file. Start at {@link io.enginebench.models.onnx.OnnxModel}. It needs the graph alone,
 * neither DJL nor an engine.
 */
package io.enginebench.models.onnx;
